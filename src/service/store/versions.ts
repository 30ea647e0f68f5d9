/**
 * What has changed in accounts and seats, in memory that the threads share: what lists keep is good for one state, and
 * follows from one state to the next where that is cheaper than reading everything again.
 */

/** Entries of the log beside numbers of addresses, whose accounts came, went or changed. */
export const CHANGED = {
  /** Anything may be different. */
  all: 0,
  /** Accounts went; none came or changed. */
  gone: -1,
  /** Only services, types and states of accounts, or services of domains. */
  services: -2,
} as const;

export interface Versions {
  /** Entries in the log of domain, address and account. */
  readonly accounts: number;
  /** Of access, pool, seat and seat_trial. */
  readonly seats: number;
}
export interface SharedVersions {
  readonly counts: Int32Array<SharedArrayBuffer>;
  /** The entries that were made last, each at its number modulo LOG_ENTRIES. */
  readonly log: Float64Array<SharedArrayBuffer>;
}
/** What a transaction may have changed. */
export interface Touched {
  /** Entries for the log. */
  readonly accounts: readonly number[];
  readonly seats: boolean;
}

/** What happened to the accounts between two states. */
export interface AccountChanges {
  /** Entries in the log, as in Versions. */
  readonly upTo: number;
  readonly kinds: ReadonlySet<number>;
  readonly addresses: ReadonlySet<number>;
}

const ACCOUNTS = 0;
const SEATS = 1;
/** A power of two: numbers of entries may overflow. */
export const LOG_ENTRIES = 4_096;
const WRITES = /\b(?:insert(?:\s+or\s+\w+)?\s+into|update(?:\s+or\s+\w+)?|delete\s+from|replace\s+into)\s+"?(\w+)"?/gi;
const OF_SEATS = new Set(['access', 'pool', 'seat', 'seat_trial']);

export const createVersions = (): SharedVersions => ({
  counts: new Int32Array(new SharedArrayBuffer(8)),
  log: new Float64Array(new SharedArrayBuffer(LOG_ENTRIES * Float64Array.BYTES_PER_ELEMENT)),
});

export const readVersions = ({ counts }: SharedVersions): Versions => ({
  accounts: Atomics.load(counts, ACCOUNTS),
  seats: Atomics.load(counts, SEATS),
});

/** Only one thread makes entries. */
export function logAccounts({ counts, log }: SharedVersions, entry: number): void {
  log[(Atomics.load(counts, ACCOUNTS) >>> 0) % LOG_ENTRIES] = entry;
  Atomics.add(counts, ACCOUNTS, 1);
}

/** To be called behind the commit, and before anybody is told of it. */
export function moveVersions(shared: SharedVersions, touched: Touched): void {
  for (const entry of touched.accounts) logAccounts(shared, entry);
  if (touched.seats) Atomics.add(shared.counts, SEATS, 1);
}

/** `since`: Versions.accounts of the older state. More than the log holds is CHANGED.all. */
export function changesSince({ counts, log }: SharedVersions, since: number): AccountChanges {
  const upTo = Atomics.load(counts, ACCOUNTS);
  const made = (upTo - since) | 0;
  const entries =
    made > LOG_ENTRIES ? [] : Array.from({ length: made }, (_, n) => log[((since + n) >>> 0) % LOG_ENTRIES]);
  // What was made while they were read may stand in the place of the oldest ones.
  const lost = ((Atomics.load(counts, ACCOUNTS) - since) | 0) > LOG_ENTRIES;
  const kinds = new Set<number>(lost ? [CHANGED.all] : []);
  const addresses = new Set<number>();
  for (const entry of entries) if (entry !== undefined) (entry > 0 ? addresses : kinds).add(entry);
  return { upTo, kinds, addresses };
}

/** From a statement's text: does it name a table of seats behind a word that writes? */
export const touchesSeats = (sql: string): boolean =>
  [...sql.matchAll(WRITES)].some(([, table = '']) => OF_SEATS.has(table.toLowerCase()));

export interface TouchWatch {
  /** Told of every statement. */
  hear(sql: string): void;
  /** Told of every changed row, as an entry for the log. */
  row(entry: number): void;
  /** What was written since it was asked last. */
  take(): Touched;
}

/** Statements come again and again: each text is read once. */
const KEPT_TEXTS = 1_000;

export function createTouchWatch(): TouchWatch {
  const known = new Map<string, boolean>();
  let seats = false;
  let accounts = new Set<number>();
  const read = (sql: string): boolean => {
    if (known.size >= KEPT_TEXTS) known.clear();
    const touched = touchesSeats(sql);
    known.set(sql, touched);
    return touched;
  };
  return {
    hear(sql) {
      if (known.get(sql) ?? read(sql)) seats = true;
    },
    row(entry) {
      accounts.add(accounts.size < LOG_ENTRIES ? entry : CHANGED.all);
    },
    take() {
      const taken = { accounts: [...accounts], seats };
      accounts = new Set();
      seats = false;
      return taken;
    },
  };
}
