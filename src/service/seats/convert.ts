/**
 * A license of another structure: seats and trials of the old pools become those of the new ones, from the first access
 * of each module (LICENSING 6). A trial goes on; who had a seat and gets none has a fresh one.
 */
import { sql, type Transaction } from 'kysely';
import { MODULES } from '../../core/seats/modules.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import type { Schema } from '../store/schema.ts';
import { servicesOf } from './counters.ts';

type Trx = Transaction<Schema>;

export interface OldPool {
  readonly key: string;
  readonly mask: number;
}

export const modulesOfMask = (mask: number) => MODULES.filter((m) => (m.mask & mask) !== 0).map(({ id }) => id);

/** Converts all at once: what one pool had is looked at before another one changes it. */
export async function convertPools(
  trx: Trx,
  reshaped: readonly PoolInForce[],
  old: readonly OldPool[],
  now: number,
): Promise<void> {
  await sql`create temp table if not exists candidate (pool text not null, address_id integer not null,
    first_access integer not null, assigned_at integer, started_at integer, counted integer not null,
    primary key (pool, address_id)) without rowid`.execute(trx);
  await sql`delete from temp.candidate`.execute(trx);
  for (const pool of reshaped) {
    const from = old.filter(({ mask }) => (mask & pool.mask) !== 0).map(({ key }) => key);
    await collect(trx, pool, from);
  }
  for (const pool of reshaped) await give(trx, pool, now);
}

/** By the address alone, and not once for each value: compared with a column as it is, SQLite looks each of them up. */
const oneOf = (column: string, values: readonly string[]) =>
  sql`(${sql.ref(column)} || '') in (${values.length === 0 ? sql`null` : sql.join([...values])})`;

/** Whoever has accessed a module of the pool, with what the old pools gave. */
const collect = (trx: Trx, pool: PoolInForce, from: readonly string[]): Promise<unknown> => {
  const { key, mask, modules } = pool;
  // Few have used a single module; of several, accesses are read in the order of addresses.
  const used = modules.length === 1 ? sql`x.module = ${modules[0]}` : oneOf('x.module', modules);
  return sql`
    insert into temp.candidate
    select ${key}, x.address_id, min(x.first_access),
      (select min(s.assigned_at) from seat as s where s.address_id = x.address_id and ${oneOf('s.pool', from)}),
      (select min(t.started_at) from seat_trial as t where t.address_id = x.address_id and ${oneOf('t.pool', from)}),
      coalesce((${servicesOf(trx, 'x.address_id')}), 0) & ${mask} <> 0
    from access as x where ${used} group by x.address_id`.execute(trx);
};

async function give(trx: Trx, { key, seats, overuse }: PoolInForce, now: number): Promise<void> {
  const limit = seats === null ? sql`` : sql`limit ${seats}`;
  await trx.deleteFrom('seat').where('pool', '=', key).execute();
  await sql`update seat_trial set waiting = 0 where pool = ${key} and waiting = 1`.execute(trx);
  await sql`insert into seat (address_id, pool, assigned_at)
    select address_id, pool, coalesce(assigned_at, ${now}) from temp.candidate where pool = ${key} and counted = 1
    order by first_access, address_id ${limit}`.execute(trx);
  const seated = sql`exists (select 1 from seat as s where s.address_id = c.address_id and s.pool = c.pool)`;
  const over = overuse === 'trial' ? sql`c.counted = 1 and not ${seated}` : sql`0`;
  // Who had a seat, and not for this pool any more, begins anew.
  const start = sql`case when c.assigned_at is not null and ${over} then ${now} else coalesce(c.started_at, ${now}) end`;
  await sql`insert into seat_trial (address_id, pool, first_access, started_at, waiting)
    select c.address_id, c.pool, c.first_access, ${start}, ${over} from temp.candidate as c
    where c.pool = ${key} and (c.started_at is not null or (${over}))
    on conflict (address_id, pool) do update set first_access = excluded.first_access,
      started_at = excluded.started_at, waiting = excluded.waiting`.execute(trx);
}
