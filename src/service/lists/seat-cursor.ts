/** Cursors of a list of a module: the last row that was given, by what it was sorted by, and where it was. */
import { z } from 'zod';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { SeatRow } from '../../contract/schemas.ts';
import { type SeatOrder, seatOrder } from '../../contract/schemas-seats.ts';
import type { SortedSeat } from '../../core/seats/order.ts';

export interface SeatCursor {
  readonly sort: SeatOrder;
  readonly descending: boolean;
  /** Where it was in the list: a hint. */
  readonly place: number;
  readonly row: SortedSeat;
}

const fields = z.tuple([
  seatOrder,
  z.boolean(),
  z.number().int().nonnegative(),
  z.string().regex(/.@./).max(400),
  z.string().max(1000).nullable(),
]);

function keyOf(row: SortedSeat, sort: SeatOrder): string | null {
  switch (sort) {
    case 'address':
      return null;
    case 'name':
      return row.name;
    case 'seat':
      return row.seat;
    case 'first-access':
      return row.firstAccess;
    case 'last-access':
      return row.lastAccess;
    case 'trial-end':
      return row.trialEnds;
  }
}

export const encodeCursor = (row: SeatRow, place: number, sort: SeatOrder, descending: boolean): string =>
  JSON.stringify([sort, descending, place, row.address, keyOf(row, sort)]);

const seatOf = (key: string | null): SortedSeat['seat'] => (key === 'seat' || key === 'trial' ? key : 'none');

/** Throws INPUT_INVALID: it is none, or of another order. */
export function decodeCursor(
  text: string,
  asked: { readonly sort: SeatOrder; readonly descending: boolean },
): SeatCursor {
  const parsed = fields.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data[0] !== asked.sort || parsed.data[1] !== asked.descending) {
    throw new SeatkeeperError('INPUT_INVALID', { detail: 'the cursor is none that was given out' });
  }
  const [sort, descending, place, address, key] = parsed.data;
  const row = { address, name: key ?? '', seat: seatOf(key), firstAccess: key, lastAccess: key, trialEnds: key };
  return { sort, descending, place, row };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
