/** Can a change be undone? Only while every row that it changed is as it left it. */
import type { Kysely } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { UndoCheck } from '../../contract/schemas-audit.ts';
import type { Schema } from '../store/schema.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { isUndoable } from './rows.ts';

export const trailRow = async (db: Kysely<Schema>, id: number) => {
  const row = await db.selectFrom('audit').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new SeatkeeperError('AUDIT_NOT_FOUND', { id });
  return row;
};

/** Accounts and domains that the change touched last. */
async function stamped(db: Kysely<Schema>, id: number): Promise<number> {
  const accounts = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('changed_by', '=', id)
    .executeTakeFirstOrThrow();
  const domains = await db
    .selectFrom('domain')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('changed_by', '=', id)
    .where('present', '=', 1)
    .executeTakeFirstOrThrow();
  return Number(accounts.n) + Number(domains.n);
}

/** Throws AUDIT_NOT_FOUND. */
export async function undoStateOf(db: Kysely<Schema>, id: number): Promise<UndoCheck> {
  const row = await trailRow(db, id);
  const rows = row.changed ?? 0;
  if (row.undone_by !== null) return { state: 'undone', rows, overwritten: 0, undoneBy: row.undone_by };
  if (!isUndoable(row)) return { state: 'none', rows: 0, overwritten: 0 };
  const left = await stamped(db, id);
  if (left === rows) return { state: 'possible', rows, overwritten: 0 };
  return { state: 'overwritten', rows, overwritten: Math.max(1, rows - left) };
}

export const undoStateTask: TaskFunction<'undo-state'> = ({ id }, context) =>
  context.snapshot((db) => undoStateOf(db, id));
