/** How work ended, told in its own transaction: a crash right behind it leaves no change that the trail does not know. */
import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What a row says until the work has ended. Work on accounts and domains ends with its transaction. */
export const BEGUN = 'begun';
export const DONE = 'ok';

/** To be called at the start, before anybody calls: what a killed process left begun was never committed. */
export async function endInterrupted(store: Pick<Store, 'write'>): Promise<void> {
  await store.write((trx) =>
    trx
      .updateTable('audit')
      .set({ outcome: 'INTERRUPTED' satisfies ErrorCode })
      .where('outcome', '=', BEGUN)
      .execute(),
  );
}

/** `auditId` null: no row of the trail stands for it. */
export async function recordDone(trx: Kysely<Schema>, auditId: number | null, changed: number | null): Promise<void> {
  if (auditId === null) return;
  await trx.updateTable('audit').set({ outcome: DONE, changed }).where('id', '=', auditId).execute();
}
