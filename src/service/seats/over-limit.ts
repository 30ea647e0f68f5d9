/** Who is over the limit, for the midnight mail and the forecast; and the numbers of every pool (LICENSING 6). */
import type { Kysely } from 'kysely';
import type { SeatTrial } from '../../core/forecast/forecast.ts';
import type { MidnightEffect } from '../../core/lifecycle/effects.ts';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { GROUPS, MODULES, type ModuleId } from '../../core/seats/modules.ts';
import { type AccountOverLimit, MOST_LISTED, overLimitMail } from '../../core/seats/over-limit.ts';
import type { Notices } from '../notices/notices.ts';
import { insertNotice, type NewNotice } from '../notices/outbox.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { TaskFunction } from '../store/task-context.ts';
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
  readonly store: Pick<Store, 'read' | 'write' | 'runTask'>;
  readonly notices: Pick<Notices, 'enqueueBy'>;
  readonly hostname: string;
}

/** Compares seats with trials; one mail a date, whatever crashes. Returns whether one was written. */
export async function compareSeats(
  { store, notices, hostname }: MidnightDeps,
  { day, at }: Pick<MidnightEffect, 'day' | 'at'>,
): Promise<boolean> {
  if ((await poolsOverLimit(store.read)).length === 0) {
    await store.write((trx) => rememberCompared(trx, day));
    return false;
  }
  return notices.enqueueBy(
    async (stamp) => (await store.runTask('compare-seats', { day, at, hostname, stamp })).written,
  );
}

/** The day whose midnight was compared last. */
const COMPARED = 'seats-compared';

const rememberCompared = (trx: Kysely<Schema>, day: number): Promise<unknown> =>
  trx
    .insertInto('standing')
    .values({ key: COMPARED, value: String(day) })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: String(day) }))
    .execute();

/** At a start: the comparison of a midnight that was seen, but whose process died before it had compared. */
export async function compareMissed(
  deps: MidnightDeps,
  midnight: Pick<MidnightEffect, 'day' | 'at'>,
): Promise<boolean> {
  const { read, write } = deps.store;
  const stored = await read.selectFrom('standing').select('value').where('key', '=', COMPARED).executeTakeFirst();
  if (!stored) await write((trx) => rememberCompared(trx, midnight.day));
  return stored !== undefined && Number(stored.value) < midnight.day && compareSeats(deps, midnight);
}

const poolsOverLimit = (db: Kysely<Schema>) =>
  db.selectFrom('pool').selectAll().where('trials', '>', 0).orderBy('key').execute();

/** More do not go into a mail that anybody takes. */
const MOST_READ = 150_000;

/** In the worker: there may be hundreds of thousands of them. The notice and its file are one transaction. */
export const compareSeatsTask: TaskFunction<'compare-seats'> = async ({ day, at, hostname, stamp }, context) => {
  const mail = await context.snapshot(async (db) => {
    const pools = (await poolsOverLimit(db)).map(({ key, ...numbers }) => ({ name: poolName(key), ...numbers }));
    const accounts = await accountsOverLimit(db, MOST_READ);
    return overLimitMail({ day, now: at, pools, accounts }, hostname);
  });
  if (!mail) {
    await context.write((trx) => rememberCompared(trx, day));
    return { written: false };
  }
  const { subject, body, list } = mail;
  const notice: NewNotice = {
    kind: 'seats-over-limit',
    occasion: String(day),
    roles: ['postmaster'],
    holder: '',
    subject,
    body,
    ...(list && { attachment: { fileName: list.fileName, contentType: 'text/csv', content: list.content } }),
  };
  return {
    written: await context.write(async (trx) => {
      await rememberCompared(trx, day);
      return insertNotice(trx, notice, stamp);
    }),
  };
};
