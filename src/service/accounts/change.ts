/** A change of variables as SQL: what the columns become, and which rows it changes. Mirrors core/accounts/variables.ts. */
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AccountChange, DomainChange } from '../../core/accounts/variables.ts';
import type { CountedColumns } from '../seats/counters.ts';
import type { Schema } from '../store/schema.ts';

type Flags = Expression<number>;

export function flagsAfter(flags: Flags, { on, off }: DomainChange): RawBuilder<number> {
  if (on === 0) return sql`(${flags} & ~${sql.lit(off)})`;
  return off === 0 ? sql`(${flags} | ${sql.lit(on)})` : sql`((${flags} | ${sql.lit(on)}) & ~${sql.lit(off)})`;
}

/** Bits to be switched on are no bits to be switched off: one comparison tells whether any of them moves. */
export const flagsDiffer = (flags: Flags, { on, off }: DomainChange): RawBuilder<SqlBool> =>
  sql`(${flags} & ${sql.lit(on | off)}) <> ${sql.lit(on)}`;

/** Rows that are different afterwards. */
export function accountDiffers(
  eb: ExpressionBuilder<Pick<Schema, 'account'>, 'account'>,
  change: AccountChange,
): Expression<SqlBool> {
  const { on, off, name, type, disabled } = change;
  return eb.or([
    ...((on | off) === 0 ? [] : [flagsDiffer(eb.ref('account.flags'), change)]),
    ...(name === undefined ? [] : [eb('account.name', '<>', name)]),
    ...(type === undefined ? [] : [eb('account.type', '<>', type)]),
    ...(disabled === undefined ? [] : [eb('account.disabled', '<>', disabled)]),
  ]);
}

export const accountAfter = (now: CountedColumns, change: AccountChange): CountedColumns => ({
  type: change.type === undefined ? now.type : sql.lit(change.type),
  disabled: change.disabled === undefined ? now.disabled : sql.lit(change.disabled),
  flags: (change.on | change.off) === 0 ? now.flags : flagsAfter(now.flags, change),
  domainFlags: now.domainFlags,
});

export const domainAfter = (now: CountedColumns, change: DomainChange): CountedColumns => ({
  ...now,
  domainFlags: flagsAfter(now.domainFlags, change),
});

/** More than services: then `prev_flags` alone is not its undo. */
export const changesMore = ({ name, type, disabled }: AccountChange): boolean =>
  name !== undefined || type !== undefined || disabled !== undefined;
