/**
 * Which row of the flat tree is what, by arithmetic alone: a root, domains by their place in the list of domains, and
 * below each open domain its accounts by their place in it. Nothing but the open domains is held. Pure.
 */
export interface OpenDomain {
  readonly name: string;
  /** Place in the list of domains, from 0. */
  readonly domain: number;
  readonly accounts: number;
}

export interface Tree {
  readonly domains: number;
  /** By `domain`, ascending. */
  readonly open: readonly OpenDomain[];
  /** Accounts shown above the open domain of the same place; one more at the end: all accounts shown. */
  readonly above: readonly number[];
}

export type TreeRow =
  | { readonly kind: 'root' }
  | { readonly kind: 'domain'; readonly domain: number }
  | { readonly kind: 'account'; readonly domain: number; readonly account: number; readonly in: OpenDomain };

export function makeTree(domains: number, open: readonly OpenDomain[]): Tree {
  const inOrder = [...open].filter((o) => o.domain < domains).sort((a, b) => a.domain - b.domain);
  const above = [0];
  for (const { accounts } of inOrder) above.push((above.at(-1) ?? 0) + accounts);
  return { domains, open: inOrder, above };
}

export const treeLength = (tree: Tree): number => 1 + tree.domains + (tree.above.at(-1) ?? 0);

/** How many of the ascending places fulfil the condition, which the first ones do and the later ones do not. */
function firstNot(length: number, fulfils: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fulfils(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Row of the open domain at `at`, without the root. */
const domainRow = (tree: Tree, at: number): number => (tree.open[at]?.domain ?? 0) + (tree.above[at] ?? 0);

export function treeRowAt(tree: Tree, index: number): TreeRow {
  if (index <= 0) return { kind: 'root' };
  const row = index - 1;
  const at = firstNot(tree.open.length, (i) => domainRow(tree, i) <= row) - 1;
  const open = tree.open[at];
  if (!open) return { kind: 'domain', domain: row };
  const below = row - domainRow(tree, at);
  if (below === 0) return { kind: 'domain', domain: open.domain };
  if (below <= open.accounts) return { kind: 'account', domain: open.domain, account: below - 1, in: open };
  return { kind: 'domain', domain: open.domain + below - open.accounts };
}

/** Row of a domain, open or not. */
export function indexOfDomain(tree: Tree, domain: number): number {
  const at = firstNot(tree.open.length, (i) => (tree.open[i]?.domain ?? 0) < domain);
  return 1 + domain + (tree.above[at] ?? 0);
}

export const openDomain = (tree: Tree, name: string): OpenDomain | undefined => tree.open.find((o) => o.name === name);

/** Undefined: its domain is not open, or is shorter. */
export function indexOfAccount(tree: Tree, name: string, account: number): number | undefined {
  const open = openDomain(tree, name);
  return open && account < open.accounts ? indexOfDomain(tree, open.domain) + 1 + account : undefined;
}

/** The open domains, or parts of them, whose accounts stand between two rows, both included. */
export function accountsBetween(
  tree: Tree,
  from: number,
  to: number,
): readonly { readonly in: OpenDomain; readonly first: number; readonly last: number }[] {
  const begin = firstNot(tree.open.length, (i) => domainRow(tree, i) + (tree.open[i]?.accounts ?? 0) < from - 1);
  const found = [];
  for (let at = begin; at < tree.open.length; at += 1) {
    const open = tree.open[at];
    const start = domainRow(tree, at) + 2;
    if (!open || start > to) break;
    const first = Math.max(0, from - start);
    const last = Math.min(open.accounts - 1, to - start);
    if (first <= last) found.push({ in: open, first, last });
  }
  return found;
}

/** The domains between two rows, both included; undefined: there is none. */
export function domainsBetween(tree: Tree, from: number, to: number): { first: number; last: number } | undefined {
  if (to < 1) return undefined;
  const begin = treeRowAt(tree, from);
  const end = treeRowAt(tree, to);
  const first = begin.kind === 'root' ? 0 : begin.kind === 'domain' ? begin.domain : begin.domain + 1;
  const last = end.kind === 'root' ? -1 : end.domain;
  return first <= last ? { first, last } : undefined;
}
