/** The orders of a list of accounts of a module (LICENSING 6: lists). */
import { prepareSearch } from '../accounts/search.ts';

export const SEAT_ORDERS = ['address', 'name', 'seat', 'first-access', 'last-access', 'trial-end'] as const;
export type SeatSort = (typeof SEAT_ORDERS)[number];

export interface SortedSeat {
  readonly address: string;
  readonly name: string;
  readonly seat: 'seat' | 'trial' | 'none';
  /** ISO instants; null: there is none. */
  readonly firstAccess: string | null;
  readonly lastAccess: string | null;
  readonly trialEnds: string | null;
}

/** In this order. */
export const SEAT_RANK = { seat: 0, trial: 1, none: 2 } as const;

/**
 * Least recently used comes first by `last-access`: who was never seen, before all. Of the other instants it is those
 * who have one that matter: the rest comes last in either direction.
 */
export const noneFirst = (sort: SeatSort, descending: boolean): boolean => sort === 'last-access' && !descending;

/** By code point, as SQLite and bytes of UTF-8 have it: halves of astral characters come behind all others. */
function codeUnit(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    if (a.charCodeAt(at) !== b.charCodeAt(at)) return codeUnit(a, at) - codeUnit(b, at);
  }
  return a.length - b.length;
}

/** By domain, then by what stands before @. */
export function compareAddresses(a: string, b: string): number {
  const [atA, atB] = [a.lastIndexOf('@'), b.lastIndexOf('@')];
  return compareText(a.slice(atA + 1), b.slice(atB + 1)) || compareText(a.slice(0, atA), b.slice(0, atB));
}

function compareInstants(a: string | null, b: string | null, descending: boolean, first: boolean): number {
  if (a === b) return 0;
  if (a === null) return first ? -1 : 1;
  if (b === null) return first ? 1 : -1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

/** Ties go by address, ascending in either direction. */
export function compareSeats(sort: SeatSort, descending: boolean): (a: SortedSeat, b: SortedSeat) => number {
  const turn = descending ? -1 : 1;
  const first = noneFirst(sort, descending);
  const instants = (of: 'firstAccess' | 'lastAccess' | 'trialEnds') => (a: SortedSeat, b: SortedSeat) =>
    compareInstants(a[of], b[of], descending, first) || compareAddresses(a.address, b.address);
  switch (sort) {
    case 'address':
      return (a, b) => turn * compareAddresses(a.address, b.address);
    case 'name':
      return (a, b) =>
        turn * compareText(prepareSearch(a.name), prepareSearch(b.name)) || compareAddresses(a.address, b.address);
    case 'seat':
      return (a, b) => turn * (SEAT_RANK[a.seat] - SEAT_RANK[b.seat]) || compareAddresses(a.address, b.address);
    case 'first-access':
      return instants('firstAccess');
    case 'last-access':
      return instants('lastAccess');
    case 'trial-end':
      return instants('trialEnds');
  }
}
