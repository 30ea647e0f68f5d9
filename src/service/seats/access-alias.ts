/** Whose address is this? Aliases as they were imported, by one point read whose query is compiled once (LICENSING 6). */
import type { CompiledQuery, Kysely } from 'kysely';
import type { Address } from '../../core/accounts/address.ts';
import type { Schema } from '../store/schema.ts';

/** The account of an alias. `elsewhere`: it leads to several, or to an address of others. */
export type AliasOf = Address | 'none' | 'elsewhere';

interface AliasRow {
  readonly accountId: number | null;
  readonly local: string | null;
  readonly domain: string | null;
}

const aliasQuery = (db: Kysely<Schema>) =>
  db
    .selectFrom('alias')
    .leftJoin('account', 'account.id', 'alias.account_id')
    .leftJoin('address', 'address.id', 'account.id')
    .leftJoin('domain', (join) => join.onRef('domain.id', '=', 'address.domain_id').on('domain.present', '=', 1))
    .select(['account.id as accountId', 'address.local as local', 'domain.name as domain'])
    .where('alias.address', '=', '');

let compiled: CompiledQuery<AliasRow> | undefined;

export async function aliasOf(db: Kysely<Schema>, { local, domain }: Address): Promise<AliasOf> {
  compiled ??= aliasQuery(db).compile();
  const { rows } = await db.executeQuery<AliasRow>({ ...compiled, parameters: [1, `${local}@${domain}`] });
  const [first] = rows;
  if (!first) return 'none';
  if (first.local === null || first.domain === null) return 'elsewhere';
  if (rows.some(({ accountId }) => accountId !== first.accountId)) return 'elsewhere';
  return { local: first.local, domain: first.domain };
}
