import { expect, test } from 'vitest';
import { compareKeys } from './lists.ts';
import { type Lists, placeOf, recheck } from './recheck.ts';
import { NOTHING, type Place, type SelectAction, type Selection, select } from './selection.ts';

const LIST = 'a.example';
const address = (name: string) => `${name}@${LIST}`;
const NAMES = ['anna', 'bert', 'carl', 'dora', 'emil', 'fred'];

const listsOf = (names: readonly string[]): Lists => {
  const keys = names.map(address);
  return {
    rows: async (_, list) => (list === LIST ? keys.length : undefined),
    keyAt: async (_, __, index) => keys[index],
    everything: async () => keys.length,
  };
};
const at = (name: string): Place => ({ kind: 'accounts', list: LIST, index: NAMES.indexOf(name), key: address(name) });
const run = (...actions: SelectAction[]): Selection => actions.reduce(select, NOTHING);
const range = (from: string, to: string): SelectAction => ({
  do: 'extend',
  kind: 'accounts',
  parts: [{ list: LIST, whole: null, ranges: [{ first: at(from), last: at(to) }] }],
});
const whole: SelectAction = { do: 'whole', kind: 'accounts', list: LIST, rows: NAMES.length };
const after = (selection: Selection, ...names: string[]) => recheck(selection, listsOf(names));

test('nothing moved: the selection is as it was', async () => {
  const selection = run(range('bert', 'dora'), { do: 'toggle', at: at('carl') });
  expect(selection).toMatchObject((await after(selection, ...NAMES)) ?? { dropped: true });
});

test('rows came before: a range moves with its ends', async () => {
  const moved = await after(run(range('bert', 'dora')), 'aaron', ...NAMES);
  expect(moved?.parts).toEqual([
    {
      list: LIST,
      whole: null,
      ranges: [{ first: { index: 2, key: address('bert') }, last: { index: 4, key: address('dora') } }],
    },
  ]);
});

test.each([
  ['a row came between the ends', ['anna', 'bert', 'bill', 'carl', 'dora', 'emil', 'fred']],
  ['a row between the ends is gone', ['anna', 'bert', 'dora', 'emil', 'fred']],
  ['an end is gone', ['anna', 'carl', 'dora', 'emil', 'fred']],
  ['everything is gone', []],
])('%s: nobody can be sure what was meant', async (_, names) => {
  expect(await after(run(range('bert', 'dora')), ...names)).toBeNull();
});

test('all of a list stays by rule, with what came meanwhile; the list itself must be there', async () => {
  const selection = run(whole, { do: 'toggle', at: at('carl') });
  const now = await after(selection, 'aaron', ...NAMES);
  expect(now).toMatchObject({ parts: [{ whole: 7 }], holes: [{ index: 3, key: address('carl') }] });
  expect(await after(selection, 'anna', 'bert')).toMatchObject({ parts: [{ whole: 2 }], holes: [] });
  expect(await after(selection)).toBeNull();
  expect(await after(run({ do: 'everything', kind: 'accounts', rows: 6 }), 'anna')).toMatchObject({ everything: 1 });
});

test('a single row stays while it exists', async () => {
  expect(await after(run({ do: 'one', at: at('emil') }), 'emil')).toMatchObject({ anchor: { index: 0 } });
  expect(await after(run({ do: 'one', at: at('emil') }), 'anna', 'fred')).toBeNull();
});

test('the order is the store’s: by domain, then name, by code points', async () => {
  const sorted = ['z@a.example', '\u{ff21}@b.example', '\u{10400}@b.example', 'a@c.example'];
  expect([...sorted].reverse().sort((a, b) => compareKeys('accounts', a, b))).toEqual(sorted);
  let asked = 0;
  const keyAt = async (index: number) => {
    asked += 1;
    return `d${String(index).padStart(6, '0')}`;
  };
  const compare = (a: string, b: string) => compareKeys('domains', a, b);
  expect(await placeOf('d099999', 3, 100_000, keyAt, compare)).toBe(99_999);
  expect(await placeOf('none', 3, 100_000, keyAt, compare)).toBeUndefined();
  expect(asked).toBeLessThan(45);
});
