/** The pools in force at an instant: every module belongs to exactly one (LICENSING 6). */
import { MODULES, type ModuleId, moduleOf } from './modules.ts';
import { type Entitlement, poolsOf } from './scopes.ts';

/** What exceeding an item means (LICENSING 7). */
export type PoolOveruse = 'trial' | 'community' | 'protection';

export interface PoolInForce {
  /** `group:collaboration` or `module:im`; a module that no item covers has a pool of its own without seats. */
  readonly key: string;
  readonly mask: number;
  readonly modules: readonly ModuleId[];
  /** Null: unlimited. */
  readonly seats: number | null;
  readonly overuse: PoolOveruse;
}

/** `now`: epoch ms; an item with `trialUntil` covers nothing from then on (LICENSING 2). */
export function poolsInForce(entitlement: Entitlement, now: number): PoolInForce[] {
  const covered = poolsOf(entitlement)
    .filter(({ mask, item }) => mask !== 0 && (item.trialUntil === undefined || now < Date.parse(item.trialUntil)))
    .map(({ key, mask, modules, item }): PoolInForce => {
      const seats = item.seats === 'unlimited' ? null : item.seats;
      return { key, mask, modules, seats, overuse: item.overuse ?? 'trial' };
    });
  const taken = new Set(covered.flatMap(({ modules }) => modules));
  const rest = MODULES.filter(({ id }) => !taken.has(id)).map(({ id, mask }): PoolInForce => {
    return { key: `module:${id}`, mask, modules: [id], seats: 0, overuse: 'trial' };
  });
  return [...covered, ...rest];
}

/** When the pools are others by time alone: the next end of an item after `now`; infinite if none ends. */
export function poolsUntil(entitlement: Entitlement, now: number): number {
  const ends = entitlement.items.flatMap(({ trialUntil }) =>
    trialUntil === undefined ? [] : [Date.parse(trialUntil)],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...ends.filter((end) => end > now));
}

export function poolOfModule(pools: readonly PoolInForce[], module: ModuleId): PoolInForce {
  const found = pools.find(({ modules }) => modules.includes(module));
  if (!found) throw new Error(`no pool has the module ${moduleOf(module).name}`);
  return found;
}
