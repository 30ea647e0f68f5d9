import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountsBetween,
  domainsBetween,
  indexOfAccount,
  indexOfDomain,
  makeTree,
  type OpenDomain,
  type TreeRow,
  treeLength,
  treeRowAt,
} from './tree-rows.ts';

const open = (domain: number, accounts: number): OpenDomain => ({ name: `d${domain}`, domain, accounts });

/** The same tree with every row written out. */
function rowsOf(domains: number, opened: readonly OpenDomain[]): TreeRow[] {
  const rows: TreeRow[] = [{ kind: 'root' }];
  for (let domain = 0; domain < domains; domain += 1) {
    rows.push({ kind: 'domain', domain });
    const here = opened.find((o) => o.domain === domain);
    for (let account = 0; here && account < here.accounts; account += 1)
      rows.push({ kind: 'account', domain, account, in: here });
  }
  return rows;
}

const trees = fc.integer({ min: 0, max: 12 }).chain((domains) =>
  fc.record({
    domains: fc.constant(domains),
    opened: fc
      .uniqueArray(fc.nat(Math.max(0, domains - 1)), { maxLength: domains })
      .chain((places) => fc.tuple(...places.map((place) => fc.nat(6).map((accounts) => open(place, accounts))))),
  }),
);

test('the arithmetic says of every row what the written-out tree says', () => {
  fc.assert(
    fc.property(trees, ({ domains, opened }) => {
      const rows = rowsOf(domains, opened);
      const tree = makeTree(domains, opened);
      expect(treeLength(tree)).toBe(rows.length);
      expect(rows.map((_, index) => treeRowAt(tree, index))).toEqual(rows);
      for (const [index, row] of rows.entries()) {
        if (row.kind === 'domain') expect(indexOfDomain(tree, row.domain)).toBe(index);
        if (row.kind === 'account') expect(indexOfAccount(tree, row.in.name, row.account)).toBe(index);
      }
    }),
  );
});

test('what stands between two rows is what the written-out tree has there', () => {
  fc.assert(
    fc.property(trees, fc.nat(), fc.nat(), ({ domains, opened }, a, b) => {
      const rows = rowsOf(domains, opened);
      const [from = 0, to = 0] = [a % rows.length, b % rows.length].sort((x, y) => x - y);
      const tree = makeTree(domains, opened);
      const between = rows.slice(from, to + 1);
      const accounts = accountsBetween(tree, from, to).flatMap((span) =>
        Array.from({ length: span.last - span.first + 1 }, (_, i) => `${span.in.name} ${span.first + i}`),
      );
      expect(accounts).toEqual(between.flatMap((r) => (r.kind === 'account' ? [`${r.in.name} ${r.account}`] : [])));
      const found = domainsBetween(tree, from, to);
      const places = found ? Array.from({ length: found.last - found.first + 1 }, (_, i) => found.first + i) : [];
      expect(places).toEqual(between.flatMap((r) => (r.kind === 'domain' ? [r.domain] : [])));
    }),
  );
});

test('1,000,000 accounts in one of 100,000 domains', () => {
  const tree = makeTree(100_000, [open(42, 1_000_000)]);
  expect(treeLength(tree)).toBe(1_100_001);
  expect(treeRowAt(tree, 44)).toMatchObject({ kind: 'account', account: 0 });
  expect(treeRowAt(tree, 1_000_043)).toMatchObject({ kind: 'account', account: 999_999 });
  expect(treeRowAt(tree, 1_100_000)).toEqual({ kind: 'domain', domain: 99_999 });
  expect(indexOfDomain(tree, 99_999)).toBe(1_100_000);
  expect(indexOfAccount(tree, 'd42', 1_000_000)).toBeUndefined();
});
