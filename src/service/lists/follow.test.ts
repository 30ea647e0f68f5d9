/** What is kept follows single changes: afterwards it is what reading everything would give. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ALL_FLAGS, moduleOf } from '../../core/seats/modules.ts';
import { openStore } from '../store/open.ts';
import { readingContext } from '../store/reading.testkit.ts';
import { type Connection, openWorker, openWriter } from '../store/sqlite/connection.ts';
import { watchRows } from '../store/sqlite/row-watch.ts';
import { type TestFolder, testFolder } from '../store/store.testkit.ts';
import { CHANGED, changesSince, createVersions, logAccounts, readVersions } from '../store/versions.ts';
import { type Lists, listsOf } from './known.ts';
import { patchText, type TextEdit } from './patch-text.ts';
import { rowsOf, type SearchText, segmentOf } from './search-text.ts';

const DOMAINS = ['b.example', 'a.example', 'a-b.example'];
const LOCALS = ['a', 'al', 'ann', 'b', 'ä', 'zz', '😀', '\uff41', '"x@y"', 'o+1'];

let folder: TestFolder;
let writer: Connection;
let reader: Connection;
const shared = createVersions();

beforeEach(async () => {
  folder = await testFolder();
  await (await openStore({ file: folder.file, backups: folder.backups })).close();
  writer = openWriter(folder.file);
  reader = openWorker(folder.file, true);
  watchRows(writer, (entry) => logAccounts(shared, entry));
  const rows = DOMAINS.map((name, n) => ({ id: n + 1, name, flags: ALL_FLAGS, created_at: 0 }));
  await writer.db.insertInto('domain').values(rows).execute();
});
afterEach(async () => {
  writer.close();
  reader.close();
  await folder.remove();
});

const lists = (connection: Connection): Lists =>
  listsOf(
    readingContext(connection, {
      versions: () => readVersions(shared),
      changesSince: (since) => changesSince(shared, since),
    }),
  );

interface Change {
  readonly what: 'put' | 'remove' | 'rename' | 'name' | 'flags' | 'domain';
  readonly local: string;
  readonly domain: number;
  readonly to: string;
  readonly name: string;
  readonly flags: number;
}
const change: fc.Arbitrary<Change> = fc.record({
  what: fc.constantFrom('put', 'put', 'put', 'remove', 'rename', 'name', 'flags', 'domain'),
  local: fc.constantFrom(...LOCALS),
  domain: fc.constantFrom(1, 2, 3),
  to: fc.constantFrom(...LOCALS),
  name: fc.constantFrom('', 'Ann', 'Émile', 'two\nlines'),
  flags: fc.constantFrom(ALL_FLAGS, 0, moduleOf('im').mask),
});

async function perform({ what, local, domain, to, name, flags }: Change): Promise<void> {
  const { db } = writer;
  const addressOf = (text: string, domain_id = domain) =>
    db
      .selectFrom('address')
      .select('id')
      .where('domain_id', '=', domain_id)
      .where('local', '=', text)
      .executeTakeFirst();
  if (what === 'domain') {
    await db.updateTable('domain').set({ flags }).where('id', '=', domain).execute();
    return;
  }
  const row = { domain_id: domain, local };
  const found = await addressOf(local);
  if (what === 'put') {
    const { id } = found ?? (await db.insertInto('address').values(row).returning('id').executeTakeFirstOrThrow());
    const account = { id, domain_id: domain, flags, name, created_at: 0 };
    await db
      .insertInto('account')
      .values({ ...account, changed_by: null, prev_flags: null })
      .onConflict((oc) => oc.column('id').doNothing())
      .execute();
    return;
  }
  if (!found) return;
  if (what === 'remove') await db.deleteFrom('account').where('id', '=', found.id).execute();
  if (what === 'name') await db.updateTable('account').set({ name }).where('id', '=', found.id).execute();
  if (what === 'flags') await db.updateTable('account').set({ flags }).where('id', '=', found.id).execute();
  const other = (domain % 3) + 1;
  if (what !== 'rename' || (await addressOf(to, other))) return;
  await db.updateTable('address').set({ domain_id: other, local: to }).where('id', '=', found.id).execute();
  await db.updateTable('account').set({ domain_id: other }).where('id', '=', found.id).execute();
}

const recordsOf = (text: SearchText): string[] =>
  text.flatMap((segment) => {
    const { text: bytes, starts } = segment;
    return Array.from({ length: rowsOf(segment) }, (_, n) => bytes.toString('utf8', starts[n], starts[n + 1]));
  });

async function everythingOf(connection: Connection) {
  const of = lists(connection);
  const { roster, text } = await of.searchText();
  return {
    ids: [...roster.ids],
    held: [...(await of.held())],
    domains: roster.domains,
    places: Array.from(roster.ids, (id) => roster.positionOf(id)),
    records: recordsOf(text),
    firsts: text.map(({ first }) => first),
  };
}

async function readAnew() {
  const other = openWorker(folder.file, true);
  const all = await everythingOf(other);
  other.close();
  return all;
}

test('accounts that come, go, move, or are called otherwise: as if all were read anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { maxLength: 5 }), async (batches) => {
      for (const batch of batches) {
        await everythingOf(reader);
        for (const one of batch) await perform(one);
        expect(await everythingOf(reader)).toEqual(await readAnew());
      }
    }),
    { numRuns: 100 },
  );
});

test('accounts that went while nobody said which: as if all were read anew', async () => {
  for (const local of LOCALS) for (const domain of [1, 2]) await perform({ ...PUT, local, domain });
  await everythingOf(reader);
  const silent = openWriter(folder.file);
  await silent.db.deleteFrom('account').where('domain_id', '=', 2).execute();
  await silent.db.deleteFrom('account').where('id', 'in', [1, 5, 19]).execute();
  silent.close();
  logAccounts(shared, CHANGED.gone);
  const followed = await everythingOf(reader);
  expect(followed).toEqual(await readAnew());
  expect(followed.records).toHaveLength(LOCALS.length - 3);
});

const PUT: Change = { what: 'put', local: 'a', domain: 1, to: 'a', name: 'Ann', flags: ALL_FLAGS };

test('a change of services leaves order and text as they are; anything else is read anew', async () => {
  await perform(PUT);
  const before = await lists(reader).searchText();
  const silent = openWriter(folder.file);
  await silent.db.updateTable('account').set({ flags: 0, name: 'Bea' }).execute();
  silent.close();
  logAccounts(shared, CHANGED.services);
  const after = lists(reader);
  expect(after.knowsHeld()).toBe(false);
  expect((await after.searchText()).text).toBe(before.text);
  expect([...(await after.held())]).toEqual([0]);
  logAccounts(shared, CHANGED.all);
  expect(recordsOf((await lists(reader).searchText()).text)).toEqual(['a@b.example\0bea\n']);
});

test('a text of several segments is changed at any places, and grows by more segments', () => {
  const record = (n: number): string => `${n}@a.example\0name ${n}`;
  const edit = fc.record({ at: fc.nat(12), goes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), fc.array(edit), (sizes, asked) => {
      let rows = 0;
      const text = sizes.map((size) => {
        const first = rows;
        rows += size;
        return segmentOf(
          Array.from({ length: size }, (_, n) => record(first + n)),
          first,
        );
      });
      const expected: string[] = [];
      const edits: TextEdit[] = [];
      for (let at = 0; at <= rows; at++) {
        for (const _ of asked.filter((one) => one.at === at && !one.goes)) {
          edits.push({ at, record: record(100 + edits.length) });
          expected.push(`${edits.at(-1)?.record}\n`);
        }
        const goes = at < rows && asked.some((one) => one.at === at && one.goes);
        if (goes) edits.push({ at });
        else if (at < rows) expected.push(`${record(at)}\n`);
      }
      const patched = patchText(text, edits);
      expect(recordsOf(patched)).toEqual(expected);
      let first = 0;
      for (const segment of patched) {
        expect(segment.first).toBe(first);
        first += rowsOf(segment);
      }
    }),
  );
  const many = Array.from({ length: 70_000 }, (_, n) => ({ at: 1, record: record(n) }));
  const grown = patchText([segmentOf(['a', 'b'], 0)], many);
  expect(grown.length).toBeGreaterThan(2);
  expect(recordsOf(grown)).toEqual(['a\n', ...many.map((one) => `${one.record}\n`), 'b\n']);
});
