/** Used Seats in the contract's shapes: counters, who counts and why, and the proof of the counters. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { SeatRow } from '../../contract/schemas.ts';
import type { ExportResult } from '../../contract/schemas-audit.ts';
import type { SeatOrder } from '../../contract/schemas-seats.ts';
import { type GroupId, groupMask, isGroupId, isModuleId, type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import { type Entitlement, groupCountMask } from '../../core/seats/scopes.ts';
import type { Clock } from '../clock.ts';
import type { Downloads } from '../downloads.ts';
import type { EventHub } from '../events.ts';
import type { JobRun, Jobs } from '../jobs/jobs.ts';
import { createWallClock } from '../logs/wall-clock.ts';
import type { Store } from '../store/store.ts';
import type { CountedPage, SeatQuestion } from '../store/tasks.ts';
import { readCounters } from './counters.ts';

const wallClock = createWallClock();

export interface SeatsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly events: EventHub;
  readonly downloads: Downloads;
  /** The server's, for the dates of files. */
  readonly timeZone: () => string;
  /** The entitlement in force: a group's list shows what its row counts. */
  readonly entitlement: () => Entitlement | Promise<Entitlement>;
}
/** Which accounts of a module or group, in which order. */
export interface SeatQuery {
  readonly scope: ModuleId | GroupId;
  readonly scopeKind: 'module' | 'group';
  readonly counted: 'counted' | 'not-counted' | 'all';
  /** Only accounts over the limit. */
  readonly over?: boolean;
  /** Only counted accounts without access in so many days. */
  readonly unusedDays?: number | undefined;
  readonly search: string;
  readonly sort: SeatOrder;
  readonly descending: boolean;
}
export interface SeatListInput extends SeatQuery {
  readonly cursor: string | null;
  /** Rows to skip from the beginning; a cursor outranks it. */
  readonly offset: number;
  readonly limit: number;
}

export interface Seats {
  /** Accounts of a module, or of a group's row, with why each counts or not. Throws MODULE_NOT_FOUND. */
  list(input: SeatListInput): Promise<CountedPage<SeatRow>>;
  /** Starts a job that writes the same list as CSV; returns its id. */
  startExport(input: SeatQuery): string;
  /** Starts a job that proves the counters; returns its id. */
  startRecount(): string;
  /** Used Seats of each mask, from counters; a mask that has none yet is counted once. Never scans for one that has. */
  usedSeats(masks: readonly number[]): Promise<Map<number, number>>;
  /** Makes the counters that are missing: before a license with new pools is applied. */
  ensureScopes(masks: readonly number[]): Promise<void>;
}

/** Throws MODULE_NOT_FOUND. */
function requireScope({ scope, scopeKind }: SeatQuery): void {
  const known = scopeKind === 'module' ? isModuleId(scope) : isGroupId(scope);
  if (!known) throw new SeatkeeperError('MODULE_NOT_FOUND', { module: scope });
}

/** Throws MODULE_NOT_FOUND. */
async function maskOf(input: SeatQuery, options: SeatsOptions): Promise<number> {
  requireScope(input);
  const { scope, scopeKind } = input;
  if (scopeKind === 'module' && isModuleId(scope)) return moduleOf(scope).mask;
  if (!isGroupId(scope)) return 0;
  // Every module has an item of its own: the row counts nothing, the list shows the group as it is.
  return groupCountMask(await options.entitlement(), scope) || groupMask(scope);
}

async function questionOf(input: SeatQuery, options: SeatsOptions): Promise<SeatQuestion> {
  const { counted, over = false, unusedDays, search, sort, descending } = input;
  const unused = unusedDays === undefined ? null : { days: unusedDays, now: options.clock.now() };
  return { mask: await maskOf(input, options), counted, over, unused, search, sort, descending };
}

async function exportList(input: SeatQuery, options: SeatsOptions, run: JobRun): Promise<ExportResult> {
  const { store, downloads, clock, timeZone } = options;
  const { downloadId, path } = downloads.place();
  const task = { ...(await questionOf(input, options)), path };
  const { rows } = await store.runTask('export-seats', task, { signal: run.signal, onProgress: run.progress });
  const fileName = `seats-${input.scope}-${wallClock(clock.now(), timeZone()).date}.csv`;
  downloads.offer(downloadId, fileName, 'viewer');
  return { downloadId, fileName, rows };
}

export function createSeats(options: SeatsOptions): Seats {
  const { store, jobs } = options;
  const ensureScopes = async (masks: readonly number[]): Promise<void> => {
    const stored = await readCounters(store.read);
    const missing = masks.filter((mask) => mask !== 0 && !stored.has(mask));
    if (missing.length > 0) await store.runTask('count-scopes', { masks: missing });
  };
  return {
    async list(input) {
      const { cursor, offset, limit } = input;
      return store.runTask('list-seats', { ...(await questionOf(input, options)), cursor, offset, limit });
    },
    startExport(input) {
      requireScope(input);
      return jobs.start('export-seats', (run) => exportList(input, options, run));
    },
    startRecount: () =>
      jobs.start('recount', ({ signal, progress }) => store.runTask('recount', {}, { signal, onProgress: progress })),
    async usedSeats(masks) {
      await ensureScopes(masks);
      const counters = await readCounters(store.read);
      return new Map(masks.filter((mask) => mask !== 0).map((mask) => [mask, counters.get(mask) ?? 0]));
    },
    ensureScopes,
  };
}
