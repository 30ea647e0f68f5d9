/** Access checks over a real store, with a license that a test replaces and a clock that it moves. */
import type { ModuleId } from '../../core/seats/modules.ts';
import type { Entitlement, EntitlementItem } from '../../core/seats/scopes.ts';
import { after, NOW, type TestServer } from '../store/store.testkit.ts';
import type { Store } from '../store/store.ts';
import { type AccessDeps, createAccess } from './access.ts';

export const licensed = (...items: EntitlementItem[]): Entitlement => ({ structure: 'category', items });

export async function openAccess(server: TestServer, entitlement: Entitlement, more: Partial<AccessDeps> = {}) {
  const world = { entitlement, now: NOW, clockTrusted: true, stopped: new Set<ModuleId>(), errors: [] as unknown[] };
  const access = await createAccess({
    store: server.store,
    events: server.events,
    after,
    log: { info: () => {}, error: (about: unknown) => void world.errors.push(about) },
    entitlement: () => world.entitlement,
    now: () => world.now,
    clockTrusted: () => world.clockTrusted,
    stopped: (module) => world.stopped.has(module),
    ...more,
  });
  return {
    world,
    access,
    ask: async (local: string, module: ModuleId = 'im') =>
      (await access.check({ address: `${local}@a.example`, module })).reason,
    async license(...items: EntitlementItem[]) {
      world.entitlement = licensed(...items);
      await access.settle();
    },
    /** `pool: locals with a seat | locals that wait`. */
    state: () => seatsOf(server.store),
  };
}
export type TestAccess = Awaited<ReturnType<typeof openAccess>>;

export async function seatsOf(store: Store): Promise<Record<string, string>> {
  const named = (table: 'seat' | 'seat_trial', by: 'assigned_at' | 'first_access') =>
    store.read
      .selectFrom(table)
      .innerJoin('address', 'address.id', `${table}.address_id`)
      .select([`${table}.pool as pool`, 'address.local as local'])
      .$if(table === 'seat_trial', (query) => query.where('waiting' as never, '=', 1 as never))
      .orderBy(by as never)
      .orderBy('address.id')
      .execute();
  const seats = await named('seat', 'assigned_at');
  const trials = await named('seat_trial', 'first_access');
  const pools = new Set([...seats, ...trials].map(({ pool }) => pool));
  const of = (rows: typeof seats, pool: string) =>
    rows
      .filter((row) => row.pool === pool)
      .map(({ local }) => local)
      .join(' ');
  return Object.fromEntries([...pools].sort().map((pool) => [pool, `${of(seats, pool)} | ${of(trials, pool)}`.trim()]));
}
