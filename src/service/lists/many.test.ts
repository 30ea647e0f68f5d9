/** More accounts than are read at once, sorted by insertion, or fit into one segment of the search text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareSearch } from '../../core/accounts/search.ts';
import { ALL_FLAGS, moduleOf } from '../../core/seats/modules.ts';
import type { SeatListInput } from '../seats/seats.ts';
import { NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { IM_SEATS } from './lists.testkit.ts';

const ACCOUNTS = 45_000;
const FIRST = ['Ann', 'ann', 'Émile', 'Zoë Müller', 'Bob', '', 'Annabel', '😀'];

interface Row {
  readonly address: string;
  readonly name: string;
  readonly im: boolean;
  readonly seen: number | null;
}

/** The same in every run, in no order. */
const rows: readonly Row[] = Array.from({ length: ACCOUNTS }, (_, n) => {
  const mixed = (n * 7919) % ACCOUNTS;
  return {
    address: `${mixed.toString(36)}.${n % 7}@${n % 3 === 0 ? 'a' : 'b'}.example`,
    name: `${FIRST[n % FIRST.length]} ${n % 5 === 0 ? '' : mixed % 2_000}`.trim(),
    im: n % 4 !== 0,
    seen: n % 5 === 0 ? null : NOW - (mixed % 10_000) * 60_000,
  };
});

let folder: TestFolder;
let server: TestServer;

beforeAll(async () => {
  folder = await testFolder();
  server = await testServer(folder);
  await server.store.write(async (trx) => {
    for (const [n, name] of ['a.example', 'b.example'].entries()) {
      await trx
        .insertInto('domain')
        .values({ id: n + 1, name, flags: ALL_FLAGS, created_at: 0 })
        .execute();
    }
    const json = JSON.stringify(
      rows.map(({ address, ...row }) => ({
        ...row,
        local: address.split('@')[0],
        d: address.endsWith('@a.example') ? 1 : 2,
      })),
    );
    await sql`create temp table given as select key + 1 as id, value ->> 'local' as local, value ->> 'd' as domain,
      value ->> 'name' as name, value ->> 'im' as im, value ->> 'seen' as seen from json_each(${json})`.execute(trx);
    await sql`insert into address (id, domain_id, local) select id, domain, local from temp.given`.execute(trx);
    await sql`insert into account (id, domain_id, flags, name, created_at)
      select id, domain, case im when 1 then ${ALL_FLAGS} else ${ALL_FLAGS & ~moduleOf('im').mask} end, name, 0 from temp.given`.execute(
      trx,
    );
    await sql`insert into access (address_id, module, first_access, last_access)
      select id, 'im', 0, seen from temp.given where seen is not null`.execute(trx);
  });
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

const ask = (more: Partial<SeatListInput>) => server.seats.list({ ...IM_SEATS, ...more });

async function everything(more: Partial<SeatListInput>, way: 'cursor' | 'offset'): Promise<string[]> {
  const found: string[] = [];
  let page = await ask(more);
  for (;;) {
    found.push(...page.rows.map(({ address }) => address));
    if (page.next === null) return found;
    page = await ask(way === 'cursor' ? { ...more, cursor: page.next } : { ...more, offset: found.length });
  }
}

const domainOf = (address: string): string => address.split('@')[1] ?? '';
const placed = rows.toSorted((a, b) => {
  const [x, y] = [`${domainOf(a.address)} ${a.address}`, `${domainOf(b.address)} ${b.address}`];
  return x < y ? -1 : 1;
});
const counting = placed.filter(({ im }) => im);
const hex = new Map(rows.map(({ name }) => [name, Buffer.from(prepareSearch(name)).toString('hex')]));
const byName = (a: Row, b: Row): number => {
  const [x, y] = [hex.get(a.name) ?? '', hex.get(b.name) ?? ''];
  return x === y ? 0 : x < y ? -1 : 1;
};
const addresses = (of: readonly Row[]): string[] => of.map(({ address }) => address);

test('the order of the indexes, over several ranges, and nothing kept', async () => {
  expect(await everything({}, 'cursor')).toEqual(addresses(counting));
  expect((await ask({ offset: 30_000, limit: 3 })).rows.map(({ address }) => address)).toEqual(
    addresses(counting.slice(30_000, 30_003)),
  );
});

test('by name, ties by address, in both directions', async () => {
  expect(await everything({ sort: 'name' }, 'offset')).toEqual(addresses(counting.toSorted(byName)));
  const turned = counting.toSorted((a, b) => -byName(a, b));
  expect(await everything({ sort: 'name', descending: true }, 'cursor')).toEqual(addresses(turned));
});

test('least recently used first: who was never seen, then by the last access; ties by address', async () => {
  const sorted = counting.toSorted((a, b) => (a.seen ?? 0) - (b.seen ?? 0));
  expect(await everything({ sort: 'last-access' }, 'cursor')).toEqual(addresses(sorted));
  const turned = counting.toSorted((a, b) => (b.seen ?? 0) - (a.seen ?? 0));
  expect(await everything({ sort: 'last-access', descending: true }, 'offset')).toEqual(addresses(turned));
});

test.each(['e', 'x', '@', 'ann', 'example', 'B.EXAMPLE', '😀', 'zoë müller 19', '1.', 'le 1', 'nobody', '.6@b'])(
  'a search for %j finds the same in every segment, however often it is there',
  async (search) => {
    const key = prepareSearch(search);
    const right = placed.filter((row) => row.address.includes(key) || prepareSearch(row.name).includes(key));
    const page = await server.accounts.list({ mask: '*@*', search, cursor: null, offset: 0, limit: 1000 });
    expect(page.total).toBe(right.length);
    expect(page.rows.map(({ address }) => address)).toEqual(addresses(right.slice(0, 1000)));
    const offset = Math.max(0, right.length - 7);
    const end = await server.accounts.list({ mask: '*@*', search, cursor: null, offset, limit: 1000 });
    expect([end.rows.map(({ address }) => address), end.next]).toEqual([addresses(right.slice(offset)), null]);
  },
);

test('an export over several ranges has the rows and the order of the list', async () => {
  const order = { counted: 'all', sort: 'last-access', descending: true } as const;
  const { result } = await server.done(server.seats.startExport({ ...IM_SEATS, ...order }));
  const { downloadId } = result as { downloadId: string };
  const lines = readFileSync(join(folder.folder, 'downloads', downloadId), 'utf8')
    .trimEnd()
    .split('\r\n')
    .slice(1);
  const listed = await everything(order, 'offset');
  expect(lines.map((line) => line.split(',')[0])).toEqual(listed);
  const { rows: first } = await ask({ ...order, limit: 1 });
  expect(lines[0]?.split(',').slice(-3)).toEqual([first[0]?.firstAccess, first[0]?.lastAccess, '']);
});

test('a page far behind the beginning, of everything and of a domain', async () => {
  const ofB = placed.filter(({ address }) => address.endsWith('@b.example'));
  for (const [mask, right] of [['*@*', placed] as const, ['*@b.example', ofB] as const]) {
    const offset = right.length - 2;
    const page = await server.accounts.list({ mask, search: '', cursor: null, offset, limit: 10 });
    expect([page.rows.map(({ address }) => address), page.total]).toEqual([
      addresses(right.slice(offset)),
      right.length,
    ]);
    const behind = await server.accounts.list({ mask, search: '', cursor: null, offset: 1e8, limit: 10 });
    expect(behind).toEqual({ rows: [], next: null, total: right.length });
  }
});
