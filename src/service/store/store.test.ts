import { readFileSync, truncateSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { openStore, workerFileOf } from './open.ts';
import { cachedStatements } from './sqlite/statement-cache.ts';
import { type TestFolder, testFolder } from './store.testkit.ts';
import type { Store } from './store.ts';

let folder: TestFolder;
const opened: Store[] = [];

beforeEach(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await folder.remove();
});

async function open(options: { workerFile?: string; migrations?: readonly Migration[]; file?: string } = {}) {
  const store = await openStore({ file: folder.file, backups: folder.backups, ...options });
  opened.push(store);
  return store;
}
const put = (store: Store, name: string, value = '') =>
  store.write((trx) => trx.insertInto('setting').values({ name, value }).execute());
const names = async (store: Store) =>
  (await store.read.selectFrom('setting').select('name').orderBy('name').execute()).map((row) => row.name);
const refusal = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return error as { code: string; params: Record<string, string | number> };
  }
  throw new Error('nothing was refused');
};

test('DESIGN 4: writes run one after the other, each whole or not at all', async () => {
  const store = await open();
  const slow = store.write(async (trx) => {
    await trx.insertInto('setting').values({ name: 'slow', value: '' }).execute();
    for (let i = 0; i < 5; i++) await turn();
    const seen = await trx.selectFrom('setting').select('name').execute();
    expect(seen.map((row) => row.name)).toEqual(['slow']);
  });
  const failing = store.write(async (trx) => {
    await trx.insertInto('setting').values({ name: 'half', value: '' }).execute();
    throw new Error('changed my mind');
  });
  const fast = put(store, 'fast');
  await expect(failing).rejects.toThrow('changed my mind');
  await Promise.all([slow, fast]);
  expect(await names(store)).toEqual(['fast', 'slow']);
});

test('the reading connection cannot write', async () => {
  const store = await open();
  await expect(store.read.insertInto('setting').values({ name: 'x', value: '' }).execute()).rejects.toThrow();
});

test('a full disk is told as such, changes nothing, and is over when there is space again', async () => {
  const store = await open();
  await put(store, 'before');
  await store.write((trx) => sql`pragma max_page_count = 60`.execute(trx));
  expect((await refusal(put(store, 'large', 'x'.repeat(1_000_000)))).code).toBe('DATA_FOLDER_FULL');
  expect(await names(store)).toEqual(['before']);
  await store.write((trx) => sql`pragma max_page_count = 1000000`.execute(trx));
  await put(store, 'large', 'x'.repeat(1_000_000));
  expect(await names(store)).toEqual(['before', 'large']);
});

test('a worker that dies rejects its run, lets go of the gate, and is started anew', async () => {
  const store = await open({ workerFile: join(import.meta.dirname, 'dying-worker.testkit.ts') });
  await expect(store.runTask('recount', {})).rejects.toThrow('the worker thread ended (exit 9)');
  await put(store, 'after');
  expect(await names(store)).toEqual(['after']);
  expect(await store.runTask('count-scopes', { masks: [1] })).toEqual({ counted: 1 });
});

test('closing cancels long work and refuses what comes later', async () => {
  const store = await open();
  const csv = await folder.put(
    'a.csv',
    `address\n${Array.from({ length: 100_000 }, (_, i) => `u${i}@x.example`).join('\n')}\n`,
  );
  const running = refusal(store.runTask('import', { file: csv, format: 'csv', dryRun: false, now: 0 }));
  const waiting = refusal(store.runTask('recount', {}));
  await turn();
  await Promise.all([store.close(), store.close()]);
  expect((await running).code).toBe('CANCELLED');
  expect((await waiting).code).toBe('SHUTTING_DOWN');
  expect((await refusal(put(store, 'late'))).code).toBe('SHUTTING_DOWN');
  const again = await open();
  expect(await again.read.selectFrom('account').select('id').execute()).toEqual([]);
});

/** The steps of these tests do not depend on how many there are meanwhile. */
const TABLES = MIGRATIONS.slice(0, 1);
const addsColumn: Migration = {
  version: 2,
  name: 'nick',
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('setting').addColumn('nick', 'text').execute();
  },
};
const fails: Migration = {
  version: 2,
  name: 'fails',
  up: async (db: Kysely<unknown>) => {
    await db.schema.createTable('half').addColumn('id', 'integer').execute();
    throw new Error('no more');
  },
};
const copies = () => readdir(folder.backups).catch(() => []);

test('DESIGN 4: a copy is kept before the first migration of a run; one that fails leaves nothing of itself', async () => {
  const first = await open({ migrations: TABLES });
  await put(first, 'old');
  await first.close();
  expect(await copies()).toEqual([]);
  await expect(open({ migrations: [...TABLES, fails] })).rejects.toThrow('no more');
  const still = await open({ migrations: TABLES });
  expect(await names(still)).toEqual(['old']);
  expect((await still.read.introspection.getTables()).map((t) => t.name)).not.toContain('half');
  await still.close();
  const migrated = await open({ migrations: [...TABLES, addsColumn] });
  await put(migrated, 'new');
  await migrated.close();
  expect((await copies()).sort()).toEqual(['control.schema-1.2.db', 'control.schema-1.db']);
  const copy = await open({ file: join(folder.backups, 'control.schema-1.2.db'), migrations: TABLES });
  expect(await names(copy)).toEqual(['old']);
});

test('DESIGN 4: a newer schema is refused, and the file stays byte for byte', async () => {
  await (await open({ migrations: [...TABLES, addsColumn] })).close();
  const before = readFileSync(folder.file);
  const { code, params } = await refusal(open({ migrations: TABLES }));
  expect([code, params]).toEqual(['DATA_FOLDER_NEWER', { folder: folder.folder, found: 2, known: 1 }]);
  expect(readFileSync(folder.file).equals(before)).toBe(true);
  expect((await open({ migrations: [...TABLES, addsColumn] })).file).toBe(folder.file);
});

test('a damaged file is told as such, also when only a page of it is', async () => {
  const garbage = await folder.put('garbage.db', 'this is no database at all, whatever its name says '.repeat(100));
  expect((await refusal(open({ file: garbage }))).code).toBe('DATABASE_DAMAGED');
  const store = await open();
  await put(store, 'x', 'x'.repeat(100_000));
  await store.close();
  truncateSync(folder.file, 64 * 1024);
  const { code, params } = await refusal(
    open().then((again) => again.read.selectFrom('setting').selectAll().execute()),
  );
  expect([code, params.file]).toEqual(['DATABASE_DAMAGED', folder.file]);
});

test.runIf(process.platform === 'linux')('a folder that cannot be written is named', async () => {
  // Root may write everywhere but there.
  const place = process.getuid?.() === 0 ? '/proc/self' : folder.folder;
  await chmod(folder.folder, 0o500);
  const { code, params } = await refusal(open({ file: join(place, 'control.db') }));
  await chmod(folder.folder, 0o700);
  expect([code, params]).toEqual(['DATA_FOLDER_READ_ONLY', { folder: place }]);
});

test('the worker is found in the sources, beside a bundle, and unpacked from an archive', () => {
  expect(workerFileOf(import.meta.dirname)).toBe(join(import.meta.dirname, 'worker.ts'));
  expect(workerFileOf('/opt/seatkeeper/resources/app.asar/out/main')).toBe(
    '/opt/seatkeeper/resources/app.asar.unpacked/out/worker/index.cjs',
  );
});

test('DESIGN 4: statements are kept, and no more than so many', () => {
  const raw = new Database(':memory:');
  const prepared: string[] = [];
  const counting: Pick<typeof raw, 'prepare'> = {
    prepare: (text: string) => {
      prepared.push(text);
      return raw.prepare(text);
    },
  };
  const statements = cachedStatements(Object.assign(Object.create(raw), counting), 2);
  const use = (text: string) => statements.prepare(text).all([]);
  for (const text of ['select 1', 'select 2', 'select 1', 'select 3', 'select 1', 'select 2']) use(text);
  expect(prepared).toEqual(['select 1', 'select 2', 'select 3', 'select 2']);
  const rows = statements.prepare('select 1').iterate([]);
  rows.next();
  expect(use('select 1')).toHaveLength(1);
  expect(rows.next().done).toBe(true);
  raw.close();
});
