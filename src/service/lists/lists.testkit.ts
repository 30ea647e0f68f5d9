/** A small server with any data, and what its lists must show: worked out from the data, row by row, without SQL. */
import fc from 'fast-check';
import { DAY } from '../../core/calendar.ts';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS, type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import type { SeatListInput, SeatQuery } from '../seats/seats.ts';
import { clear, NOW, type TestServer } from '../store/store.testkit.ts';

/** The list of Instant Messaging as `tool list seats im` asks for it. */
export const IM_SEATS: SeatListInput = {
  scope: 'im',
  scopeKind: 'module',
  counted: 'counted',
  search: '',
  sort: 'address',
  descending: false,
  cursor: null,
  offset: 0,
  limit: 1000,
};

export interface TestAccount {
  readonly local: string;
  readonly domain: number;
  readonly name: string;
  readonly type: number;
  readonly disabled: number;
  readonly flags: number;
  readonly createdDays: number;
  readonly gone: boolean;
  /** Days before NOW. */
  readonly im: { readonly first: number; readonly last: number } | null;
  readonly voip: { readonly first: number; readonly last: number } | null;
  readonly seat: boolean;
  /** Days before NOW when its trial began. */
  readonly trial: number | null;
}
export interface TestWorld {
  readonly domains: readonly { readonly name: string; readonly flags: number }[];
  readonly accounts: readonly TestAccount[];
}

const POOL = { key: 'group:collaboration', mask: moduleOf('im').mask | moduleOf('voip').mask };
const IM = moduleOf('im').mask;
const NAMES = [
  '',
  'Ann',
  'ann',
  'ANN',
  'Émile',
  'E\u0301mile',
  'émile x',
  'Zoë',
  '100% _a',
  "O'Neil",
  '😀 smile',
  '\uff21',
  'a\\b',
  '"q", r',
];
const days = fc.integer({ min: 0, max: 60 });
const access = fc.option(fc.tuple(days, days).map(([a, b]) => ({ first: Math.max(a, b), last: Math.min(a, b) })));

const account: fc.Arbitrary<TestAccount> = fc.record({
  local: fc.constantFrom('a', 'al', 'alb', 'b', 'b.c', 'ä', '"x@y"', '"a, b"', 'zz', '😀', '\uff41', 'o+1', '=f'),
  domain: fc.integer({ min: 0, max: 3 }),
  name: fc.constantFrom(...NAMES),
  type: fc.constantFrom(0, 0, 0, 1),
  disabled: fc.constantFrom(0, 0, 0, 2),
  flags: fc.constantFrom(ALL_FLAGS, ALL_FLAGS, ALL_FLAGS & ~IM, 0),
  createdDays: days,
  gone: fc.constantFrom(false, false, false, true),
  im: access,
  voip: access,
  seat: fc.boolean(),
  trial: fc.option(days),
});

export const world: fc.Arbitrary<TestWorld> = fc.record({
  domains: fc.constantFrom(ALL_FLAGS, ALL_FLAGS & ~IM).map((flags) => [
    { name: 'b.example', flags: ALL_FLAGS },
    { name: 'a.example', flags },
    { name: 'a-b.example', flags: DOMAIN_FIXED_FLAGS },
    { name: 'empty.example', flags: ALL_FLAGS },
  ]),
  accounts: fc.uniqueArray(account, { selector: (a) => `${a.local}@${a.domain % 3}`, maxLength: 30 }),
});

const domainOf = (w: TestWorld, a: TestAccount) => w.domains[a.domain % 3] ?? { name: '', flags: 0 };
export const addressOf = (w: TestWorld, a: TestAccount): string => `${a.local}@${domainOf(w, a).name}`;

export async function fill(server: TestServer, w: TestWorld): Promise<void> {
  await clear(server.store);
  await server.store.write(async (trx) => {
    await trx
      .insertInto('pool')
      .values({ ...POOL, seats: 5 })
      .execute();
    const rows = w.domains.map((domain, n) => ({ id: n + 1, ...domain, created_at: 0, present: 1 }));
    await trx.insertInto('domain').values(rows).execute();
    for (const [n, a] of w.accounts.entries()) {
      const [id, domain_id] = [n + 1, (a.domain % 3) + 1];
      await trx.insertInto('address').values({ id, domain_id, local: a.local }).execute();
      const { type, disabled, flags, name } = a;
      const made = { created_at: NOW - a.createdDays * DAY, changed_by: null, prev_flags: null };
      if (!a.gone)
        await trx
          .insertInto('account')
          .values({ id, domain_id, type, disabled, flags, name, ...made })
          .execute();
      for (const module of ['im', 'voip'] as const) {
        const at = a[module];
        if (!at) continue;
        const instants = { first_access: NOW - at.first * DAY, last_access: NOW - at.last * DAY };
        await trx
          .insertInto('access')
          .values({ address_id: id, module, ...instants })
          .execute();
      }
      const pool = POOL.key;
      if (a.seat) await trx.insertInto('seat').values({ address_id: id, pool, assigned_at: 0 }).execute();
      if (a.trial === null) continue;
      const trial = { first_access: 0, started_at: NOW - a.trial * DAY, waiting: 1 };
      await trx
        .insertInto('seat_trial')
        .values({ address_id: id, pool, ...trial })
        .execute();
    }
  });
}

const bytes = (text: string): string => Buffer.from(text).toString('hex');
const plain = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');
export const finds = (w: TestWorld, a: TestAccount, search: string): boolean =>
  plain(addressOf(w, a)).includes(plain(search.trim())) || plain(a.name).includes(plain(search.trim()));

/** Sorts as text what is to be sorted. */
const place = (w: TestWorld, a: TestAccount): string => `${bytes(domainOf(w, a).name)}|${bytes(a.local)}`;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const inOrder = (w: TestWorld): TestAccount[] =>
  w.accounts.filter(({ gone }) => !gone).toSorted((a, b) => byText(place(w, a), place(w, b)));

const isCounted = (w: TestWorld, a: TestAccount): boolean =>
  a.type === 0 && a.disabled === 0 && (a.flags & domainOf(w, a).flags & IM) !== 0;

/** A number for each account; undefined: none, which comes last but where it is said. */
function keyOf(a: TestAccount, sort: SeatQuery['sort']): string | number | undefined {
  const instant = (ago: number | undefined) => (ago === undefined ? undefined : NOW - ago * DAY);
  const trial = a.trial === null || a.seat ? undefined : NOW - a.trial * DAY + SEAT_TRIAL;
  if (sort === 'address') return 0;
  if (sort === 'name') return bytes(plain(a.name));
  if (sort === 'seat') return a.seat ? 0 : a.trial === null ? 2 : 1;
  if (sort === 'trial-end') return trial;
  const seen = instant(sort === 'first-access' ? a.im?.first : a.im?.last);
  return seen ?? (sort === 'last-access' ? 0 : undefined);
}

/** Addresses of the list of Instant Messaging. */
export function expected(w: TestWorld, query: SeatQuery): string[] {
  const { counted, over, unusedDays, search, sort, descending } = query;
  const shown = inOrder(w).filter((a) => {
    if (counted !== 'all' && isCounted(w, a) !== (counted === 'counted')) return false;
    if (over && a.trial === null) return false;
    const unusedFor = a.im?.last ?? a.createdDays;
    if (unusedDays !== undefined && !(isCounted(w, a) && unusedFor >= unusedDays)) return false;
    return finds(w, a, search);
  });
  if (sort === 'address') return (descending ? shown.reverse() : shown).map((a) => addressOf(w, a));
  const with_ = shown.filter((a) => keyOf(a, sort) !== undefined);
  const without = shown.filter((a) => keyOf(a, sort) === undefined);
  const turn = descending ? -1 : 1;
  with_.sort((a, b) => {
    const [x, y] = [keyOf(a, sort) ?? 0, keyOf(b, sort) ?? 0];
    return x === y ? 0 : (x < y ? -1 : 1) * turn;
  });
  return [...with_, ...without].map((a) => addressOf(w, a));
}

export const query = (module: ModuleId): fc.Arbitrary<SeatQuery> =>
  fc.record({
    scope: fc.constant(module),
    scopeKind: fc.constant('module' as const),
    counted: fc.constantFrom('counted', 'not-counted', 'all'),
    over: fc.constantFrom(false, false, true),
    unusedDays: fc.constantFrom(undefined, undefined, 1, 30),
    search: searches,
    sort: fc.constantFrom('address', 'name', 'seat', 'first-access', 'last-access', 'trial-end'),
    descending: fc.boolean(),
  });

export const searches = fc.constantFrom(
  '',
  '',
  'a',
  'AL',
  '@',
  'b@a',
  'ANN',
  'É',
  'e\u0301mile',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '😀',
  'example',
  ' b.',
  'nobody',
  '\n',
  '\0',
  'ä'.repeat(200),
);
