/** The accounts of a mask as numbered rows of a temporary table, so that bulk work goes by ranges (DESIGN 4). */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AccountMask } from '../../core/accounts/mask.ts';
import type { Schema } from '../store/schema.ts';
import { RANGE_ROWS, type TaskContext } from '../store/task-context.ts';
import { inRange } from './rows.ts';

/** `n` counts from 1 without gaps. */
export type WithTargets = Schema & { target: { n: number; id: number } };
export type Targets = Transaction<WithTargets>;

/** Fills the table, in the order of the ids where that costs nothing. Call it inside the task's transaction. */
export async function collectTargets(
  trx: Transaction<Schema>,
  mask: AccountMask,
): Promise<{ readonly targets: Targets; readonly count: number }> {
  await sql`create temp table if not exists target (n integer primary key, id integer not null)`.execute(trx);
  await sql`delete from target`.execute(trx);
  const targets = trx as unknown as Targets;
  const inserted = await targets
    .insertInto('target')
    .columns(['id'])
    .expression(mask.domain === null && mask.local.kind === 'all' ? everyAccount(trx) : someAccounts(trx, mask))
    .executeTakeFirst();
  return { targets, count: Number(inserted.numInsertedOrUpdatedRows ?? 0) };
}

const everyAccount = (trx: Kysely<Schema>) => trx.selectFrom('account').select('account.id').orderBy('account.id');

function someAccounts(trx: Kysely<Schema>, mask: AccountMask) {
  const all = trx
    .selectFrom('domain')
    .innerJoin('address', 'address.domain_id', 'domain.id')
    .innerJoin('account', 'account.id', 'address.id')
    .select('account.id')
    .where(inRange(mask.local));
  return mask.domain === null ? all : all.where('domain.name', '=', mask.domain);
}

export interface Range {
  /** above < n ≤ upTo */
  readonly above: number;
  readonly upTo: number;
}

/** Goes through `count` rows by ranges, looking at the cancel flag before each. */
export async function inRanges(
  context: TaskContext,
  count: number,
  work: (range: Range) => Promise<void>,
): Promise<void> {
  for (let above = 0; above < count; above += RANGE_ROWS) {
    context.check();
    const upTo = Math.min(above + RANGE_ROWS, count);
    await work({ above, upTo });
    context.progress(upTo, count);
  }
}

/** Ids of a range, for `where id in (…)`. */
export const idsOf = (targets: Targets, range: Range) =>
  targets
    .selectFrom('target')
    .select('target.id')
    .where('target.n', '>', range.above)
    .where('target.n', '<=', range.upTo);
