/** What accounts have of a scope: a seat or a trial, first and last access, until when (LICENSING 6: "Why"). */
import type { Kysely } from 'kysely';
import type { SeatHolding } from '../../contract/schemas.ts';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import type { Schema } from '../store/schema.ts';
import { numbersIn } from '../store/sqlite/numbers.ts';
import { modulesOfMask } from './convert.ts';

export type HoldingOf = (id: number, mask: number) => SeatHolding;

const iso = (at: number): string => new Date(at).toISOString();

/** Reads all of these accounts at once; at most RANGE_ROWS of them. */
export async function readHoldings(db: Kysely<Schema>, ids: readonly number[]): Promise<HoldingOf> {
  const given = numbersIn(ids);
  const pools = await db.selectFrom('pool').select(['key', 'mask']).execute();
  const masks = new Map(pools.map(({ key, mask }) => [key, mask]));
  const seats = await db.selectFrom('seat').select(['address_id', 'pool']).where('address_id', 'in', given).execute();
  const trials = await db
    .selectFrom('seat_trial')
    .select(['address_id', 'pool', 'started_at'])
    .where('address_id', 'in', given)
    .where('waiting', '=', 1)
    .orderBy('started_at')
    .execute();
  const accesses = await db.selectFrom('access').selectAll().where('address_id', 'in', given).execute();
  const seatsOf = Map.groupBy(seats, (row) => row.address_id);
  const trialsOf = Map.groupBy(trials, (row) => row.address_id);
  const accessesOf = Map.groupBy(accesses, (row) => row.address_id);
  return (id, mask) => {
    const inScope = ({ pool }: { readonly pool: string }): boolean => ((masks.get(pool) ?? 0) & mask) !== 0;
    const trial = trialsOf.get(id)?.find(inScope);
    const modules: readonly string[] = modulesOfMask(mask);
    const used = (accessesOf.get(id) ?? []).filter(({ module }) => modules.includes(module));
    const seated = seatsOf.get(id)?.some(inScope) === true;
    return {
      seat: seated ? 'seat' : trial ? 'trial' : 'none',
      firstAccess: used.length === 0 ? null : iso(Math.min(...used.map((row) => row.first_access))),
      lastAccess: used.length === 0 ? null : iso(Math.max(...used.map((row) => row.last_access))),
      trialEnds: trial && !seated ? iso(trial.started_at + SEAT_TRIAL) : null,
    };
  };
}
