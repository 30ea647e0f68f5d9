/** Lines of a log as rows: read pages and live lines joined, newest first. Pure. */
import type { LogRow } from '../../../contract/schemas-notices.ts';

export interface LogColumns {
  readonly time: string;
  readonly origin: string;
  readonly text: string;
}

const LINE = /^SYSTEM \[([0-9A-F]{4})\] (\d\d:\d\d:\d\d) (.*)$/;

/** `SYSTEM [05D4] 19:05:27 text`; whatever else stands in the file is shown as it is. */
export function columnsOf(line: string): LogColumns {
  const [, origin, time, text] = LINE.exec(line) ?? [];
  if (origin === undefined || time === undefined || text === undefined) return { time: '', origin: '', text: line };
  return { time, origin, text };
}

const same = (a: LogRow | undefined, b: LogRow | undefined): boolean => a?.line === b?.line && a?.date === b?.date;

/**
 * How many of the lines that came live (oldest first) the page (newest first) holds already: it was read after some of
 * them were written. Those are its newest ones.
 */
export function overlap(page: readonly LogRow[], live: readonly LogRow[]): number {
  for (let count = Math.min(page.length, live.length); count > 0; count -= 1) {
    const equal = Array.from({ length: count }, (_, i) => same(page[count - 1 - i], live[i])).every(Boolean);
    if (equal) return count;
  }
  return 0;
}

/** As the service filters: part of the line, any case. */
export const fits = ({ line }: LogRow, filter: string): boolean => line.toLowerCase().includes(filter.toLowerCase());
