/** How often accounts and seats have changed, in memory that the threads share: what lists keep is good for one state. */

export interface Versions {
  /** Of domain, address and account. */
  readonly accounts: number;
  /** Of access, pool, seat and seat_trial. */
  readonly seats: number;
}
export type VersionWords = Int32Array<SharedArrayBuffer>;
/** What a transaction may have changed. */
export interface Touched {
  accounts: boolean;
  seats: boolean;
}

const ACCOUNTS = 0;
const SEATS = 1;
const WRITES = /\b(?:insert(?:\s+or\s+\w+)?\s+into|update(?:\s+or\s+\w+)?|delete\s+from|replace\s+into)\s+"?(\w+)"?/gi;
const OF_ACCOUNTS = new Set(['domain', 'address', 'account']);
const OF_SEATS = new Set(['access', 'pool', 'seat', 'seat_trial']);

export const createVersions = (): VersionWords => new Int32Array(new SharedArrayBuffer(8));

export const readVersions = (words: VersionWords): Versions => ({
  accounts: Atomics.load(words, ACCOUNTS),
  seats: Atomics.load(words, SEATS),
});

/** To be called behind the commit, and before anybody is told of it. */
export function moveVersions(words: VersionWords, touched: Touched): void {
  if (touched.accounts) Atomics.add(words, ACCOUNTS, 1);
  if (touched.seats) Atomics.add(words, SEATS, 1);
}

/** From a statement's text: whatever names one of the tables behind a word that writes. */
export function touchedBy(sql: string): Touched {
  const tables = [...sql.matchAll(WRITES)].map(([, table = '']) => table.toLowerCase());
  return { accounts: tables.some((name) => OF_ACCOUNTS.has(name)), seats: tables.some((name) => OF_SEATS.has(name)) };
}

export interface TouchWatch {
  hear(sql: string): void;
  /** What was written since it was asked last. */
  take(): Touched;
}

/** Statements come again and again: each text is read once. */
const KEPT_TEXTS = 1_000;

export function createTouchWatch(): TouchWatch {
  const known = new Map<string, Touched>();
  let seen: Touched = { accounts: false, seats: false };
  const read = (sql: string): Touched => {
    if (known.size >= KEPT_TEXTS) known.clear();
    const touched = touchedBy(sql);
    known.set(sql, touched);
    return touched;
  };
  return {
    hear(sql) {
      const { accounts, seats } = known.get(sql) ?? read(sql);
      if (accounts) seen.accounts = true;
      if (seats) seen.seats = true;
    },
    take() {
      const taken = seen;
      seen = { accounts: false, seats: false };
      return taken;
    },
  };
}
