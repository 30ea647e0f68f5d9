/** What the service thread and its worker say to each other. Cancel and gate go through shared memory: a worker that works reads no mail. */
import type { ErrorCode, ErrorParams } from '../../contract/errors.ts';
import type { TaskKind } from './tasks.ts';
import type { SharedVersions } from './versions.ts';

/** Places in the shared words of a run. */
export const CANCEL = 0;
export const GATE = 1;
/** Values of the gate's word. */
export const WAITING = 0;
export const GRANTED = 1;
export const REFUSED = 2;

export interface WorkerSetup {
  readonly file: string;
  /** A lane that only reads needs no gate. */
  readonly readonly: boolean;
  readonly versions: SharedVersions;
}

export type ToWorker =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly kind: TaskKind;
      readonly input: unknown;
      readonly shared: SharedArrayBuffer;
    }
  | { readonly type: 'close' };

export type Failure =
  | { readonly kind: 'known'; readonly code: ErrorCode; readonly params: ErrorParams }
  | { readonly kind: 'unknown'; readonly message: string; readonly stack: string };

export type FromWorker =
  | { readonly type: 'want-gate'; readonly id: number }
  | { readonly type: 'leave-gate'; readonly id: number }
  | { readonly type: 'progress'; readonly id: number; readonly done: number; readonly total: number | null }
  | { readonly type: 'changed'; readonly id: number; readonly entries: readonly number[] }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };
