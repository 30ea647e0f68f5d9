import { expect, test } from 'vitest';
import { accountSet, domainSet } from '../../../contract/schemas-sets.ts';
import { MOST_PARTS } from '../../../contract/set-limits.ts';
import { DOMAINS, searchList } from './lists.ts';
import {
  type Kind,
  type ListPart,
  NOTHING,
  type Place,
  type SelectAction,
  type Selection,
  select,
} from './selection.ts';
import { accountSetOf, accountsIn, domainSetOf, onlyKey } from './sets.ts';

const at = (index: number, list = 'a.example', kind: Kind = 'accounts'): Place => ({
  kind,
  list,
  index,
  key: kind === 'domains' ? `d${index}.example` : `u${index}@a.example`,
});
const span = (first: number, last: number, list = 'a.example', kind: Kind = 'accounts'): ListPart => ({
  list,
  whole: null,
  ranges: [{ first: at(first, list, kind), last: at(last, list, kind) }],
});
const run = (...actions: SelectAction[]): Selection => actions.reduce(select, NOTHING);
const extend = (part: ListPart, kind: Kind = 'accounts'): SelectAction => ({ do: 'extend', kind, parts: [part] });
const toggle = (place: Place): SelectAction => ({ do: 'toggle', at: place });

const setOf = (selection: Selection) => {
  const made = accountSetOf(selection) ?? domainSetOf(selection);
  if (!made?.ok) throw new Error(made?.why ?? 'nothing is selected');
  expect((selection.kind === 'accounts' ? accountSet : domainSet).parse(made.set)).toEqual(made.set);
  return made.set;
};

test.each<[string, Selection, object]>([
  ['one account', run(toggle(at(3))), { parts: [{ kind: 'addresses', addresses: ['u3@a.example'] }], except: [] }],
  [
    'Shift over 500,000 accounts, without one: a range and an exception',
    run(extend(span(5, 499_999)), toggle(at(7))),
    {
      parts: [{ kind: 'range', mask: '*@a.example', search: '', from: 'u5@a.example', to: 'u499999@a.example' }],
      except: ['u7@a.example'],
    },
  ],
  [
    'ranges and single ones together',
    run(extend(span(2, 4)), toggle(at(9)), toggle(at(0))),
    {
      parts: [
        { kind: 'range', mask: '*@a.example', search: '', from: 'u2@a.example', to: 'u4@a.example' },
        { kind: 'addresses', addresses: ['u0@a.example', 'u9@a.example'] },
      ],
      except: [],
    },
  ],
  [
    'all accounts of a domain',
    run({ do: 'whole', kind: 'accounts', list: 'a.example', rows: 50_000 }),
    { parts: [{ kind: 'mask', mask: '*@a.example', search: '' }], except: [] },
  ],
  [
    'whole domains in between are named',
    run({
      do: 'extend',
      kind: 'accounts',
      parts: ['b.example', 'c.example'].map((list) => ({ list, whole: 5, ranges: [] })),
    }),
    {
      parts: [
        { kind: 'domains', domains: { parts: [{ kind: 'names', names: ['b.example', 'c.example'] }], except: [] } },
      ],
      except: [],
    },
  ],
  [
    'all results of a search, without one',
    run({ do: 'whole', kind: 'accounts', list: searchList('smith'), rows: 12 }, toggle(at(1, searchList('smith')))),
    { parts: [{ kind: 'mask', mask: '*@*', search: 'smith' }], except: ['u1@a.example'] },
  ],
  [
    'a range of a search',
    run(extend(span(1, 2, searchList('smith')))),
    { parts: [{ kind: 'range', mask: '*@*', search: 'smith', from: 'u1@a.example', to: 'u2@a.example' }], except: [] },
  ],
  [
    'everything, without one',
    run({ do: 'everything', kind: 'accounts', rows: 1_000_000 }, toggle(at(3))),
    { parts: [{ kind: 'mask', mask: '*@*', search: '' }], except: ['u3@a.example'] },
  ],
  [
    'domains: a range, single ones',
    run(
      extend(span(0, 4, DOMAINS, 'domains'), 'domains'),
      toggle(at(2, DOMAINS, 'domains')),
      toggle(at(8, DOMAINS, 'domains')),
    ),
    {
      parts: [
        { kind: 'range', search: '', from: 'd0.example', to: 'd4.example' },
        { kind: 'names', names: ['d8.example'] },
      ],
      except: ['d2.example'],
    },
  ],
  [
    'all domains',
    run({ do: 'whole', kind: 'domains', list: DOMAINS, rows: 9 }),
    { parts: [{ kind: 'mask', mask: '*', search: '' }], except: [] },
  ],
])('%s', (_, selection, set) => {
  expect(setOf(selection)).toEqual(set);
});

test('no set before the ends of a range are read, and none of more parts than a set may have', () => {
  const unread = run({
    do: 'extend',
    kind: 'accounts',
    parts: [{ list: 'a.example', whole: null, ranges: [{ first: at(0), last: { index: 9, key: null } }] }],
  });
  expect(accountSetOf(unread)).toEqual({ ok: false, why: 'reading' });
  const pairs = Array.from({ length: MOST_PARTS + 1 }, (_, i) => span(i * 3, i * 3 + 1));
  expect(accountSetOf(run({ do: 'add', kind: 'accounts', parts: pairs }))).toEqual({ ok: false, why: 'too-many' });
  expect(accountSetOf(NOTHING)).toBeUndefined();
  expect(domainSetOf(NOTHING)).toBeUndefined();
});

test('the accounts of domains are said by their domains', () => {
  const names = (list: string[]) => ({ parts: [{ kind: 'names' as const, names: list }], except: [] });
  expect(accountsIn(names(['a.example']))).toEqual({
    parts: [{ kind: 'mask', mask: '*@a.example', search: '' }],
    except: [],
  });
  expect(accountsIn(names(['a.example', 'b.example'])).parts).toMatchObject([{ kind: 'domains' }]);
});

test('one alone is known by its key', () => {
  expect(onlyKey(run(toggle(at(3))))).toBe('u3@a.example');
  expect(onlyKey(run(toggle(at(3)), toggle(at(4))))).toBeUndefined();
  expect(onlyKey(run({ do: 'whole', kind: 'accounts', list: 'a.example', rows: 1 }))).toBeUndefined();
});
