/** Decides within a transaction and stores what was decided, seats and numbers together (LICENSING 6). */
import { sql, type Transaction } from 'kysely';
import { type DecideFacts, type Decision, decide, SEEN_ACCOUNT } from '../../core/seats/decide.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import { compiled, text, whole } from '../store/compiled.ts';
import type { Schema } from '../store/schema.ts';
import { type AccessRequest, type AccessRow, findFacts, type Standpoint } from './access-facts.ts';

type Trx = Transaction<Schema>;

/** The stored pools are others than the caller believes: settle first, then ask again. */
export class PoolsChanged extends Error {}

export const isCurrent = ({ poolMask, seats }: Pick<AccessRow, 'poolMask' | 'seats'>, pool: PoolInForce): boolean =>
  poolMask === pool.mask && seats === pool.seats;

/** The last seat goes to one only: a conditional update, never select-then-write (DESIGN 4). */
const takeSeat = compiled((db) =>
  db
    .updateTable('pool')
    .set((eb) => ({ assigned: sql<number>`${eb.ref('assigned')} + 1` }))
    .where('key', '=', text())
    .where((eb) => eb.or([eb('seats', 'is', null), eb('assigned', '<', eb.ref('seats'))]))
    .returning('assigned'),
);

const newAddress = compiled((db) => db.insertInto('address').values({ domain_id: 0, local: '' }).returning('id'));

const newAccount = compiled((db) => {
  const { type, disabled, flags } = SEEN_ACCOUNT;
  const row = { type, disabled, flags, name: '', source: 'seen' };
  return db.insertInto('account').values({ id: 0, domain_id: 0, created_at: 0, ...row });
});
const newAccountValues = (id: number, domainId: number, now: number): unknown[] => {
  const { type, disabled, flags } = SEEN_ACCOUNT;
  return [id, domainId, now, type, disabled, flags, '', 'seen'];
};

/** One statement for all counters: it counts for each scope that its services touch. */
const countSeen = compiled((db) =>
  db
    .updateTable('seat_counter')
    .set((eb) => ({ used: sql<number>`${eb.ref('used')} + 1` }))
    .where(sql<boolean>`mask & ${0} <> 0`),
);

const recordAccess = compiled((db) =>
  db.insertInto('access').values({ address_id: 0, module: '', first_access: 0, last_access: 0 }),
);

const newSeat = compiled((db) => db.insertInto('seat').values({ address_id: 0, pool: '', assigned_at: 0 }));

const setWaiting = compiled((db) =>
  db.updateTable('seat_trial').set({ waiting: 0 }).where('address_id', '=', whole()).where('pool', '=', text()),
);

const moveTrials = compiled((db) =>
  db
    .updateTable('pool')
    .set({ trials: sql<number>`trials + ${0}` })
    .where('key', '=', text()),
);

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
  const refused = first.effects.includes('assign-seat') && (await takeSeat(trx, [pool.key])).rows.length === 0;
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
  const id = row.addressId ?? (await addressOf(trx, row.domainId, request.address.local));
  for (const effect of effects) {
    if (effect === 'create-account') await createSeen(trx, id, row, now);
    if (effect === 'record-access') await recordAccess(trx, [id, request.module, now, now]);
    if (effect === 'assign-seat') await assignSeat(trx, id, pool.key, row.waiting === 1, now);
    if (effect === 'start-trial') await startTrial(trx, id, pool, row.waiting === 1, now);
    if (effect === 'wait') await wait(trx, id, pool.key);
  }
}

async function addressOf(trx: Trx, domain: number, local: string): Promise<number> {
  const [row] = (await newAddress(trx, [domain, local])).rows;
  if (!row) throw new Error('no address was made');
  return row.id;
}

async function createSeen(trx: Trx, id: number, { domainId, domainFlags }: AccessRow, now: number): Promise<void> {
  await newAccount(trx, newAccountValues(id, domainId, now));
  await countSeen(trx, [SEEN_ACCOUNT.flags & domainFlags]);
}

async function assignSeat(trx: Trx, id: number, pool: string, waited: boolean, now: number): Promise<void> {
  await newSeat(trx, [id, pool, now]);
  if (!waited) return;
  await setWaiting(trx, [0, id, pool]);
  await moveTrials(trx, [-1, pool]);
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
  if (!waited) await moveTrials(trx, [1, pool.key]);
}

async function wait(trx: Trx, id: number, pool: string): Promise<void> {
  await setWaiting(trx, [1, id, pool]);
  await moveTrials(trx, [1, pool]);
}
