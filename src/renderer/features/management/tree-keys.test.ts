import { expect, test } from 'vitest';
import { DOMAINS, searchList } from './lists.ts';
import { countOf, membership, NOTHING, type Place, type Selection, select } from './selection.ts';
import { ROOT } from './state.ts';
import { pick, treeKey } from './tree-keys.ts';
import { makeTree } from './tree-rows.ts';
import { searchView, treeView, type View } from './view.ts';

const names = ['a.example', 'b.example', 'c.example'];
const sizes = [3, 4, 2];
const account = (domain: string, i: number) => ({
  address: `u${i}@${domain}`,
  name: '',
  type: 0,
  disabled: 0,
  flags: 0,
  domainFlags: 0,
  created: '2026-11-21T10:00:00Z',
  seen: false,
});
/** root, a.example, u0 u1 u2, b.example (closed), c.example, u0 u1. */
const tree = treeView(
  makeTree(3, [
    { name: 'a.example', domain: 0, accounts: 3 },
    { name: 'c.example', domain: 2, accounts: 2 },
  ]),
  {
    domain: (i) => ({ name: names[i] ?? '', flags: 0, accounts: sizes[i] ?? 0 }),
    account,
  },
);
const found = searchView('u', 4, (i) => account('a.example', i));

/** Presses keys one after the other, as the tree does; `+` joins modifiers. */
function press(view: View, start: number, ...keys: string[]) {
  let selection: Selection = NOTHING;
  let active: Place = view.row(start).place;
  const others: string[] = [];
  for (const combination of keys) {
    const parts = combination.split('+');
    const event = {
      key: parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? ''),
      shiftKey: parts.includes('Shift'),
      ctrlKey: parts.includes('Ctrl'),
      metaKey: false,
      altKey: false,
    };
    const index = view.indexOf(active) ?? 0;
    const step = treeKey(view, { selection, active, index, page: 3, accounts: 9, flat: view === found }, event);
    if (step?.do === 'choose') selection = select(selection, step.action);
    if (step?.do === 'choose' || step?.do === 'move') active = step.active;
    else others.push(step === undefined ? 'none' : 'domain' in step ? `${step.do} ${step.domain}` : step.do);
  }
  const has = membership(selection);
  const chosen = Array.from({ length: view.length }, (_, i) => i).filter((i) => {
    const { kind, list, index } = view.row(i).place;
    return has(kind, list, index);
  });
  return { chosen, count: countOf(selection), active: view.indexOf(active), others };
}

test.each<[string, number, string[], number[], number]>([
  ['arrows select the next row', 1, ['ArrowDown', 'ArrowDown'], [3], 3],
  ['Shift and arrows select from the first', 2, ['Space', 'Shift+ArrowDown', 'Shift+ArrowDown'], [2, 3, 4], 4],
  ['Shift and back makes it smaller', 2, ['Space', 'Shift+ArrowDown', 'Shift+ArrowUp'], [2], 2],
  ['Shift over rows of domains takes accounts only', 3, ['Space', 'Shift+End'], [3, 4, 7, 8], 8],
  ['Shift over all domains selects them by rule, as the root does', 1, ['Space', 'Shift+End'], [0, 1, 5, 6], 8],
  [
    'without one of them the root is not selected',
    1,
    ['Space', 'Shift+End', 'Ctrl+ArrowUp', 'Ctrl+ArrowUp', 'Ctrl+ArrowUp', 'Ctrl+Space'],
    [1, 6],
    5,
  ],
  ['Shift from a domain takes domains only', 5, ['Space', 'Shift+End'], [5, 6], 8],
  [
    'Ctrl and arrows only move; Ctrl+Space takes one more',
    2,
    ['Space', 'Ctrl+ArrowDown', 'Ctrl+ArrowDown', 'Ctrl+Space'],
    [2, 4],
    4,
  ],
  ['Shift+Ctrl adds', 2, ['Space', 'Ctrl+End', 'Ctrl+Space', 'Shift+Ctrl+ArrowUp'], [2, 7, 8], 7],
  ['Left goes to the domain, Right to its first account', 3, ['Space', 'ArrowLeft', 'ArrowRight'], [2], 2],
  ['Page and Home', 8, ['PageUp', 'Home', 'PageDown'], [3], 3],
])('%s', (_, start, keys, chosen, active) => {
  expect(press(tree, start, ...keys)).toMatchObject({ chosen, active });
});

test('Ctrl+A: the domain’s accounts, opened or not; again: all accounts; from the root at once', () => {
  expect(press(tree, 3, 'Ctrl+a')).toMatchObject({ chosen: [2, 3, 4], count: 3 });
  expect(press(tree, 5, 'Ctrl+a')).toMatchObject({ chosen: [], count: 4 });
  expect(press(tree, 3, 'Ctrl+a', 'Ctrl+a')).toMatchObject({ chosen: [2, 3, 4, 7, 8], count: 9 });
  expect(press(tree, 0, 'Ctrl+a')).toMatchObject({ count: 9 });
  expect(press(found, 1, 'Ctrl+a')).toMatchObject({ chosen: [0, 1, 2, 3], count: 4 });
});

test('End inside an open domain of 1,000,000: to the last row of all; Shift+End: to its own last account', () => {
  const large = makeTree(3, [{ name: 'b.example', domain: 1, accounts: 1_000_000 }]);
  const view = treeView(large, {
    domain: (i) => ({ name: names[i] ?? '', flags: 0, accounts: sizes[i] ?? 0 }),
    account,
  });
  const last = view.length - 1;
  expect(last).toBe(1_000_003);
  expect(press(view, 9, 'End').active).toBe(last);
  expect(press(view, 9, 'End', 'ArrowUp')).toMatchObject({ active: last - 1, chosen: [last - 1] });
  const selection = select(NOTHING, { do: 'one', at: view.row(9).place });
  expect(pick(view, { selection, index: 9 }, last, { shiftKey: true, ctrlKey: false })).toEqual({
    do: 'extend',
    kind: 'accounts',
    parts: [
      {
        list: 'b.example',
        whole: null,
        ranges: [{ first: { index: 6, key: 'u6@b.example' }, last: { index: 999_999, key: 'u999999@b.example' } }],
      },
    ],
  });
});

test('Right opens, Left closes; results of a search do neither', () => {
  expect(press(tree, 5, 'ArrowRight').others).toEqual(['open 1']);
  expect(press(tree, 6, 'ArrowLeft').others).toEqual(['close 2']);
  expect(press(found, 1, 'ArrowRight', 'ArrowLeft').others).toEqual(['nothing', 'nothing']);
  expect(press(tree, 3, 'F2', 'Delete', 'Enter', 'Shift+F10', 'x').others).toEqual([
    'rename',
    'delete',
    'enter',
    'menu',
    'none',
  ]);
});

test('the root stands for all domains; a click on it selects them by rule', () => {
  const keys = { shiftKey: false, ctrlKey: false };
  expect(pick(tree, { selection: NOTHING, index: 0 }, 0, keys)).toEqual({
    do: 'whole',
    kind: 'domains',
    list: DOMAINS,
    rows: 3,
  });
  expect(tree.row(0).place).toEqual(ROOT);
});

test('a range of results keeps the keys of its ends', () => {
  const selection = select(NOTHING, { do: 'one', at: found.row(1).place });
  expect(pick(found, { selection, index: 1 }, 3, { shiftKey: true, ctrlKey: false })).toEqual({
    do: 'extend',
    kind: 'accounts',
    parts: [
      {
        list: searchList('u'),
        whole: null,
        ranges: [{ first: { index: 1, key: 'u1@a.example' }, last: { index: 3, key: 'u3@a.example' } }],
      },
    ],
  });
});
