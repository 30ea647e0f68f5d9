/** Changes of domains: what a domain grants decides for all its accounts. All or nothing. */
import { sql } from 'kysely';
import { recordDone } from '../audit/record.ts';
import { moveCounters, Tally } from '../seats/counters.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { deleteTargets } from './bulk-accounts.ts';
import { domainAfter, flagsAfter, flagsDiffer } from './change.ts';
import { domainOf } from './parsing.ts';
import { domainId } from './rows.ts';
import { addAccountsOfDomains, requireDomains } from './sets.ts';
import { tallyRange } from './tally.ts';
import { inRanges, listedAccounts } from './targets.ts';
import { emptyTables } from './temp-tables.ts';

/** `changed` counts domains that differ afterwards. Throws DOMAIN_NOT_FOUND when the rule selects none. */
export const modifyDomains: TaskFunction<'modify-domains'> = async ({ rule, change, auditId }, context) =>
  context.write(async (trx) => {
    const db = await emptyTables(trx);
    await requireDomains(db, rule);
    await db
      .deleteFrom('chosen')
      .where('id', 'not in', (eb) =>
        eb
          .selectFrom('domain')
          .select('domain.id')
          .where(flagsDiffer(sql.ref('domain.flags'), change)),
      )
      .execute();
    await addAccountsOfDomains(db);
    const targets = listedAccounts(db);
    const tally = new Tally();
    await inRanges(context, targets, async (range) => {
      await tallyRange(targets, range, tally, { after: (_eb, now) => domainAfter(now, change) });
    });
    const { numUpdatedRows } = await db
      .updateTable('domain')
      .set((eb) => ({
        flags: flagsAfter(eb.ref('flags'), change),
        prev_flags: eb.ref('flags'),
        changed_by: auditId,
      }))
      .where('id', 'in', db.selectFrom('chosen').select('chosen.id'))
      .executeTakeFirst();
    const changed = Number(numUpdatedRows);
    await moveCounters(trx, (masks) => tally.perMask(masks));
    await recordDone(trx, auditId, changed);
    return { changed };
  });

/** Deletes a domain with its accounts. Throws DOMAIN_NOT_FOUND. `changed` counts the accounts. */
export const deleteDomain: TaskFunction<'delete-domain'> = async (input, context) => {
  const name = domainOf(input.name);
  return context.write(async (trx) => {
    const id = await domainId(trx, name);
    const db = await emptyTables(trx);
    await db.insertInto('chosen').values({ id }).execute();
    await addAccountsOfDomains(db);
    const tally = new Tally();
    const changed = await deleteTargets(listedAccounts(db), tally, context);
    const gone = { present: 0, changed_by: null, prev_flags: null };
    await trx.updateTable('domain').set(gone).where('id', '=', id).execute();
    await moveCounters(trx, (masks) => tally.perMask(masks));
    await recordDone(trx, input.auditId, changed);
    return { changed };
  });
};
