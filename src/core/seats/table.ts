/** The rows of the License dialog: what is licensed, what is used, and what to do about it (INTERFACES 4). */
import { daysLeft } from '../calendar.ts';
import { type Category, GROUPS, type GroupId, groupOf, MODULES, type ModuleId } from './modules.ts';
import { type Entitlement, groupCountMask, type Pool, poolsOf } from './scopes.ts';

/** `Add Users` from this share of the seats on, in percent (LICENSING 5). */
export const ADD_USERS_FROM_PERCENT = 90;
/** `Renew License` when so many days or fewer are left (LICENSING 5). */
export const RENEW_FROM_DAYS = 30;

export type Recommendation = 'Add Users' | 'Renew License';

export interface TableRow {
  readonly category: Category;
  /** Name of the group. */
  readonly group: string;
  readonly seats: number | 'unlimited';
  readonly used: number;
  readonly renewalDays: number | null;
  readonly exceeded: boolean;
  readonly recommended: Recommendation[];
  readonly moreSeats: number;
  readonly licensed: boolean;
}
export interface ModuleRow extends TableRow {
  readonly id: ModuleId;
  readonly name: string;
  readonly assigned: number;
  readonly trial: number;
  readonly ownPool: boolean;
}
export interface GroupRow extends TableRow {
  readonly id: GroupId;
}

export interface TableFacts {
  readonly entitlement: Entitlement;
  /** Used Seats by mask: the counters of `scopeMasks(entitlement)`. A missing one is 0. */
  readonly used: ReadonlyMap<number, number>;
  /** Seats and trials given to accounts that have connected; a missing module has none. */
  readonly access: ReadonlyMap<ModuleId, { readonly assigned: number; readonly trial: number }>;
  /** Epoch milliseconds of trusted time. */
  readonly now: number;
  readonly timeZone: string;
}

/** Always 19 modules and 5 groups, in the order of LICENSING 1. */
export function seatTable(facts: TableFacts): { modules: ModuleRow[]; groups: GroupRow[] } {
  const pools = poolsOf(facts.entitlement).filter((pool) => isRunning(pool, facts.now));
  const byKey = new Map(pools.map((pool) => [pool.key, pool]));
  const byModule = new Map(pools.flatMap((pool) => pool.modules.map((id) => [id, pool] as const)));
  const own = new Set(facts.entitlement.items.map((item) => item.module));
  const modules = MODULES.map((m): ModuleRow => {
    const access = facts.access.get(m.id) ?? { assigned: 0, trial: 0 };
    const used = facts.used.get(m.mask) ?? 0;
    const row = rowOf(byModule.get(m.id), used, access.trial, facts);
    const place = { category: m.category, group: groupOf(m.group).name };
    return { id: m.id, name: m.name, ...place, ...row, ...access, ownPool: own.has(m.id) };
  });
  const groups = GROUPS.map((g): GroupRow => {
    const used = facts.used.get(groupCountMask(facts.entitlement, g.id)) ?? 0;
    return { id: g.id, category: g.category, group: g.name, ...rowOf(byKey.get(`group:${g.id}`), used, 0, facts) };
  });
  return { modules, groups };
}

/** An item with `trial-until` ends then (LICENSING 2). */
const isRunning = (pool: Pool, now: number): boolean =>
  pool.item.trialUntil === undefined || now < Date.parse(pool.item.trialUntil);

function rowOf(pool: Pool | undefined, used: number, trial: number, facts: TableFacts) {
  if (!pool) return { ...NOT_LICENSED, used, exceeded: trial > 0 };
  const { seats, renewal } = pool.item;
  const renewalDays = renewal === undefined ? null : daysLeft(renewal, facts.now, facts.timeZone);
  const moreSeats = seats === 'unlimited' ? 0 : Math.max(0, used - seats);
  const recommended = recommendations(seats, used, renewalDays);
  return { seats, used, renewalDays, exceeded: moreSeats > 0, recommended, moreSeats, licensed: true };
}

/** No item covers it: 0 seats; marked only while someone is on trial there (LICENSING 6). */
const NOT_LICENSED = { seats: 0, renewalDays: null, recommended: [], moreSeats: 0, licensed: false };

function recommendations(seats: number | 'unlimited', used: number, renewalDays: number | null): Recommendation[] {
  const addUsers = seats !== 'unlimited' && used * 100 >= seats * ADD_USERS_FROM_PERCENT;
  const renew = renewalDays !== null && renewalDays <= RENEW_FROM_DAYS;
  return [...(addUsers ? (['Add Users'] as const) : []), ...(renew ? (['Renew License'] as const) : [])];
}
