/**
 * What is selected, as in a file manager: ranges of rows with the keys of their ends, never the rows themselves, so that
 * 500,000 rows cost as much as two. A list is the accounts of one domain, the results of one search, or all domains.
 * Pure.
 */
export type Kind = 'accounts' | 'domains';

/** One end of a range. Null: the row was not read yet; `learn` tells it later. */
export interface End {
  readonly index: number;
  readonly key: string | null;
}
export interface Range {
  readonly first: End;
  readonly last: End;
}
/** What is selected of one list: all of it by rule, or ranges that are disjoint and ascend. */
export interface ListPart {
  readonly list: string;
  /** Rows of the list when all of it was selected. */
  readonly whole: number | null;
  readonly ranges: readonly Range[];
}
export interface Place extends End {
  readonly kind: Kind;
  readonly list: string;
}
export interface Selection {
  readonly kind: Kind;
  /** Rows of every list together when all of them were selected, whether they are seen or not. */
  readonly everything: number | null;
  readonly parts: readonly ListPart[];
  /** Taken out again, one by one. */
  readonly holes: readonly Place[];
  /** Where Shift begins. */
  readonly anchor: Place | null;
}

export type SelectAction =
  | { readonly do: 'clear' }
  /** A click. */
  | { readonly do: 'one'; readonly at: Place }
  /** Ctrl and a click. */
  | { readonly do: 'toggle'; readonly at: Place }
  /** Shift: the rows from the anchor to another. */
  | { readonly do: 'extend'; readonly kind: Kind; readonly parts: readonly ListPart[] }
  /** Shift and Ctrl: these too. */
  | { readonly do: 'add'; readonly kind: Kind; readonly parts: readonly ListPart[] }
  /** Ctrl+A. */
  | { readonly do: 'whole'; readonly kind: Kind; readonly list: string; readonly rows: number }
  | { readonly do: 'everything'; readonly kind: Kind; readonly rows: number }
  | { readonly do: 'learn'; readonly list: string; readonly index: number; readonly key: string };

export const NOTHING: Selection = { kind: 'accounts', everything: null, parts: [], holes: [], anchor: null };

const single = ({ index, key }: End): Range => ({ first: { index, key }, last: { index, key } });
const within = (range: Range, index: number): boolean => range.first.index <= index && index <= range.last.index;
const sameRow = (a: Place, b: Place): boolean => a.list === b.list && a.index === b.index;
const partOf = (selection: Selection, list: string): ListPart | undefined =>
  selection.parts.find((part) => part.list === list);

export function countOf({ everything, parts, holes }: Selection): number {
  const inRanges = (part: ListPart) => part.ranges.reduce((sum, r) => sum + r.last.index - r.first.index + 1, 0);
  return (everything ?? parts.reduce((sum, part) => sum + (part.whole ?? inRanges(part)), 0)) - holes.length;
}

export const isEmpty = (selection: Selection): boolean => countOf(selection) <= 0;

/** Answers for many rows: is it selected? */
export function membership(selection: Selection): (kind: Kind, list: string, index: number) => boolean {
  const holes = new Set(selection.holes.map((h) => `${h.index} ${h.list}`));
  const parts = new Map(selection.parts.map((part) => [part.list, part]));
  return (kind, list, index) => {
    if (kind !== selection.kind || holes.has(`${index} ${list}`)) return false;
    if (selection.everything !== null) return true;
    const part = parts.get(list);
    // The row above all others stands for all of them.
    if (index < 0) return part?.whole != null && holes.size === 0;
    return part !== undefined && (part.whole !== null || part.ranges.some((range) => within(range, index)));
  };
}

const lower = (a: End, b: End): End => (b.index < a.index || (b.index === a.index && a.key === null) ? b : a);
const upper = (a: End, b: End): End => (b.index > a.index || (b.index === a.index && a.key === null) ? b : a);

/** The ranges with one more, those that it meets joined to it. */
function withRange(ranges: readonly Range[], added: Range): Range[] {
  const meets = (r: Range) => r.first.index <= added.last.index && added.first.index <= r.last.index;
  const joined = ranges
    .filter(meets)
    .reduce((a, b) => ({ first: lower(a.first, b.first), last: upper(a.last, b.last) }), added);
  return [...ranges.filter((r) => !meets(r)), joined].sort((a, b) => a.first.index - b.first.index);
}

function withPart(parts: readonly ListPart[], added: ListPart): ListPart[] {
  const known = parts.find((part) => part.list === added.list);
  if (!known) return [...parts, added];
  const joined: ListPart = {
    list: added.list,
    whole: added.whole ?? known.whole,
    ranges: (added.whole ?? known.whole) !== null ? [] : added.ranges.reduce(withRange, [...known.ranges]),
  };
  return parts.map((part) => (part === known ? joined : part));
}

const covers = (part: ListPart, hole: Place): boolean =>
  part.list === hole.list && (part.whole !== null || part.ranges.some((range) => within(range, hole.index)));

function toggled(selection: Selection, at: Place): Selection {
  const changed = { ...selection, anchor: at };
  const hole = selection.holes.find((h) => sameRow(h, at));
  if (hole) return { ...changed, holes: selection.holes.filter((h) => h !== hole) };
  const part = partOf(selection, at.list);
  const range = part?.ranges.find((r) => within(r, at.index));
  if (selection.everything === null && part?.whole == null && !range) {
    return { ...changed, parts: withPart(selection.parts, { list: at.list, whole: null, ranges: [single(at)] }) };
  }
  if (part && range && range.first.index === range.last.index) {
    const rest = { ...part, ranges: part.ranges.filter((r) => r !== range) };
    const others = selection.parts.filter((p) => p !== part);
    return { ...changed, parts: rest.ranges.length > 0 ? [...others, rest] : others };
  }
  return { ...changed, holes: [...selection.holes, at] };
}

function learned(selection: Selection, list: string, index: number, key: string): Selection {
  const end = (e: End): End => (e.index === index && e.key === null ? { index, key } : e);
  const place = (p: Place): Place => (p.list === list && p.index === index && p.key === null ? { ...p, key } : p);
  const ranges = (part: ListPart): Range[] => part.ranges.map((r) => ({ first: end(r.first), last: end(r.last) }));
  return {
    ...selection,
    parts: selection.parts.map((part) => (part.list === list ? { ...part, ranges: ranges(part) } : part)),
    holes: selection.holes.map(place),
    anchor: selection.anchor && place(selection.anchor),
  };
}

/** Accounts and domains never mix: the other kind starts anew. */
const sameKind = (selection: Selection, kind: Kind): Selection =>
  selection.kind === kind ? selection : { ...NOTHING, kind, anchor: selection.anchor };

export function select(selection: Selection, action: SelectAction): Selection {
  switch (action.do) {
    case 'clear':
      return { ...NOTHING, anchor: selection.anchor };
    case 'one': {
      const { kind, list } = action.at;
      const parts = [{ list, whole: null, ranges: [single(action.at)] }];
      return { ...NOTHING, kind, parts, anchor: action.at };
    }
    case 'toggle': {
      const next = toggled(sameKind(selection, action.at.kind), action.at);
      return isEmpty(next) ? { ...NOTHING, kind: next.kind, anchor: next.anchor } : next;
    }
    case 'extend':
      return { ...NOTHING, kind: action.kind, parts: action.parts, anchor: selection.anchor };
    case 'add': {
      const now = sameKind(selection, action.kind);
      const holes = now.holes.filter((hole) => !action.parts.some((part) => covers(part, hole)));
      return { ...now, holes, parts: now.everything === null ? action.parts.reduce(withPart, now.parts) : now.parts };
    }
    case 'whole': {
      const parts = [{ list: action.list, whole: action.rows, ranges: [] }];
      return { ...NOTHING, kind: action.kind, parts, anchor: selection.anchor };
    }
    case 'everything':
      return { ...NOTHING, kind: action.kind, everything: action.rows, anchor: selection.anchor };
    case 'learn':
      return learned(selection, action.list, action.index, action.key);
  }
}

/** Rows whose keys a set needs and nobody has read yet. */
export const unknownEnds = (selection: Selection): readonly { readonly list: string; readonly index: number }[] => [
  ...selection.parts.flatMap((part) =>
    part.ranges
      .flatMap((r) => [r.first, r.last])
      .filter((e) => e.key === null)
      .map(({ index }) => ({ list: part.list, index })),
  ),
  ...selection.holes.filter((h) => h.key === null).map(({ list, index }) => ({ list, index })),
];
