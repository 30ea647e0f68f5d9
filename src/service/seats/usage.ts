/** Used Seats of each module day by day, kept 400 days, and where the trend leads (LICENSING 6). */
import { setImmediate as turn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { UsageDay, UsageHistory } from '../../contract/schemas-history.ts';
import { DAY, dayOf } from '../../core/calendar.ts';
import { MODULES, type Module, type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import { poolOfModule, poolsInForce } from '../../core/seats/pools.ts';
import type { Entitlement } from '../../core/seats/scopes.ts';
import { trendOf, USAGE_KEPT_DAYS } from '../../core/seats/trend.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { readCounters } from './counters.ts';

export interface UsageDeps {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly entitlement: () => Entitlement;
  /** Trusted, epoch ms. */
  readonly now: () => number;
  readonly timeZone: () => string;
}

export interface Usage {
  /** A module, or all 19 in their order; the last day of each is today with the number of this moment. */
  history(input: { readonly module?: ModuleId | undefined }): Promise<UsageHistory[]>;
  /**
   * To be called at a start of the service and at midnight: begins today, and gives the last day before its last number.
   * That is the present one, also after days without the service: nobody else changes accounts. Days on which it did
   * not run stay missing. May be called at any time.
   */
  record(): Promise<void>;
}

interface Numbers {
  readonly module: ModuleId;
  readonly used: number;
  /** Null: unlimited. */
  readonly seats: number | null;
}

export function createUsage(deps: UsageDeps): Usage {
  const { store, now, timeZone } = deps;
  const today = (): number => dayOf(now(), timeZone());

  const present = async (db: Pick<Store, 'read'>['read']): Promise<Numbers[]> => {
    const counters = await readCounters(db);
    const pools = poolsInForce(deps.entitlement(), now());
    return MODULES.map(({ id, mask }) => ({
      module: id,
      used: counters.get(mask) ?? 0,
      seats: poolOfModule(pools, id).seats,
    }));
  };

  const historyOf = async ({ id, name }: Module, numbers: Numbers, day: number): Promise<UsageHistory> => {
    const rows = await store.read
      .selectFrom('usage_day')
      .select(['day', 'used', 'seats'])
      .where('module', '=', id)
      .where('day', '>', day - USAGE_KEPT_DAYS)
      .where('day', '<', day)
      .orderBy('day')
      .execute();
    const days = [...rows, { day, used: numbers.used, seats: numbers.seats }];
    const trend = trendOf(days, day, numbers.seats);
    return {
      module: id,
      name,
      days: days.map(shown),
      trend: { ...trend, crosses: trend.crosses === null ? null : dateOf(trend.crosses) },
    };
  };

  return {
    async history({ module }) {
      const all = await present(store.read);
      const day = today();
      const histories: UsageHistory[] = [];
      for (const asked of module === undefined ? MODULES : [moduleOf(module)]) {
        const numbers = all.find((one) => one.module === asked.id);
        if (numbers) histories.push(await historyOf(asked, numbers, day));
        // A year of one module is read at once, not of all.
        await turn();
      }
      return histories;
    },
    record: () =>
      store.write(async (trx) => {
        const day = today();
        const numbers = await present(trx);
        const last = await lastDay(trx, day);
        // Its end has come; a day that has begun already is left to its own.
        if (last !== undefined && last < day) await put(trx, last, numbers);
        await put(trx, day, numbers);
        await trx
          .deleteFrom('usage_day')
          .where('day', '<=', day - USAGE_KEPT_DAYS)
          .execute();
      }),
  };
}

/** Later ones are of a time zone that was left, or of a clock that was wrong. */
async function lastDay(trx: Transaction<Schema>, today: number): Promise<number | undefined> {
  const row = await trx
    .selectFrom('usage_day')
    .select((eb) => eb.fn.max('day').as('day'))
    .where('day', '<=', today)
    .executeTakeFirst();
  return row?.day ?? undefined;
}

async function put(trx: Transaction<Schema>, day: number, numbers: readonly Numbers[]): Promise<void> {
  await trx
    .insertInto('usage_day')
    .values(numbers.map((one) => ({ ...one, day })))
    .onConflict((oc) =>
      oc.columns(['module', 'day']).doUpdateSet((eb) => ({
        used: eb.ref('excluded.used'),
        seats: eb.ref('excluded.seats'),
      })),
    )
    .execute();
}

const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const shown = ({ day, used, seats }: { day: number; used: number; seats: number | null }): UsageDay => ({
  day: dateOf(day),
  used,
  seats: seats ?? 'unlimited',
});
