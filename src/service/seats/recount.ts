/** Used Seats counted from the accounts themselves: proves the counters, and makes new ones. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { scopeName } from '../../core/seats/scopes.ts';
import type { Schema } from '../store/schema.ts';
import { RANGE_ROWS, type TaskContext, type TaskFunction } from '../store/task-context.ts';
import { columnsOf, countedFlags, readCounters, Tally } from './counters.ts';

interface Count {
  readonly accounts: number;
  readonly tally: Tally;
}

async function lastId(db: Kysely<Schema>): Promise<number> {
  const last = await db.selectFrom('account').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return last?.id ?? 0;
}

/** One pass over all accounts by ranges of ids. */
async function countAll(db: Kysely<Schema>, context: TaskContext): Promise<Count> {
  const tally = new Tally();
  const last = await lastId(db);
  let accounts = 0;
  for (let above = 0; above < last; above += RANGE_ROWS) {
    context.check();
    const groups = await db
      .selectFrom('account')
      .innerJoin('domain', 'domain.id', 'account.domain_id')
      .select((eb) => [countedFlags(columnsOf(eb)).as('held'), eb.fn.countAll<number>().as('n')])
      .where('account.id', '>', above)
      .where('account.id', '<=', above + RANGE_ROWS)
      .groupBy(sql.ref('held'))
      .execute();
    for (const { held, n } of groups) {
      tally.add(0, held, Number(n));
      accounts += Number(n);
    }
    context.progress(Math.min(above + RANGE_ROWS, last), last);
  }
  return { accounts, tally };
}

interface Drift {
  readonly mask: number;
  readonly stored: number;
  readonly counted: number;
}

async function compare(db: Kysely<Schema>, context: TaskContext): Promise<{ accounts: number; drift: Drift[] }> {
  const stored = await readCounters(db);
  const { accounts, tally } = await countAll(db, context);
  const counted = tally.perMask([...stored.keys()]);
  const drift = [...stored].map(([mask, used]) => ({ mask, stored: used, counted: counted.get(mask) ?? 0 }));
  return { accounts, drift: drift.filter((d) => d.stored !== d.counted) };
}

const store = (trx: Transaction<Schema>, counters: readonly { mask: number; used: number }[]) =>
  trx
    .insertInto('seat_counter')
    .values([...counters])
    .onConflict((oc) => oc.column('mask').doUpdateSet((eb) => ({ used: eb.ref('excluded.used') })))
    .execute();

/** Every counter anew from the accounts, within a change that touches them all. */
export async function countAnew(trx: Transaction<Schema>, context: TaskContext): Promise<void> {
  const masks = [...(await readCounters(trx)).keys()];
  if (masks.length === 0) return;
  const { tally } = await countAll(trx, { ...context, progress: () => {} });
  await store(
    trx,
    [...tally.perMask(masks)].map(([mask, used]) => ({ mask, used })),
  );
}

/** Reads one snapshot beside the writers; only when a counter has drifted it counts again as a writer, and corrects it. */
export const recount: TaskFunction<'recount'> = async (_input, context) => {
  const seen = await context.snapshot((db) => compare(db, context));
  if (seen.drift.length === 0) return { accounts: seen.accounts, drift: [] };
  return context.write(async (trx) => {
    const { accounts, drift } = await compare(trx, context);
    if (drift.length > 0)
      await store(
        trx,
        drift.map((d) => ({ mask: d.mask, used: d.counted })),
      );
    const named = drift.map((d) => ({ scope: scopeName(d.mask), stored: d.stored, counted: d.counted }));
    return { accounts, drift: named };
  });
};

/** Counters that exist are exact already: only new masks are counted. */
export const countScopes: TaskFunction<'count-scopes'> = (input, context) =>
  context.write(async (trx) => {
    const stored = await readCounters(trx);
    const missing = [...new Set(input.masks)].filter((mask) => mask !== 0 && !stored.has(mask));
    if (missing.length === 0) return { counted: 0 };
    const { tally } = await countAll(trx, context);
    await store(
      trx,
      [...tally.perMask(missing)].map(([mask, used]) => ({ mask, used })),
    );
    return { counted: missing.length };
  });
