/** Decides within a transaction and stores what was decided, seats and numbers together (LICENSING 6). */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type DecideFacts, type Decision, decide, SEEN_ACCOUNT } from '../../core/seats/decide.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import type { Schema } from '../store/schema.ts';
import { type AccessRequest, type AccessRow, findFacts, type Standpoint } from './access-facts.ts';

type Trx = Transaction<Schema>;

/** The stored pools are others than the caller believes: settle first, then ask again. */
export class PoolsChanged extends Error {}

export const isCurrent = ({ poolMask, seats }: Pick<AccessRow, 'poolMask' | 'seats'>, pool: PoolInForce): boolean =>
  poolMask === pool.mask && seats === pool.seats;

/** The last seat goes to one only: a conditional update, never select-then-write (DESIGN 4). */
async function takeSeat(trx: Trx, pool: string): Promise<boolean> {
  const taken = await trx
    .updateTable('pool')
    .set((eb) => ({ assigned: eb('assigned', '+', 1) }))
    .where('key', '=', pool)
    .where((eb) => eb.or([eb('seats', 'is', null), eb('assigned', '<', eb.ref('seats'))]))
    .returning('assigned')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Throws PoolsChanged; then nothing was changed. */
export async function decideAndStore(
  trx: Trx,
  asked: AccessRequest,
  pool: PoolInForce,
  standpoint: Standpoint,
): Promise<Decision> {
  const { request, row, facts } = await findFacts(trx, asked, pool, standpoint);
  if (row && !isCurrent(row, pool)) throw new PoolsChanged();
  const first = decide(facts);
  // Others were there before: they move up first.
  const inLine = (row?.trials ?? 0) - (row?.waiting ?? 0);
  if (inLine > 0 && first.effects.includes('assign-seat')) throw new PoolsChanged();
  if (!row || first.effects.length === 0) return first;
  const refused = first.effects.includes('assign-seat') && !(await takeSeat(trx, pool.key));
  const decision = refused ? decide({ ...facts, seatFree: false }) : first;
  await storeEffects(trx, { request, row, facts, pool, now: standpoint.now }, decision);
  return decision;
}

interface Decided {
  readonly request: AccessRequest;
  readonly row: AccessRow;
  readonly facts: DecideFacts;
  readonly pool: PoolInForce;
  readonly now: number;
}

async function storeEffects(trx: Trx, decided: Decided, { effects }: Decision): Promise<void> {
  const { request, row, pool, now } = decided;
  const id = row.addressId ?? (await newAddress(trx, row.domainId, request.address.local));
  for (const effect of effects) {
    if (effect === 'create-account') await createSeen(trx, id, row, now);
    if (effect === 'record-access') await recordAccess(trx, id, request.module, now);
    if (effect === 'assign-seat') await assignSeat(trx, id, pool.key, row.waiting === 1, now);
    if (effect === 'start-trial') await startTrial(trx, id, pool, row.waiting === 1, now);
    if (effect === 'wait') await wait(trx, id, pool.key);
  }
}

async function newAddress(trx: Trx, domain: number, local: string): Promise<number> {
  const row = { domain_id: domain, local };
  return (await trx.insertInto('address').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

async function createSeen(trx: Trx, id: number, { domainId, domainFlags }: AccessRow, now: number): Promise<void> {
  const nothing = { name: '', changed_by: null, prev_flags: null };
  const row = { id, domain_id: domainId, ...SEEN_ACCOUNT, ...nothing, created_at: now, source: 'seen' };
  await trx.insertInto('account').values(row).execute();
  // One statement for all counters: it counts for each scope that its services touch.
  await trx
    .updateTable('seat_counter')
    .set((eb) => ({ used: eb('used', '+', 1) }))
    .where(sql<boolean>`mask & ${SEEN_ACCOUNT.flags & domainFlags} <> 0`)
    .execute();
}

async function recordAccess(trx: Trx, id: number, module: string, now: number): Promise<void> {
  const row = { address_id: id, module, first_access: now, last_access: now };
  await trx.insertInto('access').values(row).execute();
}

async function assignSeat(trx: Trx, id: number, pool: string, waited: boolean, now: number): Promise<void> {
  await trx.insertInto('seat').values({ address_id: id, pool, assigned_at: now }).execute();
  if (!waited) return;
  await trx
    .updateTable('seat_trial')
    .set({ waiting: 0 })
    .where('address_id', '=', id)
    .where('pool', '=', pool)
    .execute();
  await moveTrials(trx, pool, -1);
}

/** In order of first access: of what is on record for the pool's modules, now at the latest. */
async function startTrial(trx: Trx, id: number, pool: PoolInForce, waited: boolean, now: number): Promise<void> {
  const first = await trx
    .selectFrom('access')
    .select((eb) => eb.fn.min('first_access').as('at'))
    .where('address_id', '=', id)
    .where('module', 'in', pool.modules)
    .executeTakeFirst();
  const fresh = { first_access: Math.min(now, first?.at ?? now), started_at: now, waiting: 1 };
  await trx
    .insertInto('seat_trial')
    .values({ address_id: id, pool: pool.key, ...fresh })
    .onConflict((oc) => oc.columns(['address_id', 'pool']).doUpdateSet(fresh))
    .execute();
  if (!waited) await moveTrials(trx, pool.key, 1);
}

async function wait(trx: Trx, id: number, pool: string): Promise<void> {
  await trx
    .updateTable('seat_trial')
    .set({ waiting: 1 })
    .where('address_id', '=', id)
    .where('pool', '=', pool)
    .execute();
  await moveTrials(trx, pool, 1);
}

const moveTrials = (trx: Kysely<Schema>, pool: string, by: number): Promise<unknown> =>
  trx
    .updateTable('pool')
    .set({ trials: sql<number>`trials + ${by}` })
    .where('key', '=', pool)
    .execute();
