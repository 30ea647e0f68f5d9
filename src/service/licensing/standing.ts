/** What a restore must not turn back (LICENSING 2), kept in the table `standing`: serials, replaced orders, the watch. */
import type { Kysely, Transaction } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import { parseWatchState } from '../../core/lifecycle/parse-state.ts';
import type { WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Schema } from '../store/schema.ts';

/** Which licenses were ever in force here. */
export interface Standing {
  /** Order ID to the highest serial that was ever in force here. */
  readonly serials: ReadonlyMap<string, number>;
  /** Order ID to the order that took its place here. */
  readonly supersededBy: ReadonlyMap<string, string>;
}

const SERIAL = 'serial/';
const SUPERSEDED = 'superseded/';
const WATCH = 'watch';

export async function readStanding(db: Kysely<Schema>): Promise<Standing> {
  const rows = await db.selectFrom('standing').selectAll().execute();
  const below = (prefix: string): [string, string][] =>
    rows.flatMap((row) => (row.key.startsWith(prefix) ? [[row.key.slice(prefix.length), row.value]] : []));
  return {
    serials: new Map(below(SERIAL).map(([order, serial]) => [order, serialOf(serial)])),
    supersededBy: new Map(below(SUPERSEDED)),
  };
}

function serialOf(text: string): number {
  const value = Number(text);
  return text && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** Adds what `standing` says. Highest serials never fall. */
export async function writeStanding(trx: Transaction<Schema>, standing: Standing): Promise<void> {
  const kept = await readStanding(trx);
  for (const [order, serial] of standing.serials) {
    const highest = Math.max(serial, kept.serials.get(order) ?? 0);
    await put(trx, SERIAL + order, String(highest));
  }
  for (const [order, newer] of standing.supersededBy) await put(trx, SUPERSEDED + order, newer);
}

/**
 * Undefined before the first start. Throws DATABASE_DAMAGED when what is stored is no such state: it must not be mistaken
 * for a first start, which would begin a new evaluation.
 */
export async function readWatch(db: Kysely<Schema>, file: string): Promise<WatchState | undefined> {
  const row = await db.selectFrom('standing').select('value').where('key', '=', WATCH).executeTakeFirst();
  if (!row) return undefined;
  const state = parseWatchState(parse(row.value));
  if (!state) {
    throw new SeatkeeperError('DATABASE_DAMAGED', { file, detail: 'the state of the license cannot be read' });
  }
  return state;
}

export const writeWatch = (trx: Transaction<Schema>, state: WatchState): Promise<void> =>
  put(trx, WATCH, JSON.stringify(state));

async function put(trx: Transaction<Schema>, key: string, value: string): Promise<void> {
  const insert = trx.insertInto('standing').values({ key, value });
  await insert.onConflict((oc) => oc.column('key').doUpdateSet({ value })).execute();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
