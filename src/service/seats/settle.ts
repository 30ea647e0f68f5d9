/**
 * Brings seats in line with license and accounts, in the worker: pools of another shape are converted, seats of accounts
 * that do not count any more come free, the oldest over the limit move up, the latest assigned lose theirs (LICENSING 6).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { balance } from '../../core/seats/moves.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import type { PoolTable, Schema } from '../store/schema.ts';
import { RANGE_ROWS, type TaskContext, type TaskFunction } from '../store/task-context.ts';
import { convertPools, modulesOfMask } from './convert.ts';
import { servicesOf } from './counters.ts';

type Trx = Transaction<Schema>;
interface StoredPool extends Pick<PoolTable, 'key' | 'mask' | 'seats'> {
  readonly assigned: number;
  readonly trials: number;
}

const readPools = (db: Kysely<Schema>): Promise<StoredPool[]> => db.selectFrom('pool').selectAll().execute();

/** Ranges of address ids, by the id below their first. */
type Ranges = readonly number[];
interface Loose {
  readonly seats: Ranges;
  readonly trials: Ranges;
}

const notCounted = (db: Kysely<Schema>, table: 'seat' | 'seat_trial') =>
  sql`coalesce((${servicesOf(db, `${table}.address_id`)}), 0)
    & coalesce((select mask from pool where pool.key = ${sql.ref(`${table}.pool`)}), 0) = 0`;
const within = (above: number) => sql`address_id > ${above} and address_id <= ${above + RANGE_ROWS}`;
const held = (table: 'seat' | 'seat_trial') => (table === 'seat' ? sql`1 = 1` : sql`waiting = 1`);

/** Where accounts have seats, or wait for one, that do not count for the pool any more. */
async function looseIn(db: Kysely<Schema>, table: 'seat' | 'seat_trial', context: TaskContext): Promise<number[]> {
  const found: number[] = [];
  const last = await db
    .selectFrom(table)
    .select((eb) => eb.fn.max('address_id').as('id'))
    .executeTakeFirst();
  for (let above = 0; above < (last?.id ?? 0); above += RANGE_ROWS) {
    context.check();
    const { rows } = await sql`select 1 from ${sql.table(table)}
      where ${within(above)} and ${held(table)} and ${notCounted(db, table)} limit 1`.execute(db);
    if (rows.length > 0) found.push(above);
  }
  return found;
}

/** Returns how many seats came free. */
async function release(trx: Trx, { seats, trials }: Loose, context: TaskContext): Promise<number> {
  let released = 0;
  for (const above of seats) {
    context.check();
    const gone = await sql`delete from seat where ${within(above)} and ${notCounted(trx, 'seat')}`.execute(trx);
    released += Number(gone.numAffectedRows ?? 0);
  }
  for (const above of trials) {
    context.check();
    await sql`update seat_trial set waiting = 0
      where ${within(above)} and ${held('seat_trial')} and ${notCounted(trx, 'seat_trial')}`.execute(trx);
  }
  return released;
}

const recountPools = (trx: Trx): Promise<unknown> =>
  sql`update pool set assigned = (select count(*) from seat where seat.pool = pool.key),
    trials = (select count(*) from seat_trial where seat_trial.pool = pool.key and waiting = 1)`.execute(trx);

async function storePools(trx: Trx, pools: readonly PoolInForce[]): Promise<void> {
  const keys = pools.map(({ key }) => key);
  await trx.deleteFrom('pool').where('key', 'not in', keys).execute();
  await trx.deleteFrom('seat').where('pool', 'not in', keys).execute();
  await trx
    .updateTable('seat_trial')
    .set({ waiting: 0 })
    .where('waiting', '=', 1)
    .where('pool', 'not in', keys)
    .execute();
  for (const { key, mask, seats } of pools) {
    await trx
      .insertInto('pool')
      .values({ key, mask, seats })
      .onConflict((oc) => oc.column('key').doUpdateSet({ mask, seats }))
      .execute();
  }
}

/** Mirrors `promotions` of core. */
async function promote(trx: Trx, { key, mask }: StoredPool, free: number, now: number): Promise<number> {
  const limit = Number.isFinite(free) ? sql`limit ${free}` : sql``;
  const { numAffectedRows } = await sql`
    insert into seat (address_id, pool, assigned_at)
    select t.address_id, t.pool, ${now} from seat_trial as t
    where t.pool = ${key} and t.waiting = 1 and coalesce((${servicesOf(trx, 't.address_id')}), 0) & ${mask} <> 0
    order by t.first_access, t.address_id ${limit}`.execute(trx);
  if (!numAffectedRows) return 0;
  await sql`update seat_trial set waiting = 0 where pool = ${key} and waiting = 1
    and exists (select 1 from seat where seat.address_id = seat_trial.address_id and seat.pool = seat_trial.pool)`.execute(
    trx,
  );
  return Number(numAffectedRows);
}

/** Mirrors `demotions` of core. The trial that they get is fresh. */
async function demote(trx: Trx, { key, mask }: StoredPool, over: number, now: number): Promise<void> {
  const latest = sql`select address_id from seat where pool = ${key} order by assigned_at desc, address_id desc limit ${over}`;
  const first = sql`select min(x.first_access) from access as x
    where x.address_id = s.address_id and x.module in (${sql.join(modulesOfMask(mask))})`;
  await sql`
    insert into seat_trial (address_id, pool, first_access, started_at, waiting)
    select s.address_id, s.pool, coalesce((${first}), s.assigned_at), ${now}, 1 from seat as s where s.pool = ${key} and s.address_id in (${latest})
    on conflict (address_id, pool) do update set started_at = excluded.started_at, waiting = 1`.execute(trx);
  await sql`delete from seat where pool = ${key} and address_id in (${latest})`.execute(trx);
}

/** Returns how many moved up and down. */
async function level(trx: Trx, now: number): Promise<{ promoted: number; demoted: number }> {
  let promoted = 0;
  let demoted = 0;
  for (const pool of await readPools(trx)) {
    const { free, over } = balance(pool.seats, pool.assigned);
    if (over > 0) await demote(trx, pool, over, now);
    else if (free > 0 && pool.trials > 0) promoted += await promote(trx, pool, free, now);
    demoted += over;
  }
  return { promoted, demoted };
}

const sameShape = (stored: readonly StoredPool[], pools: readonly PoolInForce[]): boolean =>
  stored.length === pools.length &&
  pools.every((pool) =>
    stored.some(({ key, mask, seats }) => key === pool.key && mask === pool.mask && seats === pool.seats),
  );

const inUse = (stored: readonly StoredPool[]): boolean => stored.some(({ assigned, trials }) => assigned + trials > 0);

const unbalanced = (stored: readonly StoredPool[]): boolean =>
  stored.some(({ seats, assigned, trials }) => {
    const { free, over } = balance(seats, assigned);
    return over > 0 || (free > 0 && trials > 0);
  });

/** Looks beside the writers what is to be done, and writes only when something is. */
export const settleSeats: TaskFunction<'settle-seats'> = async ({ pools, now }, context) => {
  const seen = await context.snapshot(async (db) => {
    const stored = await readPools(db);
    const used = inUse(stored);
    const seats = used ? await looseIn(db, 'seat', context) : [];
    const trials = used ? await looseIn(db, 'seat_trial', context) : [];
    const settled = sameShape(stored, pools) && !unbalanced(stored) && seats.length + trials.length === 0;
    return { settled, loose: { seats, trials } };
  });
  if (seen.settled) return { promoted: 0, demoted: 0, released: 0 };
  return context.write(async (trx) => {
    const before = await readPools(trx);
    const reshaped = pools.filter(({ key, mask }) => !before.some((pool) => pool.key === key && pool.mask === mask));
    const released = await release(trx, seen.loose, context);
    if (reshaped.length > 0) await convertPools(trx, reshaped, before, now);
    await storePools(trx, pools);
    await recountPools(trx);
    const moved = await level(trx, now);
    await recountPools(trx);
    return { ...moved, released };
  });
};
