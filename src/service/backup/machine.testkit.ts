/** A machine with a license of its own that makes and restores backups: real store, real worker, real licensing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import type { Job } from '../../contract/schemas.ts';
import { backupResult, type RestoreReport, restoreReport } from '../../contract/schemas-backup.ts';
import { createDownloads } from '../downloads.ts';
import { createEventHub } from '../events.ts';
import { createJobs } from '../jobs/jobs.ts';
import { type TestClock, type TestServer, testClock, testServer } from '../licensing/licensing.testkit.ts';
import type { LicensingDeps } from '../licensing/licensing.ts';
import { openSettings } from '../settings/settings.ts';
import { after } from '../store/store.testkit.ts';
import { type BackupsDeps, createBackups } from './backups.ts';

export async function testMachine(changes: Partial<LicensingDeps> = {}, deps: Partial<BackupsDeps> = {}) {
  const clock = (changes.clock as TestClock | undefined) ?? testClock();
  return machineOn(await testServer({ clock, ...changes }), clock, deps);
}

/** What a service does at its start, on a server that is there. */
export async function machineOn(server: TestServer, clock: TestClock, deps: Partial<BackupsDeps> = {}) {
  const { store, licensing } = server;
  const folder = dirname(store.file);
  const changed: string[] = [];
  const settings = await openSettings({
    store,
    sources: { license: licensing.read, licenseXml: async () => '', demoOrder: '' },
    defaults: {
      timeZone: 'UTC',
      licensingUrl: 'http://127.0.0.1:9',
      notices: { smtp: '', postmaster: '', vendor: '', also: [] },
    },
    changed: (names) => changed.push(...names),
  });
  const events = createEventHub();
  const jobs = createJobs({ clock, events, after });
  const downloads = createDownloads(folder);
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const backups = createBackups({
    dataFolder: folder,
    store,
    jobs,
    events,
    clock,
    settings,
    license: licensing,
    downloads,
    hostname: 'mail.example.com',
    version: '0.1.0',
    log,
    ...deps,
  });
  await backups.finish();
  const ended = (id: string): Promise<Job> => new Promise((resolve) => jobs.whenEnded(id, resolve));
  const done = async (id: string): Promise<Job['result']> => {
    const job = await ended(id);
    if (job.state !== 'done') throw Object.assign(new Error(job.error?.message), { code: job.error?.code });
    return job.result;
  };
  const report = async (id: string): Promise<RestoreReport> => restoreReport.parse(await done(id));
  return {
    ...server,
    folder,
    clock,
    settings,
    changed,
    jobs,
    ended,
    backups,
    logged,
    /** Makes a backup; returns its bytes. */
    async backup(): Promise<Buffer> {
      const { downloadId } = backupResult.parse(await done(backups.start()));
      return Buffer.from(await (await downloads.answer(downloadId, 'admin')).arrayBuffer());
    },
    check: (bytes: Buffer) => report(backups.startCheck(fileOf(folder, bytes))),
    restore: (bytes: Buffer) => report(backups.startRestore(fileOf(folder, bytes))),
    kept: (name: string): Buffer => readFileSync(join(folder, 'backups', name)),
  };
}
export type TestMachine = Awaited<ReturnType<typeof testMachine>>;

export function fileOf(folder: string, bytes: Buffer): string {
  const path = join(folder, 'given.skb');
  writeFileSync(path, bytes);
  return path;
}
