/** Changes single records of a search text: only the segments that hold them are made anew. */
import { rowsOf, SEGMENT_ROWS, type SearchText, type Segment, segmentOf } from './search-text.ts';

/** At a position of the old text: a record that comes before it, or else the one there goes. */
export interface TextEdit {
  readonly at: number;
  readonly record?: string;
}

/** `edits` in ascending order; behind the last record only some that come. */
export function patchText(text: SearchText, edits: Iterable<TextEdit>): SearchText {
  const segments: Segment[] = [];
  const push = (segment: Segment): void => {
    for (const part of inParts(segment)) {
      const before = segments.at(-1);
      segments.push({ ...part, first: before ? before.first + rowsOf(before) : 0 });
    }
  };
  const waiting = [...edits];
  let next = 0;
  for (const [n, segment] of text.entries()) {
    const end = n === text.length - 1 ? Number.POSITIVE_INFINITY : segment.first + rowsOf(segment);
    const from = next;
    while ((waiting[next]?.at ?? Number.POSITIVE_INFINITY) < end) next += 1;
    push(from === next ? segment : patchSegment(segment, waiting.slice(from, next)));
  }
  if (text.length === 0 && waiting.length > 0)
    push(
      segmentOf(
        waiting.flatMap(({ record }) => record ?? []),
        0,
      ),
    );
  return segments;
}

function patchSegment({ first, text, starts }: Segment, edits: readonly TextEdit[]): Segment {
  const pieces: Buffer[] = [];
  const begins: number[] = [0];
  let length = 0;
  let from = 0;
  const put = (piece: Buffer, ends: Iterable<number>): void => {
    pieces.push(piece);
    for (const end of ends) begins.push(length + end);
    length += piece.length;
  };
  const keep = (to: number): void => {
    const begin = starts[from] ?? text.length;
    put(
      text.subarray(begin, starts[to]),
      Array.from(starts.subarray(from + 1, to + 1), (end) => end - begin),
    );
    from = to;
  };
  for (const { at, record } of edits) {
    keep(at - first);
    if (record === undefined) from += 1;
    else {
      const added = segmentOf([record], 0).text;
      put(added, [added.length]);
    }
  }
  keep(starts.length - 1);
  return { first, text: Buffer.concat(pieces), starts: Uint32Array.from(begins) };
}

/** None of an empty one; one that has grown becomes two. */
function inParts(segment: Segment): Segment[] {
  const rows = rowsOf(segment);
  if (rows === 0) return [];
  if (rows <= 2 * SEGMENT_ROWS) return [segment];
  const { text, starts } = segment;
  const half = rows >> 1;
  const middle = starts[half] ?? 0;
  const head = { first: 0, text: text.subarray(0, middle), starts: starts.slice(0, half + 1) };
  const tail = { first: 0, text: text.subarray(middle), starts: starts.slice(half).map((at) => at - middle) };
  return [...inParts(head), ...inParts(tail)];
}
