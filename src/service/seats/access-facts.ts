/** The facts of one decision, by one point read whose query is compiled once (LICENSING 6, DESIGN 4). */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Address } from '../../core/accounts/address.ts';
import { type DecideFacts, TRIAL_FORGOTTEN } from '../../core/seats/decide.ts';
import type { ModuleId } from '../../core/seats/modules.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import { compiled, text, whole } from '../store/compiled.ts';
import type { Schema } from '../store/schema.ts';
import { aliasOf } from './access-alias.ts';

export interface AccessRequest {
  readonly address: Address;
  readonly module: ModuleId;
  /** Bits of the protocol that asks, or of the whole module. */
  readonly asked: number;
}

/** What time and license say, the same for every account. */
export interface Standpoint {
  readonly stopped: boolean;
  readonly clockTrusted: boolean;
  readonly now: number;
}

export interface AccessRow {
  readonly domainId: number;
  readonly domainFlags: number;
  /** Null: the address was never seen. */
  readonly addressId: number | null;
  /** Null: no account has the address. */
  readonly type: number | null;
  readonly disabled: number | null;
  readonly flags: number | null;
  /** Null: no full seat. */
  readonly seatedAt: number | null;
  readonly trialStart: number | null;
  readonly waiting: number | null;
  readonly lastAccess: number | null;
  /** Null: the pool is not stored (yet). */
  readonly poolMask: number | null;
  readonly seats: number | null;
  readonly assigned: number | null;
  /** Accounts over the limit. */
  readonly trials: number | null;
  /** No account has the address, and it is an alias. */
  readonly isAlias: SqlBool;
}

const accessQuery = compiled((db) =>
  db
    .selectFrom('domain')
    .leftJoin('address', (join) => join.onRef('address.domain_id', '=', 'domain.id').on('address.local', '=', text()))
    .leftJoin('account', 'account.id', 'address.id')
    .leftJoin('seat', (join) => join.onRef('seat.address_id', '=', 'address.id').on('seat.pool', '=', text()))
    .leftJoin('seat_trial as trial', (join) =>
      join.onRef('trial.address_id', '=', 'address.id').on('trial.pool', '=', text()),
    )
    .leftJoin('access', (join) => join.onRef('access.address_id', '=', 'address.id').on('access.module', '=', text()))
    .leftJoin('pool', (join) => join.on('pool.key', '=', text()))
    .select([
      'domain.id as domainId',
      'domain.flags as domainFlags',
      'address.id as addressId',
      'account.type as type',
      'account.disabled as disabled',
      'account.flags as flags',
      'seat.assigned_at as seatedAt',
      'trial.started_at as trialStart',
      'trial.waiting as waiting',
      'access.last_access as lastAccess',
      'pool.mask as poolMask',
      'pool.seats as seats',
      'pool.assigned as assigned',
      'pool.trials as trials',
    ])
    .select(({ exists, selectFrom }) => [
      sql<SqlBool>`account.id is null and ${exists(selectFrom('alias').select('target').where('address', '=', text()))}`.as(
        'isAlias',
      ),
    ])
    .where('domain.name', '=', text())
    .where('domain.present', '=', whole()),
);

/** Undefined: the address is in no local domain. */
async function readAccess(
  db: Kysely<Schema>,
  { address, module }: Pick<AccessRequest, 'address' | 'module'>,
  { key }: PoolInForce,
): Promise<AccessRow | undefined> {
  const { rows } = await accessQuery(db, [
    `${address.local}@${address.domain}`,
    address.local,
    key,
    key,
    module,
    key,
    address.domain,
    1,
  ]);
  return rows[0];
}

/** Looked up only for a trial that may be forgotten. */
async function lastAccessOf(db: Kysely<Schema>, addressId: number, pool: PoolInForce): Promise<number | null> {
  const row = await db
    .selectFrom('access')
    .select((eb) => eb.fn.max('last_access').as('last'))
    .where('address_id', '=', addressId)
    .where('module', 'in', pool.modules)
    .executeTakeFirst();
  return row?.last ?? null;
}

export interface Found {
  /** With the account's address where an alias was asked about. */
  readonly request: AccessRequest;
  /** Undefined: the address is in no local domain. */
  readonly row: AccessRow | undefined;
  readonly facts: DecideFacts;
}

/**
 * An address that no account has may be an alias: of one account, then that one is asked about, whatever domain the alias
 * is in; of several or of an address of others, then it is no account of ours, and must not become one (LICENSING 6).
 */
export async function findFacts(
  db: Kysely<Schema>,
  request: AccessRequest,
  pool: PoolInForce,
  standpoint: Standpoint,
): Promise<Found> {
  const row = await readAccess(db, request, pool);
  if (row && !row.isAlias) return { request, row, facts: await accessFacts(db, row, request.asked, pool, standpoint) };
  const alias = await aliasOf(db, request.address);
  if (alias === 'none' || alias === 'elsewhere') {
    const facts = await accessFacts(db, row, request.asked, pool, standpoint);
    return { request, row, facts: { ...facts, leadsElsewhere: alias === 'elsewhere' } };
  }
  const named = { ...request, address: alias };
  const found = await readAccess(db, named, pool);
  return { request: named, row: found, facts: await accessFacts(db, found, request.asked, pool, standpoint) };
}

async function accessFacts(
  db: Kysely<Schema>,
  row: AccessRow | undefined,
  asked: number,
  pool: PoolInForce,
  { stopped, clockTrusted, now }: Standpoint,
): Promise<DecideFacts> {
  const common = { asked, stopped, clockTrusted, now, overuse: pool.overuse, leadsElsewhere: false };
  if (!row) {
    const nothing = { account: null, seat: false, seatFree: false, trial: null, known: false };
    return { ...common, ...nothing, domainFlags: null };
  }
  const { addressId, type, disabled, flags, trialStart } = row;
  const old = addressId !== null && trialStart !== null && now - trialStart >= TRIAL_FORGOTTEN;
  const lastAccess = old ? await lastAccessOf(db, addressId, pool) : null;
  return {
    ...common,
    domainFlags: row.domainFlags,
    account: type === null || disabled === null || flags === null ? null : { type, disabled, flags },
    seat: row.seatedAt !== null,
    seatFree: row.poolMask !== null && (row.seats === null || (row.assigned ?? 0) < row.seats),
    trial: trialStart === null ? null : { startedAt: trialStart, lastAccess, waiting: row.waiting === 1 },
    known: row.lastAccess !== null,
  };
}
