/** Restore Settings in the worker: looked at without a change, then put in place in one transaction (LICENSING 11). */
import { rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { MODULES } from '../../core/seats/modules.ts';
import { recordDone } from '../audit/record.ts';
import { countAnew } from '../seats/recount.ts';
import { backupSource } from '../store/sqlite/backup-source.ts';
import { type HistoryTarget, historyTarget } from '../store/sqlite/restore-history.ts';
import { type RestoreTarget, restoreTarget } from '../store/sqlite/restore-target.ts';
import { RANGE_ROWS, type TaskContext, type TaskFunction } from '../store/task-context.ts';
import { type BackupRequest, type OnRow, rowsOf, stepping, writeBackup } from './backup-task.ts';
import { type Counts, countsBy } from './manifest.ts';
import { type BackupContent, readBackup } from './read-backup.ts';
import type { SettingRow } from './rows.ts';

/** What is there before it is replaced. */
function presentCounts(raw: Database, settingNames: readonly string[]): Counts {
  const source = backupSource(raw);
  return countsBy((section) => {
    if (section === 'settings') return source.settings().filter(({ name }) => settingNames.includes(name)).length;
    return section === 'licenses' ? source.licenses().length : source.count(section);
  });
}

export interface CheckedBackup extends BackupContent {
  readonly present: Counts;
  readonly settings: readonly SettingRow[];
  readonly licenses: readonly string[];
}

/** Reads the file to its end and changes nothing. */
export const checkBackup: TaskFunction<'check-backup'> = async ({ file, settingNames }, context) => {
  const settings: SettingRow[] = [];
  const licenses: string[] = [];
  let onRow = (_done: number): void => {};
  const content = readBackup(file, {
    begin: ({ counts }) => {
      onRow = stepping(context, rowsOf(counts));
    },
    visit: { settings: (row) => void settings.push(row), licenses: (xml) => void licenses.push(xml) },
    onRow: (done) => onRow(done),
    look: context.check,
  });
  const present = await context.snapshot(async () => presentCounts(context.connection.raw, settingNames));
  return { ...content, present, settings, licenses };
};

export interface RestoreRequest {
  /** A file that `check-backup` has found whole. */
  readonly file: string;
  /** How many rows it has. */
  readonly rows: number;
  /** Where the present state is kept, and as what. */
  readonly keep: BackupRequest;
  /** Of the backup, those that this version knows. */
  readonly settings: readonly SettingRow[];
  /** Row of the table `standing` that says what is left to do once this is committed. */
  readonly journal: { readonly key: string; readonly value: string } | null;
  /** Trusted, epoch ms. */
  readonly now: number;
  /** Its row of the audit trail. */
  readonly auditId?: number | null;
}

export interface RestoreDone {
  readonly before: Counts;
  /** What the file holds. */
  readonly after: Counts;
}

/** The copy of what is replaced is durable before anything is replaced, and goes again when nothing was. */
export const restoreBackup: TaskFunction<'restore-backup'> = async (request, context) => {
  try {
    return await context.write(async (trx) => {
      const done = replaceAll(request, context);
      await countAnew(trx, context);
      await recordDone(trx, request.auditId ?? null, null);
      return done;
    });
  } catch (error) {
    rmSync(request.keep.path, { force: true });
    throw error;
  }
};

function replaceAll(request: RestoreRequest, context: TaskContext): RestoreDone {
  const { raw } = context.connection;
  const { settingNames } = request.keep;
  const present = rowsOf(presentCounts(raw, settingNames));
  const total = present + request.rows;
  const { counts: before } = writeBackup(raw, request.keep, stepping(context, total));
  const target = restoreTarget(raw);
  target.begin();
  const history = historyTarget(raw, request.now, MODULES);
  const onRow = stepping(context, total, present);
  const { counts: after } = putRows(request.file, { target, history }, onRow, context.check);
  history.merge(context.check);
  target.settings(settingNames, request.settings);
  if (request.journal) target.standing(request.journal.key, request.journal.value);
  return { before, after };
}

/** Accounts that the backup does not have. */
function forgetOthers(target: RestoreTarget, check: () => void): void {
  const last = target.lastAccount();
  for (let above = 0; above < last; above += RANGE_ROWS) {
    check();
    target.forgetAccounts(above, above + RANGE_ROWS);
  }
  target.forgotten();
}

interface Targets {
  readonly target: RestoreTarget;
  readonly history: HistoryTarget;
}

function putRows(file: string, { target, history }: Targets, onRow: OnRow, look: () => void): BackupContent {
  const domains: number[] = [];
  const idOf = (place: number): number => {
    const id = domains[place];
    if (id === undefined) throw new Error(`no domain at ${place}`);
    return id;
  };
  return readBackup(file, {
    visit: {
      domains: (row) => void domains.push(target.domain(row)),
      accounts: ({ domain, ...row }) => target.account(idOf(domain), row),
      aliases: ({ address, target: to, account }) =>
        target.alias(address, to, account && { domainId: idOf(account.domain), local: account.local }),
      pools: history.pool,
      access: history.access,
      seats: history.seat,
      trials: history.trial,
      usage: history.usage,
    },
    ended: (section) => {
      if (section === 'accounts') forgetOthers(target, look);
    },
    onRow,
    look,
  });
}
