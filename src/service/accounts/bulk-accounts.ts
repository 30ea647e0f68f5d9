/** Bulk changes of accounts: what counts before and after, then the changed rows, range by range. All or nothing. */
import type { AccountChange } from '../../core/accounts/variables.ts';
import { forgetStale, keepBefore } from '../audit/account-before.ts';
import { recordDone } from '../audit/record.ts';
import { moveCounters, readCounters, Tally } from '../seats/counters.ts';
import type { TaskContext, TaskFunction } from '../store/task-context.ts';
import { accountDiffers, changesMore, flagsAfter } from './change.ts';
import { tallyChange, tallyRange } from './tally.ts';
import { inRanges, type Range, requireTargets, type Targets, tellFew } from './targets.ts';

/** Writes the rows that differ, each with what undoes it. Returns how many. */
async function changeRange(
  targets: Targets,
  range: Range,
  change: AccountChange,
  auditId: number | null,
): Promise<number> {
  const { name, type, disabled } = change;
  const result = await targets.db
    .updateTable('account')
    .set((eb) => ({
      ...((change.on | change.off) === 0 ? {} : { flags: flagsAfter(eb.ref('flags'), change) }),
      ...(name === undefined ? {} : { name }),
      ...(type === undefined ? {} : { type }),
      ...(disabled === undefined ? {} : { disabled }),
      prev_flags: eb.ref('flags'),
      changed_by: auditId,
    }))
    .where(targets.within(range))
    .where((eb) => accountDiffers(eb, change))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** `changed` counts rows that differ afterwards. Throws ACCOUNT_NOT_FOUND. */
export const modifyAccounts: TaskFunction<'modify-accounts'> = async ({ rule, change, auditId }, context) =>
  context.write(async (trx) => {
    const targets = await requireTargets(trx, rule);
    await tellFew(context, targets);
    const keeps = auditId !== null && changesMore(change);
    if (keeps) await forgetStale(trx);
    const masks = [...(await readCounters(trx)).keys()];
    const tally = new Tally();
    let changed = 0;
    await inRanges(context, targets, async (range) => {
      await tallyChange(targets, range, tally, change, masks);
      if (keeps) await keepBefore(targets, range, change, auditId);
      changed += await changeRange(targets, range, change, auditId);
    });
    await moveCounters(trx, (masks) => tally.perMask(masks));
    await recordDone(trx, auditId, changed);
    return { changed };
  });

/** Addresses stay: seats and trials refer to them. Returns how many accounts went. */
export async function deleteTargets(targets: Targets, tally: Tally, context: TaskContext): Promise<number> {
  let changed = 0;
  await inRanges(context, targets, async (range) => {
    await tallyRange(targets, range, tally, { after: null });
    const gone = await targets.db.deleteFrom('account').where(targets.within(range)).executeTakeFirst();
    changed += Number(gone.numDeletedRows);
  });
  return changed;
}

/** Throws ACCOUNT_NOT_FOUND. */
export const deleteAccounts: TaskFunction<'delete-accounts'> = async ({ rule, auditId }, context) =>
  context.write(async (trx) => {
    const targets = await requireTargets(trx, rule);
    await tellFew(context, targets);
    const tally = new Tally();
    const changed = await deleteTargets(targets, tally, context);
    await moveCounters(trx, (masks) => tally.perMask(masks));
    await recordDone(trx, auditId, changed);
    return { changed };
  });
