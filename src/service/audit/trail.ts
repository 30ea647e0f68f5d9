/** Reading, undoing and exporting the audit trail. */
import type { AuditRow, ExportResult, UndoCheck } from '../../contract/schemas-audit.ts';
import type { Clock } from '../clock.ts';
import type { Downloads } from '../downloads.ts';
import type { EventHub } from '../events.ts';
import type { JobRun, Jobs } from '../jobs/jobs.ts';
import { createWallClock } from '../logs/wall-clock.ts';
import type { Store } from '../store/store.ts';
import { readTrail, type TrailPage } from './rows.ts';

const wallClock = createWallClock();

export interface TrailDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly events: Pick<EventHub, 'publish'>;
  readonly downloads: Pick<Downloads, 'place' | 'offer'>;
  readonly timeZone: () => string;
}

export interface AuditTrail {
  list(page: TrailPage): Promise<{ rows: AuditRow[]; next: number | null }>;
  /** Throws AUDIT_NOT_FOUND. */
  undoState(input: { readonly id: number }): Promise<UndoCheck>;
  /** Starts a job; returns its id. `auditId`: the row of the undo itself. The job: AUDIT_NOT_FOUND, UNDO_IMPOSSIBLE. */
  startUndo(input: { readonly id: number }, auditId: number | null): string;
  startExport(input: { readonly search: string }): string;
}

export function createTrail({ store, clock, jobs, events, downloads, timeZone }: TrailDeps): AuditTrail {
  const undo = async (id: number, auditId: number | null, { signal, progress }: JobRun) => {
    const result = await store.runTask('undo', { id, auditId }, { signal, onProgress: progress });
    events.publish({ type: 'accounts' });
    return auditId === null ? result : { ...result, auditId };
  };
  const exportTo = async (search: string, { signal, progress }: JobRun): Promise<ExportResult> => {
    const { downloadId, path } = downloads.place();
    const { rows } = await store.runTask('export-audit', { path, search }, { signal, onProgress: progress });
    const fileName = `seatkeeper-audit-${wallClock(clock.now(), timeZone()).date}.csv`;
    downloads.offer(downloadId, fileName, 'admin');
    return { downloadId, fileName, rows };
  };
  return {
    // A search may read all of it.
    list: (page) => (page.search.trim() === '' ? readTrail(store.read, page) : store.runTask('search-audit', page)),
    undoState: (input) => store.runTask('undo-state', input),
    startUndo: ({ id }, auditId) => jobs.start('undo', (run) => undo(id, auditId, run)),
    startExport: ({ search }) => jobs.start('export-audit', (run) => exportTo(search, run)),
  };
}
