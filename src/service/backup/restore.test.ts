import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, ruleOf, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { filesIn, fillRandomly, meaningOf } from './backup.testkit.ts';
import { backupInput, restoreInput } from './restore-input.testkit.ts';

let folder: TestFolder;
let server: TestServer;

beforeEach(async () => {
  folder = await testFolder();
  mkdirSync(folder.backups);
  server = await testServer(folder);
  await server.seats.ensureScopes(server.masks);
});
afterEach(async () => {
  await server.close();
  await folder.remove();
});

const path = (name: string): string => join(folder.folder, name);
const kept = (name: string): string => join(folder.backups, name);

async function recounted(of: TestServer): Promise<unknown> {
  return (await of.done(of.seats.startRecount())).result;
}

test.each([1, 2])('LICENSING 11: what was backed up comes back as it was, counters and all (seed %i)', async (seed) => {
  const { store } = server;
  await fillRandomly(store, seed, 150);
  await recounted(server);
  const before = await meaningOf(store);
  expect(before.accounts.length).toBeGreaterThan(60);
  const { counts } = await store.runTask('backup', backupInput(path('a.skb')));
  expect(counts).toMatchObject({ accounts: before.accounts.length, domains: before.domains.length, settings: 2 });

  const addresses = new Map((await addressesOf(server)).map(({ key, id }) => [key, id]));
  await server.store.runTask('delete-accounts', { rule: ruleOf('a*@*'), auditId: null });
  await fillRandomly(store, seed + 100, 100);
  expect(await meaningOf(store)).not.toEqual(before);
  const changed = await meaningOf(store);
  const done = await store.runTask('restore-backup', await restoreInput(store, path('a.skb'), kept('k.skb')));
  expect(done.after).toEqual(counts);
  expect(await meaningOf(store)).toEqual(before);
  expect(await recounted(server)).toMatchObject({ drift: [] });
  // Trials and seats refer to addresses: they keep their numbers.
  for (const { key, id } of await addressesOf(server)) if (addresses.has(key)) expect(id).toBe(addresses.get(key));

  await store.runTask('restore-backup', await restoreInput(store, kept('k.skb'), kept('l.skb')));
  expect(await meaningOf(store)).toEqual(changed);
  // The same state makes the same bytes, whatever the numbers of its rows.
  await store.runTask('backup', backupInput(path('b.skb')));
  expect(readFileSync(path('b.skb'))).toEqual(readFileSync(kept('k.skb')));
});

const addressesOf = (of: TestServer) =>
  of.store.read
    .selectFrom('address as a')
    .innerJoin('domain as d', 'd.id', 'a.domain_id')
    .select((eb) => [eb.fn<string>('concat', ['a.local', eb.val('@'), 'd.name']).as('key'), 'a.id'])
    .execute();

test('on an empty server it makes what is missing', async () => {
  await fillRandomly(server.store, 5, 100);
  const before = await meaningOf(server.store);
  await server.store.runTask('backup', backupInput(path('a.skb')));
  const other = await testFolder();
  mkdirSync(other.backups);
  const fresh = await testServer(other);
  await fresh.seats.ensureScopes(fresh.masks);
  const input = await restoreInput(fresh.store, path('a.skb'), join(other.backups, 'k.skb'));
  expect((await fresh.store.runTask('restore-backup', input)).before).toMatchObject({ accounts: 0, domains: 0 });
  expect(await meaningOf(fresh.store)).toEqual(before);
  expect(await recounted(fresh)).toMatchObject({ drift: [] });
  await fresh.close();
  await other.remove();
});

test('a check changes nothing and keeps nothing', async () => {
  await fillRandomly(server.store, 6, 80);
  await server.store.runTask('backup', backupInput(path('a.skb')));
  await server.store.runTask('delete-accounts', { rule: ruleOf('*@*'), auditId: null });
  const before = await digestOf(server.store);
  const checked = await server.store.runTask('check-backup', { file: path('a.skb'), settingNames: [] });
  expect(checked.present.accounts).toBe(0);
  expect(checked.counts.accounts).toBeGreaterThan(30);
  expect(await digestOf(server.store)).toBe(before);
  expect(filesIn(folder, 'backups')).toEqual([]);
});
