/** Pools of seats, and the masks whose Used Seats are counted (LICENSING 1, 2, 6). */
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

/** Every mask that needs a counter: 19 modules, 5 groups, and what the license makes of the groups. No zero, no double. */
export function scopeMasks(entitlement: Entitlement): number[] {
  const masks = [
    ...MODULES.map((m) => m.mask),
    ...GROUPS.map((g) => groupMask(g.id)),
    ...GROUPS.map((g) => groupCountMask(entitlement, g.id)),
    ...poolsOf(entitlement).map((pool) => pool.mask),
  ];
  return [...new Set(masks)].filter((mask) => mask !== 0);
}
