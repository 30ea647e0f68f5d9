/** What the worker's tasks of backup and restore are asked in tests. */
import type { Store } from '../store/store.ts';
import type { TaskInput } from '../store/tasks.ts';
import type { Origin } from './manifest.ts';

export const ORIGIN: Origin = {
  version: '0.1.0',
  createdAt: '2026-11-21T10:00:00.000Z',
  hostname: 'mail.example.com',
  referenceId: 'SK1-8QZK-0000-N4TR-11VX-PM0E-7G',
};
export const SETTINGS = ['c_timezone', 'c_notice_also'];

export const backupInput = (path: string): TaskInput<'backup'> => ({
  path,
  origin: ORIGIN,
  settingNames: SETTINGS,
  includeLicense: true,
});

export async function restoreInput(
  store: Store,
  file: string,
  keepAs: string,
  now = Date.parse(ORIGIN.createdAt),
): Promise<TaskInput<'restore-backup'>> {
  const { counts, settings } = await store.runTask('check-backup', { file, settingNames: SETTINGS });
  const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return { file, rows, keep: backupInput(keepAs), settings, journal: null, now };
}
