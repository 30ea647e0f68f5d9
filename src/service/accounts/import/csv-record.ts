/** One CSV record with quotes (RFC 4180): it may go over several lines. */
import type { Line } from './lines.ts';

/** A record does not go over more lines or characters: a quote that nobody closed must not swallow the file. */
const RECORD_LINES_MAX = 50;
const RECORD_LENGTH_MAX = 64 * 1024;

/** Undefined: a quote is open at the end, or text follows a closed one. */
export function parseRecord(text: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(separator, at);
      const field = end < 0 ? text.slice(at) : text.slice(at, end);
      fields.push(field);
      if (end < 0) return fields;
      at = end + 1;
      continue;
    }
    const closed = closingQuote(text, at + 1);
    if (closed < 0) return undefined;
    fields.push(text.slice(at + 1, closed).replaceAll('""', '"'));
    if (closed + 1 === text.length) return fields;
    if (text[closed + 1] !== separator) return undefined;
    at = closed + 2;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** Odd: a quote is open at the end, so the record goes on. */
function quotes(text: string): number {
  let n = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) n += 1;
  return n;
}

export type SplitRecord =
  | { readonly fields: string[]; readonly unused: readonly Line[] }
  | { readonly fault: string; readonly unused: readonly Line[] };

/** The record that begins with `first`. Lines that do not belong to it come back as `unused`. */
export function splitRecord(first: Line, separator: string, next: () => Line | undefined): SplitRecord {
  let text = first.text;
  let open = quotes(text) % 2 === 1;
  const taken: Line[] = [];
  while (open && taken.length < RECORD_LINES_MAX && text.length < RECORD_LENGTH_MAX) {
    const line = next();
    if (!line) break;
    taken.push(line);
    if (line.fault !== '') break;
    text += `\n${line.text}`;
    open = quotes(line.text) % 2 === 0;
  }
  if (open) return { fault: 'a quote is opened and not closed', unused: taken };
  const fields = parseRecord(text, separator);
  return fields ? { fields, unused: [] } : { fault: 'text follows a closed quote', unused: taken };
}
