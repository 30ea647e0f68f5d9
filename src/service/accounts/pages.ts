/** Pages of accounts, ordered by domain and local part; the cursor is the last address that was given (a keyset). */
import type { Kysely } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountMask } from '../../core/accounts/mask.ts';
import { prepareSearch } from '../../core/accounts/search.ts';
import type { Schema } from '../store/schema.ts';
import type { Page } from '../store/tasks.ts';
import { accountRows, type FoundAccount, inRange } from './rows.ts';

export interface PageRequest {
  readonly mask: AccountMask;
  readonly cursor: string | null;
  /** Rows to skip from the beginning; a cursor outranks it. */
  readonly offset?: number;
  readonly limit: number;
}
type AccountQuery = ReturnType<typeof accountRows>;

interface Cursor {
  readonly domain: string;
  readonly local: string;
}

export const cursorOf = (row: Cursor): string => `${row.local}@${row.domain}`;

/** Throws INPUT_INVALID. */
export function decodeCursor(cursor: string, mask: AccountMask): Cursor {
  const at = cursor.lastIndexOf('@');
  const fits = mask.domain === null || mask.domain === cursor.slice(at + 1);
  if (at < 1 || !fits) throw new SeatkeeperError('INPUT_INVALID', { detail: 'the cursor is none that was given out' });
  return { domain: cursor.slice(at + 1), local: cursor.slice(0, at) };
}

/** A pattern for LIKE that finds the text anywhere. */
export const contains = (text: string): string => `%${prepareSearch(text).replace(/[\\%_]/g, '\\$&')}%`;

const inMask = (db: Kysely<Schema>, { mask }: PageRequest): AccountQuery => accountRows(db).where(inRange(mask.local));

/** The rest of the cursor's own domain, by its index alone. */
const restOfDomain = (
  db: Kysely<Schema>,
  request: PageRequest,
  after: Cursor,
  limit: number,
): Promise<FoundAccount[]> =>
  inMask(db, request)
    .where('domain.name', '=', after.domain)
    .where('address.local', '>', after.local)
    .orderBy('address.local')
    .limit(limit)
    .execute();

function laterDomains(
  db: Kysely<Schema>,
  request: PageRequest,
  after: Cursor | undefined,
  limit: number,
): Promise<FoundAccount[]> {
  let query = inMask(db, request);
  if (request.mask.domain !== null) query = query.where('domain.name', '=', request.mask.domain);
  if (after) query = query.where('domain.name', '>', after.domain);
  else if (request.offset) query = query.offset(request.offset);
  return query.orderBy('domain.name').orderBy('address.local').limit(limit).execute();
}

export async function accountPage(db: Kysely<Schema>, request: PageRequest): Promise<Page<FoundAccount>> {
  const wanted = request.limit + 1;
  const after = request.cursor === null ? undefined : decodeCursor(request.cursor, request.mask);
  const rows = after ? await restOfDomain(db, request, after, wanted) : [];
  const inOne = after !== undefined && request.mask.domain !== null;
  if (rows.length < wanted && !inOne) rows.push(...(await laterDomains(db, request, after, wanted - rows.length)));
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > request.limit && last ? cursorOf(last) : null };
}
