/** What a change of more than services found, for its undo. `prev_flags` has the services. */
import { type Kysely, sql } from 'kysely';
import type { AccountChange } from '../../core/accounts/variables.ts';
import { accountDiffers } from '../accounts/change.ts';
import type { Range, Targets } from '../accounts/targets.ts';
import type { Schema } from '../store/schema.ts';

/** To be called before the rows of the range are changed. */
export async function keepBefore(
  { db, within }: Targets,
  range: Range,
  change: AccountChange,
  auditId: number,
): Promise<void> {
  await db
    .insertInto('account_before')
    .columns(['audit_id', 'account_id', 'type', 'disabled', 'name'])
    .expression((eb) =>
      eb
        .selectFrom('account')
        .select([sql.lit(auditId).as('audit_id'), 'id', 'type', 'disabled', 'name'])
        .where(within(range))
        .where((inner) => accountDiffers(inner, change)),
    )
    .execute();
}

/** A change one of whose rows was overwritten is never undone: what it found is of no use any more. */
export async function forgetStale(trx: Kysely<Schema>): Promise<void> {
  const kept = await trx
    .selectFrom('account_before')
    .select((eb) => ['audit_id', eb.fn.countAll<number>().as('n')])
    .groupBy('audit_id')
    .execute();
  if (kept.length === 0) return;
  const stamps = await trx
    .selectFrom('account')
    .select((eb) => ['changed_by', eb.fn.countAll<number>().as('n')])
    .where('changed_by', 'is not', null)
    .groupBy('changed_by')
    .execute();
  const stamped = new Map(stamps.map(({ changed_by, n }) => [changed_by, Number(n)]));
  for (const { audit_id, n } of kept) {
    if (stamped.get(audit_id) === Number(n)) continue;
    await trx.deleteFrom('account_before').where('audit_id', '=', audit_id).execute();
  }
}
