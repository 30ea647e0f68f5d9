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

const notCounted = (db: Kysely<Schema>, table: 'seat' | 'seat_trial') =>
  sql`coalesce((${servicesOf(db, `${table}.address_id`)}), 0)
    & coalesce((select mask from pool where pool.key = ${sql.ref(`${table}.pool`)}), 0) = 0`;
const within = (above: number) => sql`address_id > ${above} and address_id <= ${above + RANGE_ROWS}`;
const held = (table: 'seat' | 'seat_trial') => (table === 'seat' ? sql`1 = 1` : sql`waiting = 1`);

/** Ranges of address ids, by the id below their first, with seats or waiting accounts that do not count any more. */
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
async function releaseSeats(trx: Trx, above: number): Promise<number> {
  const gone = await sql`delete from seat where ${within(above)} and ${notCounted(trx, 'seat')}`.execute(trx);
  await recountPools(trx);
  return Number(gone.numAffectedRows ?? 0);
}

async function releaseTrials(trx: Trx, above: number): Promise<void> {
  await sql`update seat_trial set waiting = 0
    where ${within(above)} and ${held('seat_trial')} and ${notCounted(trx, 'seat_trial')}`.execute(trx);
  await recountPools(trx);
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

/** Up to a range of one pool. */
async function levelSome(trx: Trx, now: number): Promise<{ promoted: number; demoted: number }> {
  for (const pool of await readPools(trx)) {
    const { free, over } = balance(pool.seats, pool.assigned);
    const [up, down] = [Math.min(free, RANGE_ROWS), Math.min(over, RANGE_ROWS)];
    if (down > 0) await demote(trx, pool, down, now);
    const promoted = up > 0 && pool.trials > 0 ? await promote(trx, pool, up, now) : 0;
    if (down + promoted === 0) continue;
    await recountPools(trx);
    return { promoted, demoted: down };
  }
  return { promoted: 0, demoted: 0 };
}

/** Pools as the license has them; those of another shape are converted. */
async function reshape(trx: Trx, pools: readonly PoolInForce[], now: number): Promise<void> {
  const before = await readPools(trx);
  if (sameShape(before, pools)) return;
  const reshaped = pools.filter(({ key, mask }) => !before.some((pool) => pool.key === key && pool.mask === mask));
  if (reshaped.length > 0) await convertPools(trx, reshaped, before, now);
  await storePools(trx, pools);
  await recountPools(trx);
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

/**
 * Looks beside the writers what is to be done, and writes only when something is: a license of another shape at once, the
 * rest by ranges. Between them others have their turn, and what is there is right: nobody gets a seat beyond the license,
 * and whoever stops here goes on at the next start.
 */
export const settleSeats: TaskFunction<'settle-seats'> = async ({ pools, now }, context) => {
  const seen = await context.snapshot(async (db) => {
    const stored = await readPools(db);
    const used = inUse(stored);
    const seats = used ? await looseIn(db, 'seat', context) : [];
    const trials = used ? await looseIn(db, 'seat_trial', context) : [];
    const settled = sameShape(stored, pools) && !unbalanced(stored) && seats.length + trials.length === 0;
    return { settled, loose: { seats, trials } };
  });
  const moved = { promoted: 0, demoted: 0, released: 0 };
  if (seen.settled) return moved;
  await context.write((trx) => reshape(trx, pools, now));
  for (const above of seen.loose.seats) moved.released += await context.write((trx) => releaseSeats(trx, above));
  for (const above of seen.loose.trials) await context.write((trx) => releaseTrials(trx, above));
  for (;;) {
    const { promoted, demoted } = await context.write((trx) => levelSome(trx, now));
    if (promoted + demoted === 0) return moved;
    moved.promoted += promoted;
    moved.demoted += demoted;
  }
};
