/** What entering a license document makes of the clocks (LICENSING 2, 5). */
import { DAY } from '../calendar.ts';

export interface EntryFacts {
  /** Of the document that is entered; epoch ms. */
  readonly issued: number;
  /** A newer document of the order, or an order that took its place, was in force here before. */
  readonly outdated: boolean;
  /** T0 */
  readonly failingSince: number | null;
  /** Of the license in force; of the entered one if there is none. */
  readonly graceDays: number;
  readonly now: number;
}

/**
 * T0 after a document was entered. An outdated one must be validated at once. In Emergency Mode after T0 only a document
 * issued after T0 ends it: else re-entering an old export would end it for ever.
 */
export function failureAfterEntry(entry: EntryFacts): number | null {
  const { failingSince, graceDays, now } = entry;
  if (entry.outdated) return failingSince ?? now;
  if (failingSince === null || entry.issued > failingSince) return null;
  return now >= failingSince + graceDays * DAY ? failingSince : null;
}
