/** The state of the watch in the table `standing`; what a step tells goes where it belongs, in the same transaction. */
import type { Transaction } from 'kysely';
import type { LogEffect, Notice } from '../../core/lifecycle/effects.ts';
import type { WatchStore } from '../schedule/watch.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { readWatch, writeWatch } from './standing.ts';

/**
 * Puts a notice into the outbox, or a line into a log, within the transaction of what it tells. `holder`: the license
 * holder's address; empty if there is none.
 */
export type RecordEffect = (trx: Transaction<Schema>, effect: Notice | LogEffect, holder: string) => Promise<void>;

export function watchStore(store: Store, record: RecordEffect, holder: () => string): WatchStore {
  return {
    load: () => readWatch(store.read, store.file),
    keep: (state, told, also) =>
      store.write(async (trx) => {
        await also?.(trx);
        for (const effect of told) await record(trx, effect, holder());
        await writeWatch(trx, state);
      }),
  };
}
