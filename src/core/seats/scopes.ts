/** Pools of seats, and the masks whose Used Seats are counted (LICENSING 1, 2, 6). */
import { type AccountFacts, counted } from './counted.ts';
import { GROUPS, type GroupId, groupMask, groupOf, MODULES, type ModuleId, moduleOf } from './modules.ts';

/** What a license, or the built-in evaluation, grants. A `LicenseDocument` is one. */
export interface Entitlement {
  readonly structure: 'category' | 'module';
  readonly items: readonly EntitlementItem[];
}

/** Exactly one of `group` and `module` is set. */
export interface EntitlementItem {
  readonly group?: GroupId;
  readonly module?: ModuleId;
  readonly seats: number | 'unlimited';
  /** Last covered day, `YYYY-MM-DD`; absent in the built-in evaluation. */
  readonly renewal?: string;
  /** ISO instant; the item ends then. */
  readonly trialUntil?: string;
  /** What exceeding it means (LICENSING 7); absent: `trial`. */
  readonly overuse?: 'trial' | 'community' | 'protection';
}

/** One license item: a group's modules, or one module (LICENSING 6). */
export interface Pool {
  /** `group:collaboration` or `module:im`: stable across licenses. */
  readonly key: string;
  readonly name: string;
  readonly modules: readonly ModuleId[];
  /** Bits of all its modules. */
  readonly mask: number;
  readonly item: EntitlementItem;
}

const ownModules = (entitlement: Entitlement): ReadonlySet<ModuleId> =>
  new Set(entitlement.items.flatMap((item) => (item.module === undefined ? [] : [item.module])));

/** The modules that a group counts: an item of its own takes a module out, also after it has ended (LICENSING 2). */
export function modulesOfGroup(entitlement: Entitlement, group: GroupId): ModuleId[] {
  const own = ownModules(entitlement);
  return MODULES.filter((m) => m.group === group && !own.has(m.id)).map((m) => m.id);
}

const maskOfModules = (modules: readonly ModuleId[]): number =>
  modules.reduce((mask, id) => mask | moduleOf(id).mask, 0);

/** The mask whose counter is the group's Used Seats; 0 when every module has an item of its own. */
export const groupCountMask = (entitlement: Entitlement, group: GroupId): number =>
  maskOfModules(modulesOfGroup(entitlement, group));

/** One pool an item, in the license's order. */
export function poolsOf(entitlement: Entitlement): Pool[] {
  return entitlement.items.map((item) => {
    if (item.module !== undefined) {
      const { id, name, mask } = moduleOf(item.module);
      return { key: `module:${id}`, name, modules: [id], mask, item };
    }
    if (item.group === undefined) throw new Error('an item names a group or a module');
    const group = groupOf(item.group);
    const modules = modulesOfGroup(entitlement, group.id);
    return { key: `group:${group.id}`, name: group.name, modules, mask: maskOfModules(modules), item };
  });
}

/** The masks that are counted whatever the license says: 19 modules and 5 groups. */
export const BASE_MASKS: readonly number[] = [...MODULES.map((m) => m.mask), ...GROUPS.map((g) => groupMask(g.id))];

/** Every mask that needs a counter: 19 modules, 5 groups, and what the license makes of the groups. No zero, no double. */
export function scopeMasks(entitlement: Entitlement): number[] {
  const masks = [
    ...BASE_MASKS,
    ...GROUPS.map((g) => groupCountMask(entitlement, g.id)),
    ...poolsOf(entitlement).map((pool) => pool.mask),
  ];
  return [...new Set(masks)].filter((mask) => mask !== 0);
}

/** A scope in words, for reports: a module's or group's name, or the modules that it joins. */
export function scopeName(mask: number): string {
  const module = MODULES.find((m) => m.mask === mask);
  if (module) return module.name;
  const group = GROUPS.find((g) => groupMask(g.id) === mask);
  if (group) return `${group.name} (group)`;
  const joined = MODULES.filter((m) => (m.mask & mask) === m.mask).map((m) => m.name);
  return joined.join(' + ') || `mask ${mask}`;
}

/** An account as it counts: with the services that its domain grants. */
export interface CountedFacts extends AccountFacts {
  readonly domainFlags: number;
}

/** By how much each counter moves when an account changes; undefined: there is none (any more). No zeros. */
export function counterDelta(
  before: CountedFacts | undefined,
  after: CountedFacts | undefined,
  masks: readonly number[],
): Map<number, number> {
  const one = (facts: CountedFacts | undefined, mask: number): number =>
    facts !== undefined && counted(facts, facts.domainFlags, mask) ? 1 : 0;
  const deltas = new Map<number, number>();
  for (const mask of masks) {
    const delta = one(after, mask) - one(before, mask);
    if (delta !== 0) deltas.set(mask, delta);
  }
  return deltas;
}
