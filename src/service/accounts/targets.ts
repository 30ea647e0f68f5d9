/** The accounts that a rule selects, as a condition on `account` that bulk work applies range by range (DESIGN 4). */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Schema } from '../store/schema.ts';
import { RANGE_ROWS, type TaskContext } from '../store/task-context.ts';
import type { AccountRule } from './rule.ts';
import { addTargets, isEverything, namedAccounts } from './sets.ts';
import { emptyTables, nameAll, type WithTemp } from './temp-tables.ts';

export interface Range {
  /** above < account.id ≤ upTo */
  readonly above: number;
  readonly upTo: number;
}

export interface Targets {
  /** The transaction, with the temporary tables. */
  readonly db: Kysely<WithTemp>;
  /** Every account, or every one but a few: there is no list of them. */
  readonly all: boolean;
  /** Is `account.id` one of them, and in the range? */
  within(range: Range): RawBuilder<SqlBool>;
}

/** All ids. */
export const WHOLE: Range = { above: 0, upTo: Number.MAX_SAFE_INTEGER };

const inIds = ({ above, upTo }: Range): RawBuilder<SqlBool> => sql`account.id > ${above} and account.id <= ${upTo}`;

const everyAccount = (db: Kysely<WithTemp>, spares: boolean): Targets => ({
  db,
  all: true,
  within: (range) =>
    spares ? sql`${inIds(range)} and account.id not in (select spared.id from spared)` : inIds(range),
});

/** The accounts in the table `target`. */
export const listedAccounts = (db: Kysely<WithTemp>): Targets => ({
  db,
  all: false,
  within: ({ above, upTo }) =>
    sql`account.id in (select target.id from target where target.id > ${above} and target.id <= ${upTo})`,
});

/** To be called inside the transaction that uses the targets; a later call takes the earlier ones away. */
export async function collectTargets(trx: Kysely<Schema>, rule: AccountRule): Promise<Targets> {
  const db = await emptyTables(trx);
  const spares = rule.except.length > 0;
  if (spares) {
    await nameAll(db, rule.except);
    await db.insertInto('spared').columns(['id']).expression(namedAccounts(db).distinct()).execute();
  }
  if (rule.parts.some(isEverything)) return everyAccount(db, spares);
  for (const part of rule.parts) await addTargets(db, part);
  if (spares) await db.deleteFrom('target').where('id', 'in', db.selectFrom('spared').select('id')).execute();
  return listedAccounts(db);
}

export async function countTargets({ db, all, within }: Targets): Promise<number> {
  const rows = all ? sql`account where ${within(WHOLE)}` : sql`target`;
  const counted = await sql<{ n: number }>`select count(*) as n from ${rows}`.execute(db);
  return Number(counted.rows[0]?.n);
}

async function countAll({ db }: Targets): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Throws ACCOUNT_NOT_FOUND when the rule selects none. */
export async function requireTargets(trx: Kysely<Schema>, rule: AccountRule): Promise<Targets> {
  const targets = await collectTargets(trx, rule);
  const { db, within } = targets;
  const found = await db.selectFrom('account').select('id').where(within(WHOLE)).limit(1).executeTakeFirst();
  if (!found) throw new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: rule.words });
  return targets;
}

/** The ends of the ranges: of ids for all accounts, of RANGE_ROWS listed ones otherwise. */
async function endAfter({ db, all }: Targets, above: number, last: number): Promise<number> {
  if (all) return Math.min(above + RANGE_ROWS, last);
  const next = db.selectFrom('target').select('id').where('id', '>', above).orderBy('id').limit(RANGE_ROWS).as('next');
  const { end } = await db
    .selectFrom(next)
    .select((eb) => eb.fn.max('next.id').as('end'))
    .executeTakeFirstOrThrow();
  return end ?? last;
}

async function lastTarget({ db, all }: Targets): Promise<number> {
  const found = await db
    .selectFrom(all ? 'account' : 'target')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  return found.last ?? 0;
}

/** Goes through the targets by ranges, looking at the cancel flag before each. */
export async function inRanges(
  context: TaskContext,
  targets: Targets,
  work: (range: Range) => Promise<void>,
): Promise<void> {
  const last = await lastTarget(targets);
  // Of all accounts the ids tell how far it is; the plain count of a table is quick, one with a condition is not.
  const total = targets.all ? await countAll(targets) : await countTargets(targets);
  let done = 0;
  for (let above = 0; above < last; ) {
    context.check();
    const upTo = await endAfter(targets, above, last);
    await work({ above, upTo });
    done = targets.all ? Math.round((total * upTo) / last) : Math.min(done + RANGE_ROWS, total);
    context.progress(done, total);
    above = upTo;
  }
}

/** Lists follow so many quicker than they read everything again. */
const FEW = 200;

/** Tells which accounts the task changes, if they are few. Returns false if they are not. */
export async function tellFew(context: TaskContext, { db, within }: Targets): Promise<boolean> {
  const query = db.selectFrom('account').select('id').where(within(WHOLE));
  const found = await query.limit(FEW + 1).execute();
  if (found.length > FEW) return false;
  context.changed(found.map(({ id }) => id));
  return true;
}
