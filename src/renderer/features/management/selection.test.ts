import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOf,
  isEmpty,
  type ListPart,
  membership,
  NOTHING,
  type Place,
  type SelectAction,
  type Selection,
  select,
  unknownEnds,
} from './selection.ts';

const ROWS = 8;
const LISTS = ['a.example', 'b.example'] as const;
const key = (list: string, index: number) => `u${index}@${list}`;
const at = (list: string, index: number): Place => ({ kind: 'accounts', list, index, key: key(list, index) });
const span = (list: string, a: number, b: number): ListPart => {
  const [first, last] = [Math.min(a, b), Math.max(a, b)];
  const end = (index: number) => ({ index, key: key(list, index) });
  return { list, whole: null, ranges: [{ first: end(first), last: end(last) }] };
};
const run = (...actions: SelectAction[]): Selection => actions.reduce(select, NOTHING);
const chosen = (selection: Selection): string[] => {
  const has = membership(selection);
  return LISTS.flatMap((list) =>
    Array.from({ length: ROWS }, (_, i) => i).flatMap((i) => (has('accounts', list, i) ? [key(list, i)] : [])),
  );
};
const [A, B] = LISTS;
const one = (list: string, index: number): SelectAction => ({ do: 'one', at: at(list, index) });
const toggle = (list: string, index: number): SelectAction => ({ do: 'toggle', at: at(list, index) });
const extend = (...parts: ListPart[]): SelectAction => ({ do: 'extend', kind: 'accounts', parts });
const add = (...parts: ListPart[]): SelectAction => ({ do: 'add', kind: 'accounts', parts });

test.each<[string, SelectAction[], string[]]>([
  ['a click selects one', [one(A, 1), one(A, 2)], [key(A, 2)]],
  ['Ctrl+click adds one and takes one away', [one(A, 1), toggle(B, 2), toggle(A, 1)], [key(B, 2)]],
  ['Shift+click selects from the anchor', [one(A, 2), extend(span(A, 2, 4))], [2, 3, 4].map((i) => key(A, i))],
  ['Shift again replaces', [one(A, 2), extend(span(A, 2, 4)), extend(span(A, 1, 2))], [1, 2].map((i) => key(A, i))],
  ['Ctrl+click inside a range makes a hole', [extend(span(A, 0, 2)), toggle(A, 1)], [key(A, 0), key(A, 2)]],
  ['Shift+Ctrl adds', [one(A, 0), toggle(A, 3), add(span(A, 3, 4))], [0, 3, 4].map((i) => key(A, i))],
  [
    'Shift+Ctrl over a hole fills it',
    [extend(span(A, 0, 2)), toggle(A, 1), add(span(A, 1, 1))],
    [0, 1, 2].map((i) => key(A, i)),
  ],
  [
    'Ctrl+A, then without one',
    [{ do: 'whole', kind: 'accounts', list: B, rows: ROWS }, toggle(B, 0)],
    Array.from({ length: ROWS - 1 }, (_, i) => key(B, i + 1)),
  ],
])('%s', (_, actions, expected) => {
  const selection = run(...actions);
  expect(chosen(selection)).toEqual(expected);
  expect(countOf(selection)).toBe(expected.length);
});

test('accounts and domains never mix: the other kind starts anew', () => {
  const domain: Place = { kind: 'domains', list: '', index: 3, key: 'd.example' };
  const domains = run(one(A, 1), { do: 'toggle', at: domain });
  expect(domains).toMatchObject({ kind: 'domains', parts: [{ list: '', ranges: [{ first: { key: 'd.example' } }] }] });
  expect(countOf(domains)).toBe(1);
  expect(membership(domains)('accounts', A, 1)).toBe(false);
  expect(chosen(select(domains, toggle(A, 2)))).toEqual([key(A, 2)]);
});

const places = fc.record({ list: fc.constantFrom(...LISTS), index: fc.nat(ROWS - 1) });
const actions: fc.Arbitrary<SelectAction> = fc.oneof(
  places.map(({ list, index }) => one(list, index)),
  { weight: 3, arbitrary: places.map(({ list, index }) => toggle(list, index)) },
  fc.tuple(places, fc.nat(ROWS - 1)).map(([{ list, index }, to]) => extend(span(list, index, to))),
  {
    weight: 2,
    arbitrary: fc.tuple(places, fc.nat(ROWS - 1)).map(([{ list, index }, to]) => add(span(list, index, to))),
  },
  fc.constantFrom(...LISTS).map((list): SelectAction => ({ do: 'whole', kind: 'accounts', list, rows: ROWS })),
  fc.constant<SelectAction>({ do: 'everything', kind: 'accounts', rows: ROWS * LISTS.length }),
  fc.constant<SelectAction>({ do: 'clear' }),
);

/** The same, with every row in a set. */
function naive(set: ReadonlySet<string>, action: SelectAction): Set<string> {
  const keys = (parts: readonly ListPart[]) =>
    parts.flatMap(({ list, ranges }) =>
      ranges.flatMap((r) =>
        Array.from({ length: r.last.index - r.first.index + 1 }, (_, i) => key(list, r.first.index + i)),
      ),
    );
  const all = (list: string) => Array.from({ length: ROWS }, (_, i) => key(list, i));
  if (action.do === 'one') return new Set([action.at.key ?? '']);
  if (action.do === 'extend') return new Set(keys(action.parts));
  if (action.do === 'add') return new Set([...set, ...keys(action.parts)]);
  if (action.do === 'whole') return new Set(all(action.list));
  if (action.do === 'everything') return new Set(LISTS.flatMap(all));
  if (action.do !== 'toggle') return new Set();
  const toggledSet = new Set(set);
  if (!toggledSet.delete(action.at.key ?? '')) toggledSet.add(action.at.key ?? '');
  return toggledSet;
}

test('any course of actions selects what a plain set of rows would hold', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 14 }), (course) => {
      const selection = run(...course);
      const expected = course.reduce<ReadonlySet<string>>(naive, new Set());
      expect(chosen(selection)).toEqual([...expected].sort(byPlace));
      expect(countOf(selection)).toBe(expected.size);
      expect(isEmpty(selection)).toBe(expected.size === 0);
      for (const { ranges } of selection.parts) {
        for (const [i, range] of ranges.entries()) {
          expect(range.first.index).toBeLessThanOrEqual(range.last.index);
          expect(range.first.index).toBeGreaterThan(ranges[i - 1]?.last.index ?? -1);
        }
      }
    }),
    { numRuns: 500 },
  );
});
const byPlace = (a: string, b: string) =>
  a.slice(-9).localeCompare(b.slice(-9)) || Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10);

test('Ctrl+click twice is nothing', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 10 }), places, (course, { list, index }) => {
      const before = run(...course);
      const after = [toggle(list, index), toggle(list, index)].reduce(select, before);
      expect(chosen(after)).toEqual(chosen(before));
    }),
  );
});

test('keys that were not read yet are learned, also by the anchor', () => {
  const unread: Place = { kind: 'accounts', list: A, index: 499_999, key: null };
  const parts = [{ list: A, whole: null, ranges: [{ first: { index: 0, key: key(A, 0) }, last: unread }] }];
  const selection = run(one(A, 0), { do: 'extend', kind: 'accounts', parts });
  expect(countOf(selection)).toBe(500_000);
  expect(unknownEnds(selection)).toEqual([{ list: A, index: 499_999 }]);
  const known = select(selection, { do: 'learn', list: A, index: 499_999, key: 'z@a.example' });
  expect(unknownEnds(known)).toEqual([]);
  expect(known.parts[0]?.ranges[0]?.last.key).toBe('z@a.example');
});
