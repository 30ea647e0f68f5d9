/** Backup Settings in the worker: one unchanging state of the database as a file (LICENSING 11). */
import type { Database } from 'better-sqlite3';
import { isModuleId, type ModuleId } from '../../core/seats/modules.ts';
import { type BackupSource, backupSource } from '../store/sqlite/backup-source.ts';
import { RANGE_ROWS, type TaskContext, type TaskFunction } from '../store/task-context.ts';
import type { HistoryRows } from './history-rows.ts';
import { type Counts, countsBy, manifestOf, type Origin } from './manifest.ts';
import { ENCODE, type Rows, SECTIONS, type SectionName } from './rows.ts';
import { type BackupFile, createBackupFile } from './write-file.ts';

export interface BackupRequest {
  /** Where the file comes to be. */
  readonly path: string;
  readonly origin: Origin;
  /** Variables that are settings, in lower case: others are not for a backup. */
  readonly settingNames: readonly string[];
  readonly includeLicense: boolean;
}

export interface BackupDone {
  /** Bytes. */
  readonly size: number;
  readonly counts: Counts;
}

/** How many rows were written, told after each. */
export type OnRow = (done: number) => void;

/** To be called within a transaction; leaves no file when it throws. */
export function writeBackup(raw: Database, request: BackupRequest, onRow: OnRow): BackupDone {
  const source = backupSource(raw);
  const settings = source.settings().filter(({ name }) => request.settingNames.includes(name));
  const licenses = request.includeLicense ? source.licenses() : [];
  const counts = countsBy((section) => {
    if (section === 'settings') return settings.length;
    return section === 'licenses' ? licenses.length : source.count(section);
  });
  const file = createBackupFile(request.path);
  try {
    file.line(manifestOf(request.origin, counts));
    writeRows(file, { settings, licenses, ...tablesOf(source), ...historyOf(source) }, counts, onRow);
    return { size: file.finish(), counts };
  } catch (error) {
    file.abandon();
    throw error;
  }
}

type Sources = { readonly [K in SectionName]: Iterable<Rows[K]> };

/** Numbers of domains become their places in the file. */
function tablesOf(source: BackupSource): Pick<Sources, 'domains' | 'accounts' | 'aliases'> {
  const places = new Map<number, number>();
  const placeOf = (id: number): number => {
    const place = places.get(id);
    if (place === undefined) throw new Error(`an account belongs to the domain ${id}, which is not there`);
    return place;
  };
  return {
    domains: mapped(source.domains(), ({ id, ...row }) => {
      places.set(id, places.size);
      return row;
    }),
    accounts: mapped(source.accounts(), (row) => ({ ...row, domain: placeOf(row.domain) })),
    aliases: mapped(source.aliases(), ({ address, target, domain, local }) => ({
      address,
      target,
      account: domain === null || local === null ? null : { domain: placeOf(domain), local },
    })),
  };
}

/** A module that this version does not have is in no table. */
const known = <R extends { readonly module: string }>(row: R): R & { readonly module: ModuleId } => {
  if (!isModuleId(row.module)) throw new Error(`there is no module ${row.module}`);
  return { ...row, module: row.module };
};

const historyOf = (source: BackupSource): Pick<Sources, keyof HistoryRows> => ({
  pools: source.pools(),
  access: mapped(source.access(), known),
  seats: source.seats(),
  trials: mapped(source.trials(), (row) => ({ ...row, waiting: row.waiting === 1 })),
  usage: mapped(source.usage(), known),
});

function* mapped<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}

function writeRows(file: BackupFile, sources: Sources, counts: Counts, onRow: OnRow): void {
  let done = 0;
  const section = <K extends SectionName>(name: K): void => {
    let rows = 0;
    for (const row of sources[name]) {
      file.line(ENCODE[name](row));
      rows += 1;
      done += 1;
      onRow(done);
    }
    if (rows !== counts[name]) throw new Error(`${name}: ${rows} rows instead of ${counts[name]}`);
  };
  for (const name of SECTIONS) section(name);
}

export const rowsOf = (counts: Counts): number => Object.values(counts).reduce((sum, rows) => sum + rows, 0);

/** Looks at the cancel flag and tells progress once in a range of rows. */
export const stepping =
  (context: TaskContext, total: number, before = 0): OnRow =>
  (done) => {
    if (done % RANGE_ROWS !== 0) return;
    context.check();
    context.progress(before + done, total);
  };

export const backup: TaskFunction<'backup'> = (request, context) =>
  context.snapshot(async () => {
    const { raw } = context.connection;
    const source = backupSource(raw);
    const total = rowsOf(countsBy((name) => (name === 'settings' || name === 'licenses' ? 0 : source.count(name))));
    return writeBackup(raw, request, stepping(context, total));
  });
