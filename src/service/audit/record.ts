/** How work ended, told in its own transaction: a crash right behind it leaves no change that the trail does not know. */
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';

/** What a row says until the work has ended. */
export const BEGUN = 'begun';
export const DONE = 'ok';

/** `auditId` null: no row of the trail stands for it. */
export async function recordDone(trx: Kysely<Schema>, auditId: number | null, changed: number | null): Promise<void> {
  if (auditId === null) return;
  await trx.updateTable('audit').set({ outcome: DONE, changed }).where('id', '=', auditId).execute();
}
