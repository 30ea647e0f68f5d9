/** What targets count now and after a change: one aggregate pass (DESIGN 4). */
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type CountedColumns, columnsOf, countedFlags, type Tally } from '../seats/counters.ts';
import type { Range, Targets } from './targets.ts';
import type { WithTemp } from './temp-tables.ts';

export type Columns = ExpressionBuilder<WithTemp, 'account' | 'domain'>;

export interface Shift {
  /** Rows that do not fit keep what they count. */
  readonly where?: (eb: Columns) => Expression<SqlBool>;
  /** Null: the accounts go. */
  readonly after: ((eb: Columns, now: CountedColumns) => CountedColumns) | null;
}

/** Adds the range to the tally. Returns how many rows it looked at. */
export async function tallyRange(targets: Targets, range: Range, tally: Tally, shift: Shift): Promise<number> {
  const { after, where } = shift;
  const nothing: RawBuilder<number> = sql`0`;
  let query = targets.db
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => [
      countedFlags(columnsOf(eb)).as('before'),
      (after === null ? nothing : countedFlags(after(eb, columnsOf(eb)))).as('after'),
      eb.fn.countAll<number>().as('n'),
    ])
    .where(targets.within(range));
  if (where) query = query.where(where);
  const groups = await query
    .groupBy(after === null ? sql.ref('before') : [sql.ref('before'), sql.ref('after')])
    .execute();
  let rows = 0;
  for (const { before, after: then, n } of groups) {
    tally.add(before, then, Number(n));
    rows += Number(n);
  }
  return rows;
}
