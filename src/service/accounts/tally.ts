/** What targets count now and after a change: one aggregate pass (DESIGN 4). */
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AccountChange } from '../../core/accounts/variables.ts';
import { USER_TYPE } from '../../core/seats/counted.ts';
import { type CountedColumns, columnsOf, countedFlags, type Tally } from '../seats/counters.ts';
import { accountAfter, accountDiffers } from './change.ts';
import type { Range, Targets } from './targets.ts';
import type { WithTemp } from './temp-tables.ts';

export type Columns = ExpressionBuilder<WithTemp, 'account' | 'domain'>;

interface Shift {
  /** Rows that do not fit keep what they count. */
  readonly where?: (eb: Columns) => Expression<SqlBool>;
  /** Null: the accounts go. */
  readonly after: ((eb: Columns, now: CountedColumns) => CountedColumns) | null;
}

/** Adds the range to the tally. */
export async function tallyRange({ db, within }: Targets, range: Range, tally: Tally, shift: Shift): Promise<void> {
  const { after, where } = shift;
  const nothing: RawBuilder<number> = sql`0`;
  let query = db
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => [
      countedFlags(columnsOf(eb)).as('before'),
      (after === null ? nothing : countedFlags(after(eb, columnsOf(eb)))).as('after'),
      eb.fn.countAll<number>().as('n'),
    ])
    .where(within(range));
  if (where) query = query.where(where);
  const keys = after === null ? [sql.ref('before')] : [sql.ref('before'), sql.ref('after')];
  for (const { before, after: then, n } of await query.groupBy(keys).execute()) tally.add(before, then, Number(n));
}

/** More masks are summed up by flags. */
const MOST_SUMS = 6;

const EFFECTIVE = sql<number>`account.flags & domain.flags`;
const none = (flags: RawBuilder<number>, bits: number): RawBuilder<SqlBool> => sql`(${flags} & ${sql.lit(bits)}) = 0`;
const some = (flags: RawBuilder<number>, bits: number): RawBuilder<SqlBool> => sql`(${flags} & ${sql.lit(bits)}) <> 0`;

/** A switch of services, all on or all off: which accounts it concerns, and which of them a mask gains or loses. */
interface Switch {
  readonly bits: number;
  readonly by: 1 | -1;
  readonly where: RawBuilder<SqlBool>;
  readonly moves: (mask: number) => RawBuilder<SqlBool>[];
}

const switchOff = (off: number): Switch => ({
  bits: off,
  by: -1,
  where: some(EFFECTIVE, off),
  moves: (mask) => [
    ...((off & ~mask) === 0 ? [] : [some(EFFECTIVE, mask & off)]),
    ...((mask & ~off) === 0 ? [] : [none(EFFECTIVE, mask & ~off)]),
  ],
});

const switchOn = (on: number): Switch => ({
  bits: on,
  by: 1,
  where: sql`${some(sql.ref('domain.flags'), on)} and (account.flags & ${sql.lit(on)}) <> ${sql.lit(on)}`,
  moves: (mask) => [...((on & ~mask) === 0 ? [] : [some(sql.ref('domain.flags'), mask & on)]), none(EFFECTIVE, mask)],
});

/** One sum for each mask instead of groups that have to be sorted: half the time. */
async function tallySwitch(
  { db, within }: Targets,
  range: Range,
  tally: Tally,
  { by, where, moves }: Switch,
  masks: readonly number[],
): Promise<void> {
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join(masks.map((mask) => sql`count(*) filter (where ${sql.join([sql`1 = 1`, ...moves(mask)], sql` and `)}) as ${sql.id(`m${mask}`)}`))}
    from account inner join domain on domain.id = account.domain_id
    where ${within(range)} and account.type = ${sql.lit(USER_TYPE)} and account.disabled = 0 and ${where}`.execute(db);
  for (const mask of masks) tally.move(mask, by * Number(rows[0]?.[`m${mask}`] ?? 0));
}

/** Undefined: not a switch of services, all in one direction. */
function switchOf({ on, off, type, disabled }: AccountChange): Switch | undefined {
  if (type !== undefined || disabled !== undefined || (on !== 0 && off !== 0)) return undefined;
  return on === 0 ? switchOff(off) : switchOn(on);
}

/** Adds what the change does to the range's accounts; the tally then tells the truth about these masks. */
export async function tallyChange(
  targets: Targets,
  range: Range,
  tally: Tally,
  change: AccountChange,
  masks: readonly number[],
): Promise<void> {
  const only = switchOf(change);
  if (only?.bits === 0) return;
  const touched = only ? masks.filter((mask) => (mask & only.bits) !== 0) : [];
  if (only && touched.length === 0) return;
  if (only && touched.length <= MOST_SUMS) return tallySwitch(targets, range, tally, only, touched);
  await tallyRange(targets, range, tally, {
    where: (eb) => accountDiffers(eb, change),
    after: (_eb, now) => accountAfter(now, change),
  });
}
