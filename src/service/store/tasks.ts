/** Long work that runs in the worker thread. Each kind is implemented beside what it is about, and registered in worker.ts. */
import type { ImportResult, RecountResult } from '../../contract/schemas.ts';

export interface Tasks {
  import: {
    input: { file: string; format: 'csv' | 'ldif' | 'dovecot' | 'postfix' | undefined; dryRun: boolean; now: number };
    result: ImportResult;
  };
  recount: { input: Record<never, never>; result: RecountResult };
  'modify-accounts': {
    input: { mask: string; variables: Record<string, string>; auditId: number };
    result: { changed: number };
  };
  'delete-accounts': { input: { mask: string }; result: { changed: number } };
  'modify-domains': { input: { mask: string; variables: Record<string, string> }; result: { changed: number } };
  'delete-domain': { input: { name: string }; result: { changed: number } };
  /** Counts the masks that have no counter yet and stores them: before a license with new pools is applied. */
  'count-scopes': { input: { masks: number[] }; result: { counted: number } };
}
export type TaskKind = keyof Tasks;
export type TaskInput<K extends TaskKind> = Tasks[K]['input'];
export type TaskResult<K extends TaskKind> = Tasks[K]['result'];
