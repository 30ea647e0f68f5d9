/**
 * Rows of a list that is read page by page, for lists of 1,000,000 rows: the page after one that was read by its
 * cursor, any other by its offset. Only pages near the rows in view are kept.
 */
export interface Page<R> {
  readonly rows: readonly R[];
  /** Null on the last page. */
  readonly next: string | null;
  /** Rows of the whole list, where the answer says so. */
  readonly total?: number | null;
}

export interface PagedState {
  /** Rows of the whole list, as far as it is known or expected. */
  readonly count: number;
  /** The count is exact: the end was seen, or it was told. */
  readonly exact: boolean;
  readonly loading: boolean;
  readonly error: unknown;
}

export interface PageRequest {
  readonly cursor: string | null;
  /** Rows to skip; only without a cursor. */
  readonly offset: number;
  readonly limit: number;
}

export interface PagedRows<R> {
  row(index: number): R | undefined;
  /** Reads what is missing of these rows. The newest wish wins. */
  need(first: number, end: number): void;
  /** After an error. */
  retry(): void;
  /** The list may have changed: what is wanted is read again, and shown as it was until then. */
  refresh(): void;
  state(): PagedState;
  subscribe(listener: () => void): () => void;
  /** Ends what is being read. A later wish begins anew. */
  close(): void;
}

interface Options<R> {
  readonly fetchPage: (request: PageRequest, signal: AbortSignal) => Promise<Page<R>>;
  /** Rows to expect; null if nobody knows. */
  readonly expected: number | null;
  readonly pageSize: number;
  /** Pages kept in memory. */
  readonly keep: number;
}

export function createPagedRows<R>({ fetchPage, expected, pageSize, keep }: Options<R>): PagedRows<R> {
  let reading = new AbortController();
  const pages = new Map<number, Page<R>>();
  /** Pages read before the last refresh. */
  const stale = new Set<number>();
  const listeners = new Set<() => void>();
  /** Rows up to here exist for sure. */
  let seen = 0;
  let total: number | null = null;
  let wanted = { first: 0, end: 0 };
  let working = false;
  let refreshes = 0;
  let state: PagedState = { count: expected ?? 0, exact: expected !== null, loading: true, error: null };

  function publish(change: Partial<PagedState>): void {
    const told = expected !== null && expected >= seen;
    // Nobody knows where it ends: one page more can be scrolled to.
    const count = total ?? (told ? expected : seen + pageSize);
    state = { ...state, count, exact: total !== null || told, ...change };
    for (const listener of listeners) listener();
  }

  function missingPage(): number | undefined {
    const rows = total === null ? Number.POSITIVE_INFINITY : total;
    // The first page is looked at even of an empty list: it may have grown.
    const last = Math.max(0, Math.min(Math.max(wanted.first, wanted.end - 1), rows - 1));
    for (let page = Math.floor(wanted.first / pageSize); page * pageSize <= last; page += 1) {
      if (!pages.has(page) || stale.has(page)) return page;
    }
    return undefined;
  }

  function remember(page: number, read: Page<R>): void {
    pages.set(page, read);
    stale.delete(page);
    const end = page * pageSize + read.rows.length;
    if (read.rows.length > 0) seen = Math.max(seen, end);
    if (typeof read.total === 'number') total = read.total;
    else if (read.next !== null) total = total !== null && total <= end ? null : total;
    // A page behind the end is empty and only says that the list is shorter than expected.
    else total = read.rows.length > 0 || page === 0 ? end : Math.min(total ?? end, end);
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const key of far.slice(0, Math.max(0, pages.size - keep))) {
      pages.delete(key);
      stale.delete(key);
    }
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    const { signal } = reading;
    try {
      for (let page = missingPage(); page !== undefined && !signal.aborted; page = missingPage()) {
        if (!state.loading) publish({ loading: true });
        const cursor = stale.has(page - 1) ? null : (pages.get(page - 1)?.next ?? null);
        const asked = refreshes;
        const read = await fetchPage({ cursor, offset: page * pageSize, limit: pageSize }, signal);
        if (signal.aborted) return;
        remember(page, read);
        // Read while the list changed: maybe as old as what was there.
        if (asked !== refreshes) stale.add(page);
        publish({ error: null });
      }
      publish({ loading: false });
    } catch (error) {
      if (!signal.aborted) publish({ loading: false, error });
    } finally {
      if (!signal.aborted) working = false;
    }
  }

  return {
    row: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    need(first, end) {
      wanted = { first, end };
      if (state.error === null) void work();
    },
    retry() {
      publish({ loading: true, error: null });
      void work();
    },
    refresh() {
      refreshes += 1;
      for (const page of pages.keys()) stale.add(page);
      seen = 0;
      if (state.error === null) void work();
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      reading.abort();
      reading = new AbortController();
      working = false;
    },
  };
}
