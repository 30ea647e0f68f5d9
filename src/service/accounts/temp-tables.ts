/** Temporary tables of bulk work, of the worker's own connection: also a reading one may have them. */
import { type Kysely, sql } from 'kysely';
import type { Address } from '../../core/accounts/address.ts';
import type { Schema } from '../store/schema.ts';

export interface TempTables {
  /** Accounts of a rule, by account.id. */
  target: { id: number };
  /** Accounts that are excepted from it. */
  spared: { id: number };
  /** Domains of a rule, by domain.id. */
  chosen: { id: number };
  /** Addresses or domains that a rule names, as keys; `local` is empty for a domain. */
  named: { domain: string; local: string };
}
export type WithTemp = Schema & TempTables;

const TABLES = {
  target: 'id integer primary key',
  spared: 'id integer primary key',
  chosen: 'id integer primary key',
  named: 'domain text not null, local text not null',
} as const satisfies Record<keyof TempTables, string>;

/** Two variables a row: far below what any database takes in one statement. */
const ROWS_PER_STATEMENT = 500;

/** All of them, empty. */
export async function emptyTables(trx: Kysely<Schema>): Promise<Kysely<WithTemp>> {
  for (const [table, columns] of Object.entries(TABLES)) {
    await sql.raw(`create temp table if not exists ${table} (${columns})`).execute(trx);
    await sql.raw(`delete from ${table}`).execute(trx);
  }
  return trx as unknown as Kysely<WithTemp>;
}

/** Fills `named` anew. */
export async function nameAll(db: Kysely<WithTemp>, keys: readonly Address[]): Promise<void> {
  await db.deleteFrom('named').execute();
  for (let from = 0; from < keys.length; from += ROWS_PER_STATEMENT) {
    const rows = keys.slice(from, from + ROWS_PER_STATEMENT).map(({ domain, local }) => ({ domain, local }));
    await db.insertInto('named').values(rows).execute();
  }
}

export const nameDomains = (db: Kysely<WithTemp>, names: readonly string[]): Promise<void> =>
  nameAll(
    db,
    names.map((domain) => ({ domain, local: '' })),
  );
