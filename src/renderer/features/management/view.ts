/** What the list on the left shows, row by row: the tree, or the results of a search. */
import type { AccountRow, DomainRow } from '../../../contract/schemas.ts';
import { DOMAINS, searchList } from './lists.ts';
import type { Kind, ListPart, Place, SelectAction } from './selection.ts';
import { ROOT } from './state.ts';
import {
  accountsBetween,
  domainsBetween,
  indexOfAccount,
  indexOfDomain,
  type Tree,
  treeLength,
  treeRowAt,
} from './tree-rows.ts';

export interface ViewRow {
  /** What the row stands for; the root’s index is −1. */
  readonly place: Place;
  readonly level: 1 | 2 | 3;
  /** From 1, among the rows beside it. */
  readonly position: number;
  readonly size: number;
  readonly expanded?: boolean;
  readonly account?: AccountRow;
  readonly domain?: DomainRow;
}

export interface View {
  readonly length: number;
  row(index: number): ViewRow;
  /** Undefined: it is not shown. */
  indexOf(place: Place): number | undefined;
  /** The rows of a kind between two rows. */
  between(kind: Kind, a: number, b: number): ListPart[];
  /** Ctrl+A on a row, for the first time; undefined: there is nothing. */
  all(row: ViewRow): SelectAction | undefined;
}

export interface TreeRows {
  domain(index: number): DomainRow | undefined;
  account(name: string, index: number): AccountRow | undefined;
}

const part = (
  list: string,
  rows: number,
  first: number,
  last: number,
  key: (index: number) => string | null,
): ListPart =>
  first === 0 && last === rows - 1 && rows > 1
    ? { list, whole: rows, ranges: [] }
    : {
        list,
        whole: null,
        ranges: [{ first: { index: first, key: key(first) }, last: { index: last, key: key(last) } }],
      };

export function treeView(tree: Tree, rows: TreeRows): View {
  const domainKey = (index: number) => rows.domain(index)?.name ?? null;
  const accountKey = (name: string) => (index: number) => rows.account(name, index)?.address ?? null;
  const isOpen = new Set(tree.open.map((open) => open.domain));
  return {
    length: treeLength(tree),
    row(index) {
      const row = treeRowAt(tree, index);
      if (row.kind === 'root') return { place: ROOT, level: 1, position: 1, size: 1, expanded: true };
      if (row.kind === 'domain') {
        const domain = rows.domain(row.domain);
        return {
          place: { kind: 'domains', list: DOMAINS, index: row.domain, key: domain?.name ?? null },
          level: 2,
          position: row.domain + 1,
          size: tree.domains,
          expanded: isOpen.has(row.domain),
          ...(domain ? { domain } : {}),
        };
      }
      const account = rows.account(row.in.name, row.account);
      return {
        place: { kind: 'accounts', list: row.in.name, index: row.account, key: account?.address ?? null },
        level: 3,
        position: row.account + 1,
        size: row.in.accounts,
        ...(account ? { account } : {}),
      };
    },
    indexOf({ kind, list, index }) {
      if (kind === 'accounts') return indexOfAccount(tree, list, index);
      return index < tree.domains ? (index < 0 ? 0 : indexOfDomain(tree, index)) : undefined;
    },
    between(kind, a, b) {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      if (kind === 'accounts') {
        return accountsBetween(tree, from, to).map((span) =>
          part(span.in.name, span.in.accounts, span.first, span.last, accountKey(span.in.name)),
        );
      }
      const found = domainsBetween(tree, from, to);
      return found ? [part(DOMAINS, tree.domains, found.first, found.last, domainKey)] : [];
    },
    all({ place, domain, size }) {
      if (place.kind === 'accounts') return { do: 'whole', kind: 'accounts', list: place.list, rows: size };
      if (!domain || domain.accounts === 0) return undefined;
      return { do: 'whole', kind: 'accounts', list: domain.name, rows: domain.accounts };
    },
  };
}

export function searchView(text: string, length: number, at: (index: number) => AccountRow | undefined): View {
  const list = searchList(text);
  const key = (index: number) => at(index)?.address ?? null;
  return {
    length,
    row(index) {
      const account = at(index);
      const place: Place = { kind: 'accounts', list, index, key: account?.address ?? null };
      return { place, level: 1, position: index + 1, size: length, ...(account ? { account } : {}) };
    },
    indexOf: (place) => (place.list === list && place.index >= 0 && place.index < length ? place.index : undefined),
    between: (kind, a, b) =>
      kind === 'accounts' && length > 0 ? [part(list, length, Math.min(a, b), Math.max(a, b), key)] : [],
    all: () => (length > 0 ? { do: 'whole', kind: 'accounts', list, rows: length } : undefined),
  };
}
