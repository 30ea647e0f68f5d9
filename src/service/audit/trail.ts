/** Reading, undoing and exporting the audit trail. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AuditRow, UndoCheck } from '../../contract/schemas-audit.ts';
import type { Clock } from '../clock.ts';
import type { Downloads } from '../downloads.ts';
import type { EventHub } from '../events.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Store } from '../store/store.ts';

export interface TrailDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly events: EventHub;
  readonly downloads: Downloads;
}

export interface AuditTrail {
  list(input: {
    readonly search: string;
    readonly before: number;
    readonly limit: number;
  }): Promise<{ rows: AuditRow[]; next: number | null }>;
  /** Throws AUDIT_NOT_FOUND. */
  undoState(input: { readonly id: number }): Promise<UndoCheck>;
  /** Starts a job; returns its id. `auditId`: the row of the undo itself. */
  startUndo(input: { readonly id: number }, auditId: number | null): string;
  startExport(input: { readonly search: string }): string;
}

export function createTrail(_deps: TrailDeps): AuditTrail {
  const later = (): never => {
    throw new SeatkeeperError('INTERNAL', { correlationId: 'trail' });
  };
  return { list: later, undoState: later, startUndo: later, startExport: later };
}
