/** Which records of a search text hold a piece of text: positions in ascending order. */
import { LF, NUL, rowsOf, type SearchText, type Segment } from './search-text.ts';

interface Found {
  readonly positions: Uint32Array;
  count: number;
}

/** Measured: a hit costs the native search as much as looking at two thirds of a record does byte by byte. */
const HIT_COST = 1.5;

/** `key`: see searchKey; empty finds nothing here. */
export function findPositions(text: SearchText, key: string): Uint32Array {
  const piece = Buffer.from(key);
  const records = text.reduce((sum, segment) => sum + rowsOf(segment), 0);
  const found: Found = { positions: new Uint32Array(records), count: 0 };
  if (piece.length === 0 || piece.includes(LF) || piece.includes(NUL)) return new Uint32Array(0);
  const skips = skipsOf(piece);
  let looked = 0;
  for (const segment of text) {
    // The longer the piece, the more bytes are skipped. A frequency is known from the second segment on.
    const frequent = piece.length > 1 && found.count * piece.length * HIT_COST > looked;
    if (frequent) findFrequent(segment, piece, skips, found);
    else findRare(segment, piece, found);
    looked += rowsOf(segment);
  }
  return found.positions.slice(0, found.count);
}

const put = (found: Found, position: number): void => {
  found.positions[found.count] = position;
  found.count += 1;
};

/** Node's own search: quickest where there is little to find. */
function findRare({ first, text, starts }: Segment, piece: Buffer, found: Found): void {
  // A single byte as a number: a third of the cost.
  const wanted = piece.length === 1 ? (piece[0] ?? 0) : piece;
  let record = 0;
  let at = text.indexOf(wanted);
  while (at >= 0) {
    while ((starts[record + 1] ?? 0) <= at) record += 1;
    put(found, first + record);
    record += 1;
    const next = starts[record] ?? text.length;
    if (next >= text.length) return;
    at = text.indexOf(wanted, next);
  }
}

/** How far a search may move on that sees a byte at its window's end (Horspool). */
function skipsOf(piece: Buffer): Uint8Array {
  const skips = new Uint8Array(256).fill(Math.min(255, piece.length));
  for (let n = Math.max(0, piece.length - 255); n < piece.length - 1; n++) {
    skips[piece[n] ?? 0] = Math.min(255, piece.length - 1 - n);
  }
  return skips;
}

/** Without a call for every hit, and on to the next record behind one. */
function findFrequent({ first, text, starts }: Segment, piece: Buffer, skips: Uint8Array, found: Found): void {
  const last = piece.length - 1;
  const end = piece[last];
  let record = 0;
  let at = last;
  while (at < text.length) {
    const seen = text[at] ?? 0;
    if (seen !== end || !endsAt(text, at, piece)) {
      at += skips[seen] ?? 1;
      continue;
    }
    while ((starts[record + 1] ?? 0) <= at - last) record += 1;
    put(found, first + record);
    record += 1;
    at = (starts[record] ?? text.length) + last;
  }
}

function endsAt(text: Buffer, at: number, piece: Buffer): boolean {
  for (let back = 1; back < piece.length; back++) {
    if (text[at - back] !== piece[piece.length - 1 - back]) return false;
  }
  return true;
}
