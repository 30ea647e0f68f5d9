/**
 * Licenses that were requested or checked, and wait to be applied. They live in memory only: after a restart the same
 * machine asks again, which costs no activation (LICENSING 4), and a file is entered again.
 */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { PendingLicense } from '../../contract/schemas.ts';
import type { InForce } from './in-force.ts';

export interface Pending extends InForce {
  readonly source: PendingLicense['source'];
  /** The vendor's signed time when the answer came, and the machine's uptime then; null: it tells nothing. */
  readonly received: { readonly serverTime: number; readonly uptime: number } | null;
}

/** More are not kept: the oldest goes. Nobody decides between so many. */
const MAX_PENDING = 16;

export interface PendingLicenses {
  put(id: string, pending: Pending): void;
  /** Throws PENDING_LICENSE_NOT_FOUND. */
  get(id: string): Pending;
  remove(id: string): boolean;
}

export function createPendingLicenses(): PendingLicenses {
  const kept = new Map<string, Pending>();
  return {
    put(id, pending) {
      kept.set(id, pending);
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_PENDING) break;
        kept.delete(oldest);
      }
    },
    get(id) {
      const found = kept.get(id);
      if (!found) throw new SeatkeeperError('PENDING_LICENSE_NOT_FOUND');
      return found;
    },
    remove: (id) => kept.delete(id),
  };
}
