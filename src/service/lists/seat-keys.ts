/** What accounts are sorted by, from the tables of accesses and seats: a number for each position of the roster. */
import { sql } from 'kysely';
import { SEAT_RANK } from '../../core/seats/order.ts';
import { modulesOfMask } from '../seats/convert.ts';
import type { Connection } from '../store/sqlite/connection.ts';
import { plucker } from '../store/sqlite/pluck.ts';
import type { Roster } from './roster.ts';

const keysOf = ({ ids }: Roster): Float64Array => new Float64Array(ids.length).fill(Number.NaN);

/** Epoch ms of the first or last access to any module of the scope; NaN: never seen. To be called within one transaction. */
export function accessKeys(
  { db, raw }: Connection,
  roster: Roster,
  mask: number,
  which: 'first' | 'last',
): Float64Array {
  const keys = keysOf(roster);
  // Two columns in one order cost less than rows.
  const accesses = db.selectFrom('access').where('module', '=', '').orderBy('last_access').orderBy('address_id');
  const idsOf = plucker<number>(raw, accesses.select('address_id'));
  const instantsOf = plucker<number>(raw, accesses.select(which === 'first' ? 'first_access' : 'last_access'));
  const better = which === 'first' ? Math.min : Math.max;
  for (const module of modulesOfMask(mask)) {
    const instants = instantsOf(module);
    for (const [n, id] of idsOf(module).entries()) {
      const at = roster.positionOf(id);
      const instant = instants[n];
      if (at === undefined || instant === undefined) continue;
      const known = keys[at] ?? Number.NaN;
      keys[at] = Number.isNaN(known) ? instant : better(known, instant);
    }
  }
  return keys;
}

const poolsOf = ({ db }: Connection, mask: number) =>
  db.selectFrom('pool').select('key').where(sql<boolean>`mask & ${mask} <> 0`);

function seated(connection: Connection, mask: number): number[] {
  const { db, raw } = connection;
  return plucker<number>(
    raw,
    db.selectFrom('seat').select('address_id').where('pool', 'in', poolsOf(connection, mask)),
  )();
}

const waiting = (connection: Connection, mask: number) =>
  connection.db
    .selectFrom('seat_trial')
    .where('waiting', '=', 1)
    .where('pool', 'in', poolsOf(connection, mask))
    .orderBy('started_at', 'desc')
    .orderBy('address_id')
    .orderBy('pool');

/** account.id of who waits for a seat of a pool of the scope. */
export const overLimit = (connection: Connection, mask: number): number[] =>
  plucker<number>(connection.raw, waiting(connection, mask).select('address_id'))();

/** When the trial began (epoch ms) that ends first; NaN: none, or a seat. To be called within one transaction. */
export function trialKeys(connection: Connection, roster: Roster, mask: number): Float64Array {
  const keys = keysOf(roster);
  const started = plucker<number>(connection.raw, waiting(connection, mask).select('started_at'))();
  for (const [n, id] of overLimit(connection, mask).entries()) {
    const at = roster.positionOf(id);
    if (at !== undefined) keys[at] = started[n] ?? Number.NaN;
  }
  for (const id of seated(connection, mask)) {
    const at = roster.positionOf(id);
    if (at !== undefined) keys[at] = Number.NaN;
  }
  return keys;
}

/** To be called within one transaction. */
export function seatKeys(connection: Connection, roster: Roster, mask: number): Float64Array {
  const keys = keysOf(roster).fill(SEAT_RANK.none);
  const give = (ids: readonly number[], rank: number): void => {
    for (const id of ids) {
      const at = roster.positionOf(id);
      if (at !== undefined) keys[at] = rank;
    }
  };
  give(overLimit(connection, mask), SEAT_RANK.trial);
  give(seated(connection, mask), SEAT_RANK.seat);
  return keys;
}
