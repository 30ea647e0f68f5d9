/** Pages of accounts, ordered by domain and local part; the cursor is the last address that was given (a keyset). */
import { type Kysely, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountMask } from '../../core/accounts/mask.ts';
import type { Schema } from '../store/schema.ts';
import type { Page } from '../store/tasks.ts';
import { accountRows, type FoundAccount, inRange } from './rows.ts';

export interface PageRequest {
  readonly mask: AccountMask;
  /** Part of address or name, any case; empty: everything. */
  readonly search: string;
  readonly cursor: string | null;
  /** Rows to skip from the beginning; a cursor outranks it. */
  readonly offset?: number;
  readonly limit: number;
  /** Only rows that count for this mask, or only those that do not. */
  readonly only?: (query: AccountQuery) => AccountQuery;
}
export type AccountQuery = ReturnType<typeof accountRows>;

interface Cursor {
  readonly domain: string;
  readonly local: string;
}

const encode = (row: Cursor): string => `${row.local}@${row.domain}`;

/** Throws INPUT_INVALID. */
function decode(cursor: string, mask: AccountMask): Cursor {
  const at = cursor.lastIndexOf('@');
  const fits = mask.domain === null || mask.domain === cursor.slice(at + 1);
  if (at < 1 || !fits) throw new SeatkeeperError('INPUT_INVALID', { detail: 'the cursor is none that was given out' });
  return { domain: cursor.slice(at + 1), local: cursor.slice(0, at) };
}

/** A pattern for LIKE that finds the text anywhere. */
export const contains = (text: string): string =>
  `%${text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\\%_]/g, '\\$&')}%`;

function narrowed(db: Kysely<Schema>, request: PageRequest): AccountQuery {
  let query = accountRows(db).where(inRange(request.mask.local));
  if (request.search.trim() !== '') {
    const pattern = contains(request.search.trim());
    query = query.where(
      sql<boolean>`(address.local || '@' || domain.name like ${pattern} escape '\\' or lower(account.name) like ${pattern} escape '\\')`,
    );
  }
  return request.only ? request.only(query) : query;
}

/** The rest of the cursor's own domain, by its index alone. */
const restOfDomain = (
  db: Kysely<Schema>,
  request: PageRequest,
  after: Cursor,
  limit: number,
): Promise<FoundAccount[]> =>
  narrowed(db, request)
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
  let query = narrowed(db, request);
  if (request.mask.domain !== null) query = query.where('domain.name', '=', request.mask.domain);
  if (after) query = query.where('domain.name', '>', after.domain);
  else if (request.offset) query = query.offset(request.offset);
  return query.orderBy('domain.name').orderBy('address.local').limit(limit).execute();
}

export async function accountPage(db: Kysely<Schema>, request: PageRequest): Promise<Page<FoundAccount>> {
  const wanted = request.limit + 1;
  const after = request.cursor === null ? undefined : decode(request.cursor, request.mask);
  const rows = after ? await restOfDomain(db, request, after, wanted) : [];
  const inOne = after !== undefined && request.mask.domain !== null;
  if (rows.length < wanted && !inOne) rows.push(...(await laterDomains(db, request, after, wanted - rows.length)));
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > request.limit && last ? encode(last) : null };
}
