import { type Entitlement, scopeMasks } from '../../core/seats/scopes.ts';
import { readCounters } from '../seats/counters.ts';
import type { Store } from '../store/store.ts';

/** Pools that were never counted get their counters before the license that brings them, in the worker. */
export async function countScopes(store: Store, entitlement: Entitlement): Promise<void> {
  const counted = await readCounters(store.read);
  const masks = scopeMasks(entitlement).filter((mask) => !counted.has(mask));
  if (masks.length > 0) await store.runTask('count-scopes', { masks });
}
