/** The facts that a restore must not turn back (LICENSING 2), kept in the table `standing`. Instants are epoch ms. */
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../store/schema.ts';

export interface Standing {
  readonly firstStart: number;
  /** Highest trusted time seen. */
  readonly lastTrusted: number;
  /** T0 */
  readonly failingSince: number | null;
  readonly mismatchSince: number | null;
  /** Services were stopped at this midnight. */
  readonly stoppedSince: number | null;
  /** Order ID to the highest serial that was ever in force here. */
  readonly serials: ReadonlyMap<string, number>;
  /** Order ID to the order that took its place here. */
  readonly supersededBy: ReadonlyMap<string, string>;
}

const FIRST_START = 'first-start';
const LAST_TRUSTED = 'last-trusted';
const T0 = 't0';
const MISMATCH = 'mismatch-since';
const STOPPED = 'stopped-since';
const SERIAL = 'serial/';
const SUPERSEDED = 'superseded/';

/** `now` counts as first start when there never was one. */
export async function readStanding(db: Kysely<Schema>, now: number): Promise<Standing> {
  const rows = await db.selectFrom('standing').selectAll().execute();
  const values = new Map(rows.map((row) => [row.key, row.value]));
  const instant = (key: string): number | null => numberOr(values.get(key), null);
  const below = (prefix: string): [string, string][] =>
    rows.flatMap((row) => (row.key.startsWith(prefix) ? [[row.key.slice(prefix.length), row.value]] : []));
  return {
    firstStart: instant(FIRST_START) ?? now,
    lastTrusted: instant(LAST_TRUSTED) ?? now,
    failingSince: instant(T0),
    mismatchSince: instant(MISMATCH),
    stoppedSince: instant(STOPPED),
    serials: new Map(below(SERIAL).map(([order, serial]) => [order, numberOr(serial, 0)])),
    supersededBy: new Map(below(SUPERSEDED)),
  };
}

/** Beyond it no date can be told. */
const LAST_INSTANT = 8.64e15;

function numberOr<T>(text: string | undefined, other: T): number | T {
  const value = Number(text);
  return text && Number.isSafeInteger(value) && value >= 0 && value < LAST_INSTANT / 2 ? value : other;
}

/** Makes the table say what `standing` says. Highest serials and the last trusted time never fall. */
export async function writeStanding(trx: Transaction<Schema>, standing: Standing): Promise<void> {
  const kept = await readStanding(trx, standing.firstStart);
  const rows = new Map<string, string>();
  const put = (key: string, value: number | null): void => {
    if (value !== null) rows.set(key, String(value));
  };
  put(FIRST_START, Math.min(kept.firstStart, standing.firstStart));
  put(LAST_TRUSTED, Math.max(kept.lastTrusted, standing.lastTrusted));
  put(T0, standing.failingSince);
  put(MISMATCH, standing.mismatchSince);
  put(STOPPED, standing.stoppedSince);
  for (const [order, serial] of standing.serials) put(SERIAL + order, Math.max(serial, kept.serials.get(order) ?? 0));
  for (const [order, newer] of standing.supersededBy) rows.set(SUPERSEDED + order, newer);
  await trx.deleteFrom('standing').where('key', 'in', [T0, MISMATCH, STOPPED]).execute();
  for (const [key, value] of rows) {
    const conflict = { value };
    await trx
      .insertInto('standing')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doUpdateSet(conflict))
      .execute();
  }
}
