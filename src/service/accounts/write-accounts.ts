/** Single accounts and domains: point changes behind the gate, counters in the same transaction. */
import type { Transaction } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountRow, DomainRow } from '../../contract/schemas.ts';
import { type Address, addressKey } from '../../core/accounts/address.ts';
import { changedFlags, type Variables } from '../../core/accounts/variables.ts';
import { ALL_FLAGS } from '../../core/seats/modules.ts';
import { counterDelta } from '../../core/seats/scopes.ts';
import { recordDone } from '../audit/record.ts';
import { moveCounters } from '../seats/counters.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { accountChangeOf, addressOf, domainChangeOf, domainOf } from './parsing.ts';
import { accountRow, domainId, findAccount } from './rows.ts';

type Trx = Transaction<Schema>;

const findAddress = (trx: Trx, domain: number, local: string) =>
  trx.selectFrom('address').select('id').where('domain_id', '=', domain).where('local', '=', local).executeTakeFirst();

/** An address that an account had before keeps its number: seats and trials refer to it. */
async function addressId(trx: Trx, domain: number, local: string): Promise<number> {
  const found = await findAddress(trx, domain, local);
  if (found) return found.id;
  const row = { domain_id: domain, local };
  return (await trx.insertInto('address').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** Throws ACCOUNT_NOT_FOUND. */
async function requireAccount(trx: Trx, address: Address) {
  const found = await findAccount(trx, address);
  if (!found) throw new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: addressKey(address) });
  return found;
}

async function refuseExisting(trx: Trx, address: Address): Promise<void> {
  if (await findAccount(trx, address)) throw new SeatkeeperError('ACCOUNT_EXISTS', { address: addressKey(address) });
}

/** Throws ADDRESS_INVALID, VARIABLE_UNKNOWN, VALUE_INVALID, DOMAIN_NOT_FOUND or ACCOUNT_EXISTS. */
export async function createAccount(
  store: Store,
  input: { readonly address: string; readonly variables: Variables },
  now: number,
  auditId: number | null,
): Promise<AccountRow> {
  const address = addressOf(input.address);
  const change = accountChangeOf(input.variables);
  return store.write(async (trx) => {
    const domain = await domainId(trx, address.domain);
    await refuseExisting(trx, address);
    const id = await addressId(trx, domain, address.local);
    await trx
      .insertInto('account')
      .values({
        id,
        domain_id: domain,
        type: change.type ?? 0,
        disabled: change.disabled ?? 0,
        flags: changedFlags(ALL_FLAGS, change),
        name: change.name ?? '',
        created_at: now,
        changed_by: null,
        prev_flags: null,
      })
      .execute();
    const created = await requireAccount(trx, address);
    await moveCounters(trx, (masks) => counterDelta(undefined, created, masks));
    await recordDone(trx, auditId, null);
    return accountRow(created);
  });
}

/** A dormant address in the way takes the old name in exchange: neither loses its history. */
async function exchangeNames(trx: Trx, mine: number, to: { domain_id: number; local: string }): Promise<void> {
  const dormant = await findAddress(trx, to.domain_id, to.local);
  if (dormant) {
    const old = await trx
      .selectFrom('address')
      .select(['domain_id', 'local'])
      .where('id', '=', mine)
      .executeTakeFirstOrThrow();
    // No address has an empty local part: a place where nothing is in the way.
    await trx.updateTable('address').set({ local: '' }).where('id', '=', dormant.id).execute();
    await trx.updateTable('address').set(to).where('id', '=', mine).execute();
    await trx.updateTable('address').set(old).where('id', '=', dormant.id).execute();
    return;
  }
  await trx.updateTable('address').set(to).where('id', '=', mine).execute();
}

/** The account keeps its id, and with it seats, trials and history. Throws as createAccount, and ACCOUNT_NOT_FOUND. */
export async function renameAccount(
  store: Store,
  input: { readonly from: string; readonly to: string },
  auditId: number | null,
): Promise<AccountRow> {
  const from = addressOf(input.from);
  const to = addressOf(input.to);
  return store.write(async (trx) => {
    const before = await requireAccount(trx, from);
    if (addressKey(from) === addressKey(to)) return accountRow(before);
    const domain = await domainId(trx, to.domain);
    await refuseExisting(trx, to);
    await exchangeNames(trx, before.id, { domain_id: domain, local: to.local });
    await trx.updateTable('account').set({ domain_id: domain }).where('id', '=', before.id).execute();
    const after = await requireAccount(trx, to);
    await moveCounters(trx, (masks) => counterDelta(before, after, masks));
    await recordDone(trx, auditId, null);
    return accountRow(after);
  });
}

/** A name that was deleted before is the same domain again, with every service on unless said. Throws DOMAIN_INVALID, DOMAIN_EXISTS. */
export async function createDomain(
  store: Store,
  input: { readonly name: string; readonly variables: Variables },
  now: number,
  auditId: number | null,
): Promise<DomainRow> {
  const name = domainOf(input.name);
  const flags = changedFlags(ALL_FLAGS, domainChangeOf(input.variables));
  return store.write(async (trx) => {
    const found = await trx.selectFrom('domain').select('present').where('name', '=', name).executeTakeFirst();
    if (found?.present === 1) throw new SeatkeeperError('DOMAIN_EXISTS', { domain: name });
    const row = { flags, created_at: now, present: 1, changed_by: null, prev_flags: null };
    await trx
      .insertInto('domain')
      .values({ name, ...row })
      .onConflict((oc) => oc.column('name').doUpdateSet(row))
      .execute();
    await recordDone(trx, auditId, null);
    return { name, flags, accounts: 0 };
  });
}
