/**
 * After accounts have changed elsewhere: what was selected by rule stays so; a range stays if both of its ends are still
 * there and as many rows lie between them as were chosen; a single row stays while it exists. Otherwise nobody can be
 * sure any more what was meant, and the selection is dropped.
 */
import { compareKeys } from './lists.ts';
import type { End, Kind, ListPart, Place, Range, Selection } from './selection.ts';

/** What the lists hold now. */
export interface Lists {
  /** Undefined: there is no such list any more. */
  rows(kind: Kind, list: string): Promise<number | undefined>;
  /** Undefined: the list is shorter. */
  keyAt(kind: Kind, list: string, index: number): Promise<string | undefined>;
  /** Of all lists of the kind together. */
  everything(kind: Kind): Promise<number>;
}

/** Place of a key in an ordered list, near `guess` if nothing has moved; undefined: it is not there. */
export async function placeOf(
  key: string,
  guess: number,
  rows: number,
  keyAt: (index: number) => Promise<string | undefined>,
  compare: (a: string, b: string) => number,
): Promise<number | undefined> {
  if (guess < rows && (await keyAt(guess)) === key) return guess;
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = await keyAt(middle);
    if (found === key) return middle;
    if (found !== undefined && compare(found, key) < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

/** Null: dropped. */
export async function recheck(selection: Selection, lists: Lists): Promise<Selection | null> {
  const { kind } = selection;
  async function found(list: string, end: End): Promise<End | undefined> {
    const rows = await lists.rows(kind, list);
    if (end.key === null || rows === undefined) return undefined;
    const keyAt = (index: number) => lists.keyAt(kind, list, index);
    const index = await placeOf(end.key, end.index, rows, keyAt, (a, b) => compareKeys(kind, a, b));
    return index === undefined ? undefined : { index, key: end.key };
  }
  async function range(list: string, { first, last }: Range): Promise<Range | undefined> {
    const [begin, end] = [await found(list, first), await found(list, last)];
    if (!begin || !end || end.index - begin.index !== last.index - first.index) return undefined;
    return { first: begin, last: end };
  }
  async function part({ list, whole, ranges }: ListPart): Promise<ListPart | undefined> {
    if (whole !== null) {
      const rows = await lists.rows(kind, list);
      return rows === undefined || rows === 0 ? undefined : { list, whole: rows, ranges: [] };
    }
    const kept: Range[] = [];
    for (const old of ranges) {
      const now = await range(list, old);
      if (!now) return undefined;
      kept.push(now);
    }
    return { list, whole, ranges: kept };
  }
  const place = async (old: Place): Promise<Place | undefined> => {
    const now = await found(old.list, old);
    return now && { ...old, ...now };
  };

  const parts: ListPart[] = [];
  for (const old of selection.parts) {
    const now = await part(old);
    if (!now) return null;
    parts.push(now);
  }
  const holes: Place[] = [];
  for (const hole of selection.holes) {
    const now = await place(hole);
    // An exception that is gone needs no exception; inside a range it would have changed the distance of the ends.
    if (now) holes.push(now);
  }
  const everything = selection.everything === null ? null : await lists.everything(kind);
  const anchor = selection.anchor && (await place(selection.anchor));
  return { ...selection, parts, holes, everything, anchor: anchor ?? null };
}
