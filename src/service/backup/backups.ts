/** Backup Settings and Restore Settings (LICENSING 11): what runs where, and in what order. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { PendingLicense } from '../../contract/schemas.ts';
import type { BackupResult, LicenseOfBackup, RestoreReport } from '../../contract/schemas-backup.ts';
import type { Clock } from '../clock.ts';
import type { Downloads } from '../downloads.ts';
import type { EventHub } from '../events.ts';
import { explained } from '../folder.ts';
import type { JobRun, Jobs } from '../jobs/jobs.ts';
import type { Licensing } from '../licensing/licensing.ts';
import { createWallClock } from '../logs/wall-clock.ts';
import { SETTING_NAMES, type Settings } from '../settings/settings.ts';
import type { Store } from '../store/store.ts';
import { rowsOf } from './backup-task.ts';
import { BACKUP_SUFFIX } from './format.ts';
import type { Origin } from './manifest.ts';
import { reportOf, shownCounts } from './report.ts';
import type { CheckedBackup } from './restore-task.ts';

export interface Backups {
  /** Returns the job's id; its result names the download. */
  start(): string;
  /** Says what a restore of the file would do. */
  startCheck(file: string): string;
  startRestore(file: string, auditId?: number | null): string;
  /** The license of a backup as one to be entered. Throws NO_LICENSE_IN_BACKUP, and what refuses it. */
  checkLicense(file: string): Promise<PendingLicense>;
  /** To be called once at the start: a restore that was cut off behind its commit is finished. */
  finish(): Promise<void>;
}

export interface BackupsDeps {
  readonly dataFolder: string;
  readonly store: Store;
  readonly jobs: Pick<Jobs, 'start'>;
  readonly events: Pick<EventHub, 'publish'>;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'licenseInBackups' | 'usable' | 'reload'>;
  readonly license: Pick<Licensing, 'read' | 'checkFile' | 'ofBackup' | 'restore' | 'watch'>;
  readonly downloads: Pick<Downloads, 'place' | 'offer'>;
  readonly hostname: string;
  readonly version: string;
  readonly log: Logger;
}

/** Row of the table `standing`: license documents of a restore that is committed, and not yet judged. */
const JOURNAL = 'restored-license';
const journal = z.array(z.string()).min(1);

export function createBackups(deps: BackupsDeps): Backups {
  const { store, jobs, events, clock, settings, license, downloads } = deps;
  const wallClock = createWallClock();
  const read = (file: string, run?: JobRun): Promise<CheckedBackup> =>
    store.runTask(
      'check-backup',
      { file, settingNames: SETTING_NAMES },
      // How much there is to replace is not known yet.
      run ? { signal: run.signal, onProgress: (done) => run.progress(done, null) } : {},
    );
  const originOf = async (): Promise<Origin> => ({
    version: deps.version,
    createdAt: new Date(clock.now()).toISOString(),
    hostname: deps.hostname,
    referenceId: (await license.read()).information.referenceId,
  });

  const backup = async ({ signal, progress }: JobRun): Promise<BackupResult> => {
    const { downloadId, path } = downloads.place();
    const includeLicense = settings.licenseInBackups();
    const request = { path, origin: await originOf(), settingNames: SETTING_NAMES, includeLicense };
    const { size, counts } = await store.runTask('backup', request, { signal, onProgress: progress });
    const { date } = wallClock(clock.now(), settings.timeZone());
    const fileName = `seatkeeper-backup-${date}${BACKUP_SUFFIX}`;
    downloads.offer(downloadId, fileName, 'admin');
    return { downloadId, fileName, size, counts: shownCounts(counts), license: counts.licenses > 0 };
  };

  const check = async (file: string, run: JobRun): Promise<RestoreReport> => {
    const found = await read(file, run);
    const { referenceId } = await originOf();
    const { leftOut, rows } = settings.usable(found.settings);
    const after = { ...found.counts, settings: rows.length };
    const parts = { origin: found.origin, before: found.present, after, leftOut, referenceId };
    return reportOf({ ...parts, license: license.ofBackup(found.licenses), kept: '' });
  };

  const restore = async (file: string, auditId: number | null, run: JobRun): Promise<RestoreReport> => {
    const found = await read(file, run);
    const { leftOut, rows } = settings.usable(found.settings);
    const origin = await originOf();
    const kept = keptName(deps.dataFolder, clock.now());
    const path = join(deps.dataFolder, 'backups', kept);
    const keep = { path, origin, settingNames: SETTING_NAMES, includeLicense: true };
    const request = {
      file,
      rows: rowsOf(found.counts),
      keep,
      settings: rows,
      journal: journalOf(found.licenses),
      now: license.watch.now(),
      auditId,
    };
    const done = await store.runTask('restore-backup', request, { signal: run.signal, onProgress: run.progress });
    // It is committed: nothing ends it any more.
    await settings.reload();
    const brought = await bringLicense(deps, found.licenses);
    // Seats are settled by the license that the backup brought.
    events.publish({ type: 'accounts' });
    const after = { ...done.after, settings: rows.length };
    const { referenceId } = origin;
    return reportOf({ origin: found.origin, before: done.before, after, leftOut, referenceId, license: brought, kept });
  };

  return {
    start: () => jobs.start('backup', backup),
    startCheck: (file) => jobs.start('check-backup', (run) => check(file, run)),
    startRestore: (file, auditId = null) => jobs.start('restore', (run) => restore(file, auditId, run)),
    async checkLicense(file) {
      const [xml] = (await read(file)).licenses;
      if (xml === undefined) throw new SeatkeeperError('NO_LICENSE_IN_BACKUP');
      return license.checkFile({ xml });
    },
    async finish() {
      forgetParts(join(deps.dataFolder, 'backups'));
      const row = await store.read.selectFrom('standing').select('value').where('key', '=', JOURNAL).executeTakeFirst();
      if (row) await bringLicense(deps, documentsOf(row.value));
    },
  };
}

/** Copies that a killed process did not finish. */
function forgetParts(folder: string): void {
  if (!existsSync(folder)) return;
  const parts = readdirSync(folder).filter((name) => name.endsWith(`${BACKUP_SUFFIX}.part`));
  for (const name of parts) rmSync(join(folder, name), { force: true });
}

/** What nobody but us writes; edited by hand it must not keep the service from starting: it is judged as a forged one. */
function documentsOf(text: string): string[] {
  try {
    return journal.parse(JSON.parse(text));
  } catch {
    return [text];
  }
}

const journalOf = (licenses: readonly string[]) =>
  licenses.length === 0 ? null : { key: JOURNAL, value: JSON.stringify(licenses) };

/** Judged and put in force or left out in one transaction, which also ends the journal. */
async function bringLicense(
  { license, log }: Pick<BackupsDeps, 'license' | 'log'>,
  documents: readonly string[],
): Promise<LicenseOfBackup> {
  if (documents.length === 0) return license.ofBackup(documents);
  try {
    return await license.restore(documents, async (trx) => {
      await trx.deleteFrom('standing').where('key', '=', JOURNAL).execute();
    });
  } catch (error) {
    log.error({ err: error }, 'the license of a restored backup waits for the next start');
    const sentence = 'The license of the backup could not be looked at; this is done at the next start of the service.';
    return { ...license.ofBackup(documents), action: 'leave-out', sentence };
  }
}

/** `before-restore-20261121-101500.skb`, in UTC, or with the next number. */
function keptName(dataFolder: string, now: number): string {
  const folder = join(dataFolder, 'backups');
  explained(dataFolder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  const at = new Date(now)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-');
  const name = (n: number): string => `before-restore-${at}${n === 1 ? '' : `.${n}`}${BACKUP_SUFFIX}`;
  let n = 1;
  while (existsSync(join(folder, name(n)))) n += 1;
  return name(n);
}
