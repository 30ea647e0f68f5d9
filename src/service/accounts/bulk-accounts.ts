/** Bulk changes of accounts: one aggregate pass over what counts, then the changed rows (DESIGN 4). All or nothing. */
import { type Expression, type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountChange } from '../../core/accounts/variables.ts';
import { type CountedColumns, columnsOf, countedFlags, moveCounters, Tally } from '../seats/counters.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { accountChangeOf, accountMaskOf } from './parsing.ts';
import { collectTargets, idsOf, inRanges, type Range, type Targets, type WithTargets } from './targets.ts';

type Columns = ExpressionBuilder<Pick<WithTargets, 'account' | 'domain'>, 'account' | 'domain'>;

/** The columns as they will be. */
function changedColumns(eb: Columns, change: AccountChange): CountedColumns {
  const now = columnsOf(eb);
  return {
    type: change.type === undefined ? now.type : sql.lit(change.type),
    disabled: change.disabled === undefined ? now.disabled : sql.lit(change.disabled),
    flags: flagsAfter(now.flags, change),
    domainFlags: now.domainFlags,
  };
}

const flagsAfter = (flags: Expression<number>, change: AccountChange): Expression<number> =>
  sql<number>`(${flags} | ${sql.lit(change.on)}) & ~${sql.lit(change.off)}`;

/** Adds to the tally what the range's accounts count now and after; `after` null: they are gone. */
export async function tallyRange(
  targets: Targets,
  range: Range,
  tally: Tally,
  after: (eb: Columns) => RawBuilder<number>,
): Promise<void> {
  const groups = await targets
    .selectFrom('target')
    .innerJoin('account', 'account.id', 'target.id')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => [countedFlags(columnsOf(eb)).as('before'), after(eb).as('after'), eb.fn.countAll<number>().as('n')])
    .where('target.n', '>', range.above)
    .where('target.n', '<=', range.upTo)
    .groupBy([sql.ref('before'), sql.ref('after')])
    .execute();
  for (const { before, after: then, n } of groups) tally.add(before, then, Number(n));
}

/** Writes the rows that differ, each with what undoes it. Returns how many. */
async function changeRange(
  targets: Targets,
  range: Range,
  change: AccountChange,
  auditId: number | null,
): Promise<number> {
  const { name, type, disabled } = change;
  const result = await targets
    .updateTable('account')
    .set((eb) => ({
      flags: flagsAfter(eb.ref('flags'), change),
      prev_flags: eb.ref('flags'),
      changed_by: auditId,
      ...(name === undefined ? {} : { name }),
      ...(type === undefined ? {} : { type }),
      ...(disabled === undefined ? {} : { disabled }),
    }))
    .where('id', 'in', idsOf(targets, range))
    .where((eb) =>
      eb.or([
        eb('flags', '<>', flagsAfter(eb.ref('flags'), change)),
        ...(name === undefined ? [] : [eb('name', '<>', name)]),
        ...(type === undefined ? [] : [eb('type', '<>', type)]),
        ...(disabled === undefined ? [] : [eb('disabled', '<>', disabled)]),
      ]),
    )
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Throws ACCOUNT_NOT_FOUND when the mask matches none. `changed` counts rows that differ afterwards. */
export const modifyAccounts: TaskFunction<'modify-accounts'> = async (input, context) => {
  const mask = accountMaskOf(input.mask);
  const change = accountChangeOf(input.variables);
  return context.write(async (trx) => {
    const { targets, count } = await collectTargets(trx, mask);
    if (count === 0) throw new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: input.mask });
    const tally = new Tally();
    let changed = 0;
    await inRanges(context, count, async (range) => {
      await tallyRange(targets, range, tally, (eb) => countedFlags(changedColumns(eb, change)));
      changed += await changeRange(targets, range, change, input.auditId);
    });
    await moveCounters(trx, (masks) => tally.perMask(masks));
    return { changed };
  });
};

const nothing = (): RawBuilder<number> => sql<number>`0`;

/** Addresses stay: seats and trials refer to them. Returns how many accounts went. */
export async function deleteTargets(
  targets: Targets,
  count: number,
  tally: Tally,
  ranges: (work: (range: Range) => Promise<void>) => Promise<void>,
): Promise<number> {
  await ranges(async (range) => {
    await tallyRange(targets, range, tally, nothing);
    await targets.deleteFrom('account').where('id', 'in', idsOf(targets, range)).execute();
  });
  return count;
}

/** Throws ACCOUNT_NOT_FOUND when the mask matches none. */
export const deleteAccounts: TaskFunction<'delete-accounts'> = async (input, context) => {
  const mask = accountMaskOf(input.mask);
  return context.write(async (trx) => {
    const { targets, count } = await collectTargets(trx, mask);
    if (count === 0) throw new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: input.mask });
    const tally = new Tally();
    const changed = await deleteTargets(targets, count, tally, (work) => inRanges(context, count, work));
    await moveCounters(trx, (masks) => tally.perMask(masks));
    return { changed };
  });
};
