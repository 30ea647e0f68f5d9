/** Used Seats counters: exact, moved in the transaction of each change (DESIGN 4). */
import { type Expression, type ExpressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { USER_TYPE } from '../../core/seats/counted.ts';
import type { Schema } from '../store/schema.ts';

type Counting = Pick<Schema, 'account' | 'domain'>;
type Columns = ExpressionBuilder<Counting, 'account' | 'domain'>;

/** Columns, or what they will be after a change. */
export interface CountedColumns {
  readonly type: Expression<number>;
  readonly disabled: Expression<number>;
  readonly flags: Expression<number>;
  readonly domainFlags: Expression<number>;
}

export const columnsOf = (eb: Columns): CountedColumns => ({
  type: eb.ref('account.type'),
  disabled: eb.ref('account.disabled'),
  flags: eb.ref('account.flags'),
  domainFlags: eb.ref('domain.flags'),
});

/** Effective services of an account that may use seats; 0 for all others. Mirrors core/seats/counted.ts. */
export const countedFlags = (columns: CountedColumns): RawBuilder<number> =>
  sql<number>`case when ${columns.type} = ${sql.lit(USER_TYPE)} and ${columns.disabled} = 0 then ${columns.flags} & ${columns.domainFlags} else 0 end`;

/** Does the row count for the scope? Needs `account` joined with `domain`. */
export const isCounted =
  (mask: number) =>
  (eb: Columns): Expression<SqlBool> =>
    sql<SqlBool>`(${countedFlags(columnsOf(eb))} & ${mask}) <> 0`;

/** Of the account whose number the column holds: its effective services, 0 if it may use no seats; no row if it is gone. */
export const servicesOf = (db: Kysely<Schema>, column: string) =>
  db
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => countedFlags(columnsOf(eb)).as('held'))
    .where(sql<SqlBool>`account.id = ${sql.ref(column)}`);

/** Sums up accounts by their counted flags, then gives each mask its number. */
export class Tally {
  readonly #numbers = new Map<number, number>();
  readonly #moved = new Map<number, number>();

  /** `n` accounts whose counted flags were `before` have `after`. */
  add(before: number, after: number, n: number): void {
    if (before === after) return;
    this.#numbers.set(before, (this.#numbers.get(before) ?? 0) - n);
    this.#numbers.set(after, (this.#numbers.get(after) ?? 0) + n);
  }

  /** The mask's own counter moves by so much: for who counts by masks, not by flags. */
  move(mask: number, by: number): void {
    this.#moved.set(mask, (this.#moved.get(mask) ?? 0) + by);
  }

  /** By how much each mask's counter moves. */
  perMask(masks: readonly number[]): Map<number, number> {
    const perMask = new Map(masks.map((mask) => [mask, this.#moved.get(mask) ?? 0]));
    for (const [flags, n] of this.#numbers) {
      if (flags === 0 || n === 0) continue;
      for (const mask of perMask.keys()) if ((flags & mask) !== 0) perMask.set(mask, (perMask.get(mask) ?? 0) + n);
    }
    return perMask;
  }
}

/** All counters: mask to Used Seats. */
export async function readCounters(db: Kysely<Schema>): Promise<Map<number, number>> {
  const rows = await db.selectFrom('seat_counter').select(['mask', 'used']).execute();
  return new Map(rows.map((row) => [row.mask, Number(row.used)]));
}

/** Moves the counters that exist by a difference for each mask. */
export async function moveCounters(
  trx: Kysely<Schema>,
  differenceOf: (masks: readonly number[]) => ReadonlyMap<number, number>,
): Promise<void> {
  const masks = [...(await readCounters(trx)).keys()];
  for (const [mask, difference] of differenceOf(masks)) {
    if (difference === 0) continue;
    await trx
      .updateTable('seat_counter')
      .set((eb) => ({ used: eb('used', '+', difference) }))
      .where('mask', '=', mask)
      .execute();
  }
}
