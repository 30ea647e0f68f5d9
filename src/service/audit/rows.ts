/** Rows of the trail, newest first, a page at a time. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { AuditRow } from '../../contract/schemas-audit.ts';
import { contains } from '../accounts/pages.ts';
import type { AuditTable, Schema } from '../store/schema.ts';
import { DONE } from './record.ts';

export interface TrailPage {
  /** Part of who, client, action or what, any case; empty: everything. */
  readonly search: string;
  /** The id of the last row that was read; 0: from the newest. */
  readonly before: number;
  readonly limit: number;
}

/** Changes that leave in each row what was there before. */
const UNDOABLE: ReadonlySet<string> = new Set(['modify account', 'modify domain', 'undo']);

type Undone = Pick<AuditTable, 'action' | 'outcome' | 'changed'> & { readonly undone_by: number | null };

/** Might it be undone? Whether its rows are as it left them is another question. */
export const isUndoable = ({ action, outcome, changed, undone_by }: Undone): boolean =>
  UNDOABLE.has(action) && outcome === DONE && (changed ?? 0) > 0 && undone_by === null;

/** Older versions recorded no words. */
const WORDS = sql<string>`case when what = '' then detail else what end`;

const trailRows = (db: Kysely<Schema>) =>
  db
    .selectFrom('audit')
    .select(['id', 'at', 'who', 'client', 'action', 'changed', 'outcome', 'undone_by', WORDS.as('what')])
    .orderBy('id', 'desc');

export async function readTrail(
  db: Kysely<Schema>,
  { search, before, limit }: TrailPage,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  let query = trailRows(db).limit(limit + 1);
  if (before > 0) query = query.where('id', '<', before);
  const text = search.trim();
  if (text !== '') {
    const pattern = contains(text);
    query = query.where(
      sql<SqlBool>`lower(who || ' ' || client || ' ' || action || ' ' || ${WORDS}) like ${pattern} escape '\\'`,
    );
  }
  const found = await query.execute();
  const rows = found.slice(0, limit).map(({ undone_by, ...row }) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    undoable: isUndoable({ ...row, undone_by }),
  }));
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
