/** Changes single records of a search text: only the segments that hold them are made anew. */
import { rowsOf, SEGMENT_ROWS, type SearchText, type Segment, segmentOf, startsOf } from './search-text.ts';

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
  let rows = starts.length - 1;
  let from = 0;
  for (const { at, record } of edits) {
    const start = starts[at - first] ?? text.length;
    pieces.push(text.subarray(from, start));
    from = record === undefined ? (starts[at - first + 1] ?? text.length) : start;
    if (record !== undefined) pieces.push(segmentOf([record], 0).text);
    rows += record === undefined ? -1 : 1;
  }
  pieces.push(text.subarray(from));
  const patched = Buffer.concat(pieces);
  return { first, text: patched, starts: startsOf(patched, rows) ?? new Uint32Array(1) };
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
