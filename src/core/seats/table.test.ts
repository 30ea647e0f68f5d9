import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupMask, moduleOf } from './modules.ts';
import { type Entitlement, type EntitlementItem, groupCountMask, poolsOf, scopeMasks } from './scopes.ts';
import { seatTable } from './table.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const RENEWAL = '2027-11-21';
const category = (...items: EntitlementItem[]): Entitlement => ({ structure: 'category', items });
const collaboration: EntitlementItem = { group: 'collaboration', seats: 100, renewal: RENEWAL };
const im: EntitlementItem = { module: 'im', seats: 25, renewal: RENEWAL };
const IM = moduleOf('im').mask;
const GROUP = groupMask('collaboration');

function rows(entitlement: Entitlement, used: [number, number][] = [], trial = 0) {
  const access = new Map([['im' as const, { assigned: 3, trial }]]);
  const table = seatTable({ entitlement, used: new Map(used), access, now: NOW, timeZone: 'UTC' });
  const module = (id: string) => table.modules.find((m) => m.id === id);
  return { ...table, module, group: (id: string) => table.groups.find((g) => g.id === id) };
}

test('LICENSING 1: always 19 modules and 5 groups; what no item covers is not licensed and has 0 seats', () => {
  const table = rows(category(collaboration));
  expect([table.modules.length, table.groups.length]).toEqual([19, 5]);
  expect(table.module('voip')).toMatchObject({ licensed: true, seats: 100, renewalDays: 365, group: 'Collaboration' });
  expect(table.module('mail')).toMatchObject({ licensed: false, seats: 0, renewalDays: null, recommended: [] });
  expect(table.group('mobile')).toMatchObject({ licensed: false, seats: 0, category: 'Client' });
});

test('LICENSING 2: a module item leaves its group’s pool and count', () => {
  const entitlement = category(collaboration, im);
  const without = groupCountMask(entitlement, 'collaboration');
  expect(without).toBe(GROUP & ~IM);
  const table = rows(entitlement, [
    [IM, 20],
    [without, 7],
    [GROUP, 26],
  ]);
  expect(table.module('im')).toMatchObject({ seats: 25, used: 20, ownPool: true });
  expect(table.group('collaboration')).toMatchObject({ seats: 100, used: 7 });
  expect(table.module('voip')).toMatchObject({ seats: 100, ownPool: false });
});

test('LICENSING 2: an item with trial-until ends then', () => {
  const until = (trialUntil: string) => rows(category(collaboration, { ...im, trialUntil })).module('im');
  expect(until('2026-11-21T10:00:01Z')).toMatchObject({ licensed: true, seats: 25 });
  expect(until('2026-11-21T10:00:00Z')).toMatchObject({ licensed: false, seats: 0, ownPool: true });
});

test.each<[string, number | 'unlimited', number, boolean, number, string[]]>([
  ['under 90 %', 100, 89, false, 0, []],
  ['90 %: Add Users', 100, 90, false, 0, ['Add Users']],
  ['all seats used: within', 100, 100, false, 0, ['Add Users']],
  ['one over: exceeded', 100, 101, true, 1, ['Add Users']],
  ['far over', 100, 226, true, 126, ['Add Users']],
  ['unlimited is never exceeded', 'unlimited', 1_000_000, false, 0, []],
])('LICENSING 5, 6: %s', (_rule, seats, used, exceeded, moreSeats, recommended) => {
  const table = rows(category({ ...im, seats }), [[IM, used]]);
  expect(table.module('im')).toMatchObject({ seats, used, exceeded, moreSeats, recommended });
});

test.each([
  ['2026-12-22', 31, []],
  ['2026-12-21', 30, ['Renew License']],
  ['2026-11-21', 0, ['Renew License']],
  ['2026-11-20', -1, ['Renew License']],
])('LICENSING 5: renewal on %s leaves %d days', (renewal, renewalDays, recommended) => {
  expect(rows(category({ ...im, renewal })).module('im')).toMatchObject({ renewalDays, recommended });
});

test('LICENSING 5: both recommendations can show', () => {
  const table = rows(category({ ...im, renewal: '2026-11-30' }), [[IM, 25]]);
  expect(table.module('im')?.recommended).toEqual(['Add Users', 'Renew License']);
});

test('LICENSING 6: a module that is not licensed is marked only while someone is on trial there', () => {
  const used: [number, number][] = [[IM, 9]];
  expect(rows(category(), used, 0).module('im')).toMatchObject({ used: 9, exceeded: false, assigned: 3 });
  expect(rows(category(), used, 1).module('im')).toMatchObject({ used: 9, exceeded: true, trial: 1 });
});

test('LICENSING 6: pools share no flag, and every row’s mask has a counter', () => {
  const items = fc.subarray<EntitlementItem>([
    { group: 'communication', seats: 5 },
    { group: 'collaboration', seats: 5 },
    { module: 'mail', seats: 5 },
    { module: 'im', seats: 5 },
    { module: 'desktop', seats: 5 },
  ]);
  fc.assert(
    fc.property(items, (some) => {
      const entitlement = category(...some);
      const pools = poolsOf(entitlement).map((pool) => pool.mask);
      expect(pools.reduce((a, b) => a + b, 0)).toBe(pools.reduce((a, b) => a | b, 0));
      const masks = scopeMasks(entitlement);
      expect(new Set(masks).size).toBe(masks.length);
      for (const mask of [...pools, groupCountMask(entitlement, 'collaboration')]) expect(masks).toContain(mask);
      expect(masks).not.toContain(0);
    }),
  );
});
