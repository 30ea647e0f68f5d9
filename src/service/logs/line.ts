/** A line of a log, as monitoring has always read it: `SYSTEM [05D4] 19:05:27 text` (LICENSING 5). */

import type { LogName } from './names.ts';

export interface Line {
  readonly log: LogName;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  /** A process, or a piece of work. */
  readonly origin: number;
}

/** Line breaks, other controls, and what turns the direction of writing: nobody writes a second line into a log. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const LONGEST_TEXT = 2_000;

const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** One line of visible text; what is longer is cut. */
export function plainText(text: string, longest = LONGEST_TEXT): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(UNSAFE, escaped);
}

/** `time`: HH:MM:SS. `origin`: what the line belongs to (a process, a piece of work), of which 16 bits are shown. */
export function formatLine(time: string, origin: number, text: string): string {
  const digits = (origin & 0xffff).toString(16).toUpperCase().padStart(4, '0');
  return `SYSTEM [${digits}] ${time} ${plainText(text)}`;
}
