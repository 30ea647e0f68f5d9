import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectIntact, killedAt } from '../store/kill.testkit.ts';
import { digestOf, ruleOf, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { filesIn } from './backup.testkit.ts';
import { backupInput, restoreInput } from './restore-input.testkit.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
  mkdirSync(folder.backups);
});
afterEach(() => folder.remove());

const path = (name: string): string => join(folder.folder, name);
const kept = (): string => join(folder.backups, 'kept.skb');

/** A backup of 45,000 accounts, and a server that has 42,000 others since. */
async function prepared(): Promise<TestServer> {
  const server = await testServer(folder);
  await server.seats.ensureScopes(server.masks);
  for (const [name, count] of [
    ['first', 45_000],
    ['second', 42_000],
  ] as const) {
    const rows = Array.from({ length: count }, (_, i) => `${name}${i}@d${i % 7}.example,${i % 2}`);
    const csv = await folder.put(`${name}.csv`, `address,U_IM\n${rows.join('\n')}\n`);
    await server.store.runTask('delete-accounts', { rule: ruleOf('*@*'), auditId: null }).catch(() => {});
    await server.done(server.accounts.startImport({ file: csv, format: 'csv', dryRun: false }));
    if (name === 'first') await server.store.runTask('backup', backupInput(path('a.skb')));
  }
  return server;
}

test('cancelled anywhere, a restore leaves everything as it was, and no copy', { timeout: 120_000 }, async () => {
  const server = await prepared();
  const before = await digestOf(server.store);
  const input = await restoreInput(server.store, path('a.skb'), kept());
  for (const at of [0, 1, 2, 3, 4]) {
    const controller = new AbortController();
    let signs = 0;
    const onProgress = () => {
      signs += 1;
      if (signs === at) controller.abort();
    };
    const run = server.store.runTask('restore-backup', input, { signal: controller.signal, onProgress });
    if (at === 0) controller.abort();
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await digestOf(server.store)).toBe(before);
    expect(filesIn(folder, 'backups')).toEqual([]);
  }
  expect((await server.store.runTask('restore-backup', input)).after.accounts).toBe(45_000);
  await server.close();
});

test('kill -9 anywhere in a restore: nothing is changed, nothing stays locked', { timeout: 120_000 }, async () => {
  const first = await prepared();
  const before = await digestOf(first.store);
  const input = await restoreInput(first.store, path('a.skb'), kept());
  await first.close();
  // Two signs while the state is kept, then while it is replaced.
  for (const signs of [1, 2, 3]) {
    expect(await killedAt(folder, signs, 'restore-backup', input)).toBe('SIGKILL');
    await expectIntact(folder, before);
    rmSync(kept(), { force: true });
  }
  expect(await killedAt(folder, 0, 'restore-backup', input)).toBe(0);
  const last = await testServer(folder);
  expect(await last.accounts.summary()).toMatchObject({ accounts: 45_000 });
  expect((await last.done(last.seats.startRecount())).result).toMatchObject({ drift: [] });
  await last.close();
});

test('a full disk is told, and nothing was changed', { timeout: 120_000 }, async ({ skip }) => {
  const disk = path('disk');
  mkdirSync(disk);
  const mounted =
    process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  skip(!mounted, 'needs the right to mount');
  try {
    const server = await prepared();
    const before = await digestOf(server.store);
    const full = { code: 'DATA_FOLDER_FULL' };
    const copy = join(disk, 'backup.skb');
    await expect(server.store.runTask('backup', backupInput(copy))).rejects.toMatchObject(full);
    const input = await restoreInput(server.store, path('a.skb'), copy);
    await expect(server.store.runTask('restore-backup', input)).rejects.toMatchObject(full);
    expect(await digestOf(server.store)).toBe(before);
    expect(existsSync(copy) || existsSync(`${copy}.part`)).toBe(false);
    writeFileSync(join(dirname(copy), 'room'), 'there is room again');
    await server.close();
  } finally {
    spawnSync('umount', [disk]);
  }
});
