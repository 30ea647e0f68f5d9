/** Rows of a list of a module: each account with why it counts or not, and what it has. */
import type { Kysely } from 'kysely';
import type { SeatRow } from '../../contract/schemas.ts';
import { explainScope } from '../../core/seats/explain.ts';
import { accountsOfIds, addressText } from '../accounts/rows.ts';
import { readHoldings } from '../seats/holdings.ts';
import type { Schema } from '../store/schema.ts';

/** Those of these accounts that are there, in this order; at most RANGE_ROWS of them. */
export async function seatRows(db: Kysely<Schema>, ids: readonly number[], mask: number): Promise<SeatRow[]> {
  const accounts = await accountsOfIds(db, ids);
  const holding = await readHoldings(
    db,
    accounts.map(({ id }) => id),
  );
  return accounts.map((account) => ({
    address: addressText(account),
    name: account.name,
    ...explainScope(account, mask),
    ...holding(account.id, mask),
  }));
}
