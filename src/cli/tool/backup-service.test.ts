/** backup and restore settings against a real control service. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

let world: World;
let file: string;
beforeEach(async () => {
  world = await openWorld();
  file = join(world.folder, 'backup.skb');
});
afterEach(() => world.close());

const inData = (name: string): string[] => {
  const folder = join(world.env.SEATKEEPER_DATA ?? '', name);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};
const accounts = async (): Promise<string> => (await world.tool(['export', 'account', '*@*', 'U_Name', 'U_IM'])).stdout;

async function filled(): Promise<string> {
  const csv = await world.file(
    'a.csv',
    'address,name,U_IM\nalice@example.com,"Adams, Alice",1\nbob@example.org,Bob,0\n',
  );
  await world.json(['import', 'accounts', csv]);
  await world.json(['modify', 'system', 'C_TimeZone', 'Pacific/Kiritimati']);
  await world.json(['activate', 'license', '--order', world.order('communication=250')]);
  return accounts();
}

test('LICENSING 11: what was backed up comes back: accounts, settings, counters; the state before is kept', async () => {
  const before = await filled();
  const made = await world.json(['backup', 'settings', file]);
  expect(made).toMatchObject({ file, license: true, counts: { accounts: 2, domains: 2, settings: 1 } });
  expect(statSync(file)).toMatchObject({ size: (made as { size: number }).size });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(inData('downloads')).toEqual([]);

  await world.json(['delete', 'account', 'alice@example.com', '--yes']);
  await world.json(['create', 'domain', 'example.net']);
  await world.json(['create', 'account', 'carol@example.net']);
  await world.json(['modify', 'system', 'C_TimeZone', 'UTC']);
  const changed = await accounts();
  const dry = await world.json(['restore', 'settings', file, '--dry-run']);
  expect(dry).toMatchObject({ dryRun: true, before: { accounts: 2, domains: 3 }, after: { accounts: 2, domains: 2 } });
  expect(dry).toMatchObject({
    kept: '',
    origin: { thisComputer: true },
    license: { action: 'leave-out' },
    warnings: [],
  });
  expect(await accounts()).toBe(changed);
  expect(inData('backups')).toEqual([]);

  const done = (await world.json(['restore', 'settings', file])) as { kept: string };
  expect(done).toMatchObject({ ...(dry as object), dryRun: false, kept: expect.stringMatching(/^before-restore-/) });
  expect(await accounts()).toBe(before);
  expect(await world.json(['display', 'system', 'C_TimeZone'])).toEqual({ C_TimeZone: 'Pacific/Kiritimati' });
  expect(await world.json(['recount', 'seats'])).toMatchObject({ accounts: 2, drift: [] });
  expect(inData('uploads')).toEqual([expect.any(String)]); // of the dry run
  await world.json(['restore', 'settings', join(world.env.SEATKEEPER_DATA ?? '', 'backups', done.kept)]);
  expect(await accounts()).toBe(changed);
});

test('for people: what it replaced, from where, and where the state before is', async () => {
  await filled();
  const backup = await world.tool(['backup', 'settings', file]);
  expect(backup.stdout).toBe(`backed up to ${file}: 2 accounts, 2 domains, 0 aliases, 1 settings, with the license\n`);
  const { code, stdout } = await world.tool(['restore', 'settings', file]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('accounts: 2 -> 2\n')]);
  expect(stdout).toMatch(/^made: \d{4}-.*\(this computer\)/);
  expect(stdout).toMatch(/license: .*in force here already\.\nkept: .*backups\/before-restore-\S+\.skb/);
});

test('a file that is none, or damaged, changes nothing; a place that cannot be written is told before the work', async () => {
  const before = await filled();
  await world.json(['backup', 'settings', file]);
  const bytes = readFileSync(file);
  for (const [name, content] of [
    ['short', bytes.subarray(0, bytes.length / 2)],
    ['none', randomBytes(5_000)],
    ['empty', Buffer.alloc(0)],
  ] as const) {
    const run = await world.tool(['restore', 'settings', await world.file(name, content), '--json']);
    expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([1, 'BACKUP_UNREADABLE']);
  }
  expect(await accounts()).toBe(before);
  const nowhere = join(world.folder, 'no', 'such', 'folder.skb');
  expect((await world.tool(['backup', 'settings', nowhere])).stderr).toMatch(/FILE_UNWRITABLE/);
  expect((await world.tool(['restore', 'settings', nowhere])).stderr).toMatch(/FILE_UNREADABLE/);
});

test('--license enters the license of a backup, and nothing else', async () => {
  await filled();
  await world.json(['backup', 'settings', file]);
  await world.json(['delete', 'account', '*@*', '--yes']);
  const run = await world.tool(['restore', 'settings', file, '--license']);
  expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/activated order \S+: OK/)]);
  expect((await world.tool(['display', 'account', '*@*'])).code).toBe(3);
  expect((await world.tool(['restore', 'settings', file, '--license', '--dry-run'])).code).toBe(2);
  await world.json(['modify', 'system', 'C_System_Tools_ExcludeLicense', '0']);
  await world.json(['backup', 'settings', file]);
  expect((await world.tool(['restore', 'settings', file, '--license'])).stderr).toMatch(/NO_LICENSE_IN_BACKUP/);
});
