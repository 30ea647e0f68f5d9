/** The rows of the tree, read as they come into view: domains, and the accounts of open domains. */
import type { Client } from '../../../contract/client.ts';
import type { AccountRow, DomainRow } from '../../../contract/schemas.ts';
import { createPagedRows, type PagedRows } from '../seats/paged-rows.ts';
import { compareKeys, listRequest } from './lists.ts';
import { placeOf } from './recheck.ts';
import { accountsBetween, domainsBetween, makeTree, type OpenDomain, type Tree } from './tree-rows.ts';
import type { TreeRows } from './view.ts';

const PAGE = { pageSize: 200, keep: 40 };

export interface TreeSource extends TreeRows {
  tree(): Tree;
  /** The rows of the tree that are in view. */
  need(first: number, end: number): void;
  open(domain: number): void;
  /** The same for a domain that may be out of view. */
  openRow(domain: number, row: DomainRow): void;
  close(domain: number): void;
  /** Reads again what is shown, after accounts or domains have changed. */
  refresh(): Promise<void>;
  state(): TreeState;
  subscribe(listener: () => void): () => void;
  retry(): void;
  end(): void;
}
export interface TreeState {
  /** The number of domains is known. */
  readonly known: boolean;
  readonly error: unknown;
}

export function createTreeSource(client: Client): TreeSource {
  const listeners = new Set<() => void>();
  const accounts = new Map<string, PagedRows<AccountRow>>();
  let open: readonly OpenDomain[] = [];
  let tree = makeTree(0, []);
  let state: TreeState = { known: false, error: null };
  let refreshes = 0;
  let telling = false;
  let wanted = { first: 0, end: 1 };

  const domains = createPagedRows<DomainRow>({
    ...PAGE,
    expected: null,
    fetchPage: (page, signal) => client.domains.list(page, { signal }),
  });
  domains.subscribe(publish);

  function publish(): void {
    const { count, error, exact } = domains.state();
    tree = makeTree(error !== null && !state.known ? 0 : count, open);
    const failed = error ?? [...accounts.values()].map((list) => list.state().error).find((e) => e !== null) ?? null;
    state = { known: state.known || exact || (error === null && count > 0), error: failed };
    // A page that arrives is told in pieces: one drawing is enough.
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      for (const listener of listeners) listener();
    });
  }
  function setOpen(next: readonly OpenDomain[]): void {
    open = next;
    for (const [name, list] of accounts) {
      if (open.some((o) => o.name === name)) continue;
      list.close();
      accounts.delete(name);
    }
    publish();
    // The same rows are other accounts now.
    readWanted();
  }
  function listOf(name: string, expected: number): PagedRows<AccountRow> {
    const known = accounts.get(name);
    if (known) return known;
    const list = createPagedRows<AccountRow>({
      ...PAGE,
      expected,
      fetchPage: (page, signal) => client.accounts.list({ ...listRequest(name), ...page }, { signal }),
    });
    accounts.set(name, list);
    list.subscribe(publish);
    return list;
  }
  function readWanted(): void {
    const { first, end } = wanted;
    const between = domainsBetween(tree, first, end - 1);
    if (between) domains.need(between.first, between.last + 1);
    else if (!state.known) domains.need(0, 1);
    for (const span of accountsBetween(tree, first, end - 1)) {
      listOf(span.in.name, span.in.accounts).need(span.first, span.last + 1);
    }
  }
  function openRow(domain: number, row: DomainRow): void {
    if (open.some((o) => o.name === row.name)) return;
    setOpen([...open, { name: row.name, domain, accounts: row.accounts }]);
  }
  const domainAt = async (index: number): Promise<DomainRow | undefined> =>
    (await client.domains.list({ offset: index, limit: 1 })).rows[0];

  /** Where an open domain stands now, and how many accounts it has; undefined: it is gone. */
  async function found(old: OpenDomain): Promise<OpenDomain | undefined> {
    const seen = new Map<number, DomainRow | undefined>();
    const keyAt = async (index: number) => {
      if (!seen.has(index)) seen.set(index, await domainAt(index));
      return seen.get(index)?.name;
    };
    const rows = domains.state().count;
    const at = await placeOf(old.name, old.domain, rows, keyAt, (a, b) => compareKeys('domains', a, b));
    const row = at === undefined ? undefined : seen.get(at);
    return row && at !== undefined ? { name: old.name, domain: at, accounts: row.accounts } : undefined;
  }

  return {
    tree: () => tree,
    domain: domains.row,
    account: (name, index) => accounts.get(name)?.row(index),
    need(first, end) {
      wanted = { first, end };
      readWanted();
    },
    open(domain) {
      const row = domains.row(domain);
      if (row) openRow(domain, row);
    },
    openRow,
    close: (domain) => setOpen(open.filter((o) => o.domain !== domain)),
    async refresh() {
      refreshes += 1;
      const mine = refreshes;
      domains.refresh();
      const now = new Map<string, OpenDomain | undefined>();
      for (const old of open) {
        now.set(old.name, await found(old));
        if (mine !== refreshes) return;
      }
      // What was opened or closed meanwhile stays so.
      setOpen(open.flatMap((o) => (now.has(o.name) ? (now.get(o.name) ?? []) : o)));
      for (const list of accounts.values()) list.refresh();
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry() {
      for (const list of [domains, ...accounts.values()]) if (list.state().error !== null) list.retry();
    },
    end() {
      for (const list of [domains, ...accounts.values()]) list.close();
    },
  };
}
