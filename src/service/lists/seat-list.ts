/** The accounts of a module or group: any page of them, in any order, of any length. */
import type { SeatRow } from '../../contract/schemas.ts';
import { compareSeats } from '../../core/seats/order.ts';
import { readCounters } from '../seats/counters.ts';
import type { TaskFunction } from '../store/task-context.ts';
import type { SeatQuestion, TaskInput } from '../store/tasks.ts';
import { accountCount } from './counts.ts';
import { type Lists, listsOf, type Positions } from './known.ts';
import { heldOf, idOf, readSpans } from './roster.ts';
import { decodeCursor, encodeCursor, type SeatCursor } from './seat-cursor.ts';
import { seatPositions } from './seat-positions.ts';
import { seatRows } from './seat-rows.ts';

type Input = TaskInput<'list-seats'>;
interface Slice {
  readonly ids: readonly number[];
  /** Of the first of them, in the list. */
  readonly place: number;
  readonly more: boolean;
  readonly total: number | null;
}

/** Rows that are looked at before the whole roster is read: about 60 ms. */
const LOOKED_AT = 200_000;
const ATTEMPTS = 3;

export const listSeats: TaskFunction<'list-seats'> = async (input, context) => {
  const lists = listsOf(context);
  const cursor = input.cursor === null ? undefined : decodeCursor(input.cursor, input);
  for (let attempt = 1; ; attempt++) {
    const slice = (await nearSlice(lists, input, cursor)) ?? (await slicedList(lists, input, cursor));
    const rows = await seatRows(context.connection.db, slice.ids, input.mask);
    // Accounts went away that nobody was told of yet: what is kept is of an older state.
    if (rows.length < slice.ids.length && attempt < ATTEMPTS) {
      lists.forget();
      continue;
    }
    const last = rows.at(-1);
    const next =
      slice.more && last ? encodeCursor(last, slice.place + rows.length - 1, input.sort, input.descending) : null;
    return { rows, next, total: slice.total };
  }
};

const isPlain = ({ sort, descending, over, unused, search }: SeatQuestion): boolean =>
  sort === 'address' && !descending && !over && unused === null && search.trim() === '';

/** A page near the beginning, or behind a cursor, in the order of the indexes: nothing needs to be kept for it. */
async function nearSlice(lists: Lists, input: Input, cursor: SeatCursor | undefined): Promise<Slice | undefined> {
  if (!isPlain(input) || lists.knowsHeld()) return undefined;
  const { connection, check, snapshot } = lists.context;
  const skipped = cursor ? 0 : input.offset;
  const wanted = skipped + input.limit + 1;
  const from = cursor && fromOf(cursor.row.address);
  const granting = input.counted === 'counted' ? input.mask : undefined;
  const ids = await snapshot(async () => {
    const found: number[] = [];
    let looked = 0;
    for (const { packed } of readSpans(connection, { from, granting, check })) {
      for (const one of packed) if (shows(input, heldOf(one))) found.push(idOf(one));
      looked += packed.length;
      if (found.length >= wanted) return found;
      if (looked >= LOOKED_AT) return undefined;
    }
    return found;
  });
  if (!ids) return undefined;
  const place = cursor ? cursor.place + 1 : skipped;
  const page = ids.slice(skipped, skipped + input.limit);
  return { ids: page, place, more: ids.length > skipped + input.limit, total: await plainTotal(lists, input) };
}

const fromOf = (address: string) => {
  const at = address.lastIndexOf('@');
  return { domain: address.slice(at + 1), local: address.slice(0, at) };
};

const shows = ({ counted, mask }: SeatQuestion, held: number): boolean =>
  counted === 'all' || ((held & mask) !== 0) === (counted === 'counted');

/** From the counters, which are exact. */
async function plainTotal(lists: Lists, { counted, mask }: SeatQuestion): Promise<number | null> {
  if (counted === 'all') return accountCount(lists);
  const used = (await readCounters(lists.context.connection.db)).get(mask);
  if (used === undefined) return null;
  return counted === 'counted' ? used : accountCount(lists) - used;
}

async function slicedList(lists: Lists, input: Input, cursor: SeatCursor | undefined): Promise<Slice> {
  const positions = await seatPositions(lists, input, cursor !== undefined || input.offset > 0);
  const roster = await lists.roster();
  const idAt = (place: number): number => roster.ids[positions[place] ?? 0] ?? 0;
  const place = cursor ? await placeBehind(lists, input.mask, cursor, positions, idAt) : input.offset;
  const end = Math.min(positions.length, place + input.limit);
  const ids: number[] = [];
  for (let at = place; at < end; at++) ids.push(idAt(at));
  return { ids, place, more: end < positions.length, total: positions.length };
}

/** Where the list goes on behind a row: where it was, or else where it would stand now. */
async function placeBehind(
  lists: Lists,
  mask: number,
  { place, row, sort, descending }: SeatCursor,
  positions: Positions,
  idAt: (place: number) => number,
): Promise<number> {
  const { db } = lists.context.connection;
  const rowAt = async (at: number): Promise<SeatRow | undefined> => (await seatRows(db, [idAt(at)], mask))[0];
  if (place < positions.length && (await rowAt(place))?.address === row.address) return place + 1;
  const compare = compareSeats(sort, descending);
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = await rowAt(middle);
    if (found && compare(found, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
