/** Lines that were skipped: the first 1,000 with number and reason, all of them counted. */
import type { ImportResult } from '../../../contract/schemas.ts';

const KEPT = 1_000;
const SHOWN = 120;

type Skipped = ImportResult['skippedLines'][number];

/** A copy: a part of a string would keep the whole block of the file in memory. */
const copy = (text: string): string => Buffer.from(text).toString();
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const clean = (text: string): string => copy(text.slice(0, SHOWN)).replace(/[\u0000-\u001f\u007f]/g, ' ');

export interface Skips {
  add(line: number, reason: string, shown: string): void;
  /** Ordered by line. */
  result(): { readonly skipped: number; readonly skippedLines: Skipped[] };
}

export function createSkips(): Skips {
  let count = 0;
  let kept: Skipped[] = [];
  /** Lines behind it are not among the first. */
  let bound = Number.POSITIVE_INFINITY;
  const trim = () => {
    kept = kept.sort((a, b) => a.line - b.line).slice(0, KEPT);
    if (kept.length === KEPT) bound = kept.at(-1)?.line ?? bound;
  };
  return {
    add(line, reason, shown) {
      count += 1;
      if (line > bound) return;
      kept.push({ line, reason: copy(reason), text: clean(shown) });
      // Doubles and strays come last, with lines from anywhere: room for as many again before the next sorting.
      if (kept.length === KEPT || kept.length === 2 * KEPT) trim();
    },
    result() {
      trim();
      return { skipped: count, skippedLines: kept };
    },
  };
}
