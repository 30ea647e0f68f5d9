/** Takes a change of accounts or domains back: all its rows or none. Its own rows are stamped, so that it can be undone too. */
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import { addAccountsOfDomains } from '../accounts/sets.ts';
import { type Columns, tallyRange } from '../accounts/tally.ts';
import { inRanges, listedAccounts, type Range, type Targets, tellFew } from '../accounts/targets.ts';
import { emptyTables, type WithTemp } from '../accounts/temp-tables.ts';
import { type CountedColumns, moveCounters, Tally } from '../seats/counters.ts';
import type { AccountBeforeTable } from '../store/schema.ts';
import type { TaskContext, TaskFunction } from '../store/task-context.ts';
import { CHANGED } from '../store/versions.ts';
import { forgetStale } from './account-before.ts';
import { recordDone } from './record.ts';
import { trailRow, undoStateOf } from './undo-state.ts';

type Db = Kysely<WithTemp>;
type Kept = Exclude<keyof AccountBeforeTable, 'audit_id' | 'account_id'>;

const plural = (n: number): string => n.toLocaleString('en-US');

/** Throws AUDIT_NOT_FOUND, UNDO_IMPOSSIBLE. */
async function requirePossible(db: Db, id: number): Promise<void> {
  const { state, rows, overwritten, undoneBy = 0 } = await undoStateOf(db, id);
  if (state === 'possible') return;
  const details = {
    none: 'only changes of services and policies of accounts and domains can be, and only if they changed something',
    undone: `it is undone already, by change ${undoneBy}`,
    overwritten: `${plural(overwritten)} of its ${plural(rows)} rows were changed or deleted since`,
  };
  throw new SeatkeeperError('UNDO_IMPOSSIBLE', { id, detail: details[state], overwritten });
}

/** What the change found in a column, or what is there if it kept nothing. */
const found = (eb: ExpressionBuilder<WithTemp, 'account'>, id: number, column: Kept): Expression<never> =>
  sql`coalesce((select b.${sql.ref(column)} from account_before as b
    where b.audit_id = ${id} and b.account_id = ${eb.ref('account.id')}), ${eb.ref(`account.${column}`)})`;

/** The flags that the last change found. */
const previous = (eb: Columns, table: 'account' | 'domain'): Expression<number> =>
  sql`coalesce(${sql.ref(`${table}.prev_flags`)}, ${eb.ref(`${table}.flags`)})`;

const accountWas =
  (id: number, keeps: boolean) =>
  (eb: Columns, now: CountedColumns): CountedColumns => ({
    ...now,
    flags: previous(eb, 'account'),
    ...(keeps ? { type: found(eb, id, 'type'), disabled: found(eb, id, 'disabled') } : {}),
  });

/** What the undo finds itself, for its own undo. */
const keepFound = (db: Db, within: Expression<SqlBool>, id: number, auditId: number): Promise<unknown> =>
  db
    .insertInto('account_before')
    .columns(['audit_id', 'account_id', 'type', 'disabled', 'name'])
    .expression((eb) =>
      eb
        .selectFrom('account')
        .select([sql.lit(auditId).as('audit_id'), 'account.id', 'account.type', 'account.disabled', 'account.name'])
        .where(within)
        .where('account.changed_by', '=', id),
    )
    .execute();

async function restoreRange(
  targets: Targets,
  range: Range,
  id: number,
  auditId: number,
  keeps: boolean,
): Promise<number> {
  const { db, within } = targets;
  if (keeps) await keepFound(db, within(range), id, auditId);
  const { numUpdatedRows } = await db
    .updateTable('account')
    .set((eb) => ({
      flags: sql<number>`coalesce(prev_flags, flags)`,
      prev_flags: eb.ref('flags'),
      changed_by: auditId,
      ...(keeps
        ? { type: found(eb, id, 'type'), disabled: found(eb, id, 'disabled'), name: found(eb, id, 'name') }
        : {}),
    }))
    .where(within(range))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function undoAccounts(db: Db, id: number, auditId: number, context: TaskContext, tally: Tally): Promise<number> {
  const changed = db.selectFrom('account').select('id').where('changed_by', '=', id).orderBy('id');
  await db.insertInto('target').columns(['id']).expression(changed).execute();
  const kept = await db.selectFrom('account_before').select('audit_id').where('audit_id', '=', id).limit(1).execute();
  const keeps = kept.length > 0;
  if (keeps) await forgetStale(db);
  const targets = listedAccounts(db);
  if (!(await tellFew(context, targets))) context.changed([keeps ? CHANGED.all : CHANGED.services]);
  let undone = 0;
  await inRanges(context, targets, async (range) => {
    await tallyRange(targets, range, tally, { after: accountWas(id, keeps) });
    undone += await restoreRange(targets, range, id, auditId, keeps);
  });
  return undone;
}

async function undoDomains(db: Db, id: number, auditId: number, context: TaskContext, tally: Tally): Promise<number> {
  const changed = db.selectFrom('domain').select('id').where('changed_by', '=', id).where('present', '=', 1);
  const chosen = await db.insertInto('chosen').columns(['id']).expression(changed).executeTakeFirst();
  if (Number(chosen.numInsertedOrUpdatedRows) === 0) return 0;
  context.changed([CHANGED.services]);
  await db.deleteFrom('target').execute();
  await addAccountsOfDomains(db);
  const targets = listedAccounts(db);
  await inRanges(context, targets, async (range) => {
    await tallyRange(targets, range, tally, {
      after: (eb, now) => ({ ...now, domainFlags: previous(eb, 'domain') }),
    });
  });
  const { numUpdatedRows } = await db
    .updateTable('domain')
    .set((eb) => ({
      flags: sql<number>`coalesce(prev_flags, flags)`,
      prev_flags: eb.ref('flags'),
      changed_by: auditId,
    }))
    .where('id', 'in', db.selectFrom('chosen').select('chosen.id'))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

const words = (id: number, what: string): string => (what === '' ? `change ${id}` : `change ${id} (${what})`);

/** Throws AUDIT_NOT_FOUND, UNDO_IMPOSSIBLE. */
export const undo: TaskFunction<'undo'> = ({ id, auditId }, context) =>
  context.write(async (trx) => {
    if (auditId === null) throw new Error('an undo has a row of its own in the trail');
    const db = await emptyTables(trx);
    await requirePossible(db, id);
    const tally = new Tally();
    const accounts = await undoAccounts(db, id, auditId, context, tally);
    const changed = accounts + (await undoDomains(db, id, auditId, context, tally));
    await moveCounters(trx, (masks) => tally.perMask(masks));
    await db.deleteFrom('account_before').where('audit_id', '=', id).execute();
    await trx.updateTable('audit').set({ undone_by: auditId }).where('id', '=', id).execute();
    const { what } = await trailRow(db, id);
    await trx
      .updateTable('audit')
      .set({ what: words(id, what) })
      .where('id', '=', auditId)
      .execute();
    await recordDone(trx, auditId, changed);
    return { changed };
  });
