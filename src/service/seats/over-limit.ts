/** Who is over the limit, for the midnight mail and the forecast; and the numbers of every pool (LICENSING 6). */
import type { Kysely } from 'kysely';
import type { SeatTrial } from '../../core/forecast/forecast.ts';
import type { MidnightEffect } from '../../core/lifecycle/effects.ts';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { GROUPS, MODULES, type ModuleId } from '../../core/seats/modules.ts';
import { type AccountOverLimit, MOST_LISTED, overLimitMail } from '../../core/seats/over-limit.ts';
import type { Notices } from '../notices/notices.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { modulesOfMask } from './convert.ts';

/** `group:mobile` is Mobile, `module:im` Instant Messaging. */
export function poolName(key: string): string {
  const [kind, id] = key.split(':');
  return (kind === 'group' ? GROUPS : MODULES).find((named) => named.id === id)?.name ?? key;
}

/** Seats given, by module: those of its pool. A few rows. */
export async function readGiven(db: Kysely<Schema>): Promise<Map<ModuleId, { assigned: number; trial: number }>> {
  const pools = await db.selectFrom('pool').select(['mask', 'assigned', 'trials']).execute();
  return new Map(
    pools.flatMap(({ mask, assigned, trials }) =>
      modulesOfMask(mask).map((id) => [id, { assigned, trial: trials }] as const),
    ),
  );
}

/** Those whose trial began first, up to `limit`. */
export async function accountsOverLimit(db: Kysely<Schema>, limit: number): Promise<AccountOverLimit[]> {
  const rows = await db
    .selectFrom('seat_trial as t')
    .innerJoin('address', 'address.id', 't.address_id')
    .innerJoin('domain', 'domain.id', 'address.domain_id')
    .select(['address.local as local', 'domain.name as domain', 't.pool as pool', 't.started_at as startedAt'])
    .where('t.waiting', '=', 1)
    .orderBy('t.started_at')
    .orderBy('t.address_id')
    .limit(limit)
    .execute();
  return rows.map(({ local, domain, pool, startedAt }) => ({
    address: `${local}@${domain}`,
    item: poolName(pool),
    ends: startedAt + SEAT_TRIAL,
  }));
}

/** For the forecast: trials that have not ended, the next ones. */
export async function seatTrials(db: Kysely<Schema>, now: number): Promise<SeatTrial[]> {
  const accounts = await accountsOverLimit(db, MOST_LISTED);
  return accounts.filter(({ ends }) => ends > now).map(({ address, item, ends }) => ({ account: address, item, ends }));
}

export interface MidnightDeps {
  readonly store: Store;
  readonly notices: Pick<Notices, 'enqueue'>;
  readonly hostname: string;
}

/** Compares seats with trials; one mail a date, whatever crashes. Returns whether one was written. */
export async function compareSeats(
  deps: MidnightDeps,
  { day, at }: Pick<MidnightEffect, 'day' | 'at'>,
): Promise<boolean> {
  const { store, notices, hostname } = deps;
  const pools = await store.read.selectFrom('pool').selectAll().where('trials', '>', 0).orderBy('key').execute();
  if (pools.length === 0) return false;
  const accounts = await accountsOverLimit(store.read, MOST_LISTED + 1);
  const named = pools.map(({ key, ...numbers }) => ({ name: poolName(key), ...numbers }));
  const mail = overLimitMail({ day, now: at, pools: named, accounts }, hostname);
  if (!mail) return false;
  const notice = {
    kind: 'seats-over-limit',
    occasion: String(day),
    roles: ['postmaster'] as const,
    holder: '',
    ...mail,
  };
  return store.write((trx) => notices.enqueue(trx, notice));
}
