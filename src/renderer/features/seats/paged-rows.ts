/**
 * Rows of a list that is read page by page, each page known by the cursor that the one before it gave. Any row can be
 * asked for: pages up to it are walked once, only those near it are kept. For lists of 1,000,000 rows.
 */
export interface Page<R> {
  readonly rows: readonly R[];
  /** Null on the last page. */
  readonly next: string | null;
}

export interface PagedState {
  /** Rows of the whole list, as far as it is known or expected. */
  readonly count: number;
  /** The count is exact: the last page was seen, or it was told. */
  readonly exact: boolean;
  readonly loading: boolean;
  /** How far the list was walked. */
  readonly walked: number;
  readonly error: unknown;
}

export interface PagedRows<R> {
  row(index: number): R | undefined;
  /** Reads what is missing of these rows. The newest wish wins. */
  need(first: number, end: number): void;
  /** After an error. */
  retry(): void;
  state(): PagedState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

interface Options<R> {
  readonly fetchPage: (cursor: string | null, limit: number, signal: AbortSignal) => Promise<Page<R>>;
  /** Rows to expect; null if nobody knows. */
  readonly expected: number | null;
  /** Rows of a page that is looked at, and of one on the way to a far row. */
  readonly pageSize: number;
  readonly strideSize: number;
  /** Pages kept in memory. */
  readonly keep: number;
}

interface KnownPage {
  readonly start: number;
  readonly cursor: string | null;
}

export function createPagedRows<R>(options: Options<R>): PagedRows<R> {
  const end = new AbortController();
  const known: KnownPage[] = [{ start: 0, cursor: null }];
  const rows = new Map<number, readonly R[]>();
  const listeners = new Set<() => void>();
  let total: number | null = null;
  let wanted: { first: number; end: number } | null = null;
  let working = false;
  let state: PagedState = { count: options.expected ?? 0, exact: false, loading: true, walked: 0, error: null };

  const walkedTo = (): number => total ?? known.at(-1)?.start ?? 0;

  function publish(change: Partial<PagedState>): void {
    const ahead = options.expected === null || options.expected <= walkedTo() ? options.pageSize : 0;
    const count = total ?? Math.max(options.expected ?? 0, walkedTo() + ahead);
    state = { ...state, count, exact: total !== null || ahead === 0, walked: walkedTo(), ...change };
    for (const listener of listeners) listener();
  }

  /** Index of the known page that holds a row; the furthest known one for a row beyond. */
  function pageOf(row: number): number {
    let low = 0;
    let high = known.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((known[middle]?.start ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function nextToRead(): number | null {
    if (!wanted) return null;
    const last = Math.max(wanted.first, wanted.end - 1);
    for (const row of [wanted.first, last]) {
      if (total !== null && row >= total) continue;
      const page = pageOf(row);
      if (!rows.has(page)) return page;
    }
    return null;
  }

  function remember(page: number, read: Page<R>): void {
    rows.set(page, read.rows);
    const start = (known[page]?.start ?? 0) + read.rows.length;
    if (page === known.length - 1) {
      if (read.next === null) total = start;
      else known.push({ start, cursor: read.next });
    }
    const far = [...rows.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const key of far.slice(0, Math.max(0, rows.size - options.keep))) rows.delete(key);
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      for (let page = nextToRead(); page !== null && !end.signal.aborted; page = nextToRead()) {
        const { start, cursor } = known[page] ?? { start: 0, cursor: null };
        const far = (wanted?.first ?? 0) - start > options.strideSize;
        const limit = far ? options.strideSize : options.pageSize;
        const read = await options.fetchPage(cursor, limit, end.signal);
        if (end.signal.aborted) return;
        remember(page, read);
        publish({ loading: true, error: null });
      }
      publish({ loading: false });
    } catch (error) {
      if (!end.signal.aborted) publish({ loading: false, error });
    } finally {
      working = false;
    }
  }

  return {
    row(index) {
      const page = pageOf(index);
      return rows.get(page)?.[index - (known[page]?.start ?? 0)];
    },
    need(first, endRow) {
      wanted = { first, end: endRow };
      if (state.error === null) void work();
    },
    retry() {
      publish({ loading: true, error: null });
      void work();
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => end.abort(),
  };
}
