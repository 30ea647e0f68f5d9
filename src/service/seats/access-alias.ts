/** Whose address is this? Aliases as they were imported, by one point read whose query is compiled once (LICENSING 6). */
import type { Kysely } from 'kysely';
import type { Address } from '../../core/accounts/address.ts';
import { compiled, text, whole } from '../store/compiled.ts';
import type { Schema } from '../store/schema.ts';

/** The account of an alias. `elsewhere`: it leads to several, or to an address of others. */
export type AliasOf = Address | 'none' | 'elsewhere';

const aliasQuery = compiled((db) =>
  db
    .selectFrom('alias')
    .leftJoin('account', 'account.id', 'alias.account_id')
    .leftJoin('address', 'address.id', 'account.id')
    .leftJoin('domain', (join) => join.onRef('domain.id', '=', 'address.domain_id').on('domain.present', '=', whole()))
    .select(['account.id as accountId', 'address.local as local', 'domain.name as domain'])
    .where('alias.address', '=', text()),
);

export async function aliasOf(db: Kysely<Schema>, { local, domain }: Address): Promise<AliasOf> {
  const { rows } = await aliasQuery(db, [1, `${local}@${domain}`]);
  const [first] = rows;
  if (!first) return 'none';
  if (first.local === null || first.domain === null) return 'elsewhere';
  if (rows.some(({ accountId }) => accountId !== first.accountId)) return 'elsewhere';
  return { local: first.local, domain: first.domain };
}
