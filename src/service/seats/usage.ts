/** Used Seats of each module day by day, kept 400 days, and where the trend leads (LICENSING 6). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { UsageHistory } from '../../contract/schemas-history.ts';
import type { ModuleId } from '../../core/seats/modules.ts';
import type { Entitlement } from '../../core/seats/scopes.ts';
import type { Store } from '../store/store.ts';

export interface UsageDeps {
  readonly store: Store;
  readonly entitlement: () => Entitlement;
  /** Trusted, epoch ms. */
  readonly now: () => number;
  readonly timeZone: () => string;
}

export interface Usage {
  history(input: { readonly module?: ModuleId | undefined }): Promise<UsageHistory[]>;
}

export function createUsage(_deps: UsageDeps): Usage {
  return {
    history: () => {
      throw new SeatkeeperError('INTERNAL', { correlationId: 'usage' });
    },
  };
}
