import { expect, test } from 'vitest';
import { DAY } from '../calendar.ts';
import { type EntryFacts, failureAfterEntry } from './entry.ts';

const T0 = Date.parse('2026-11-21T10:00:00Z');
const entry: EntryFacts = { issued: T0 - DAY, outdated: false, failingSince: T0, graceDays: 2, now: T0 + DAY };

test.each<[string, Partial<EntryFacts>, number | null]>([
  ['nothing was failing', { failingSince: null }, null],
  ['revalidating: any fitting document leads to ok', {}, null],
  ['emergency: a document from before T0 does not end it', { now: T0 + 2 * DAY }, T0],
  ['emergency: one from the very instant of T0 does not', { now: T0 + 2 * DAY, issued: T0 }, T0],
  ['emergency: one issued after T0 does', { now: T0 + 2 * DAY, issued: T0 + 1 }, null],
  ['an outdated document is validated at once', { outdated: true, failingSince: null }, T0 + DAY],
  ['an outdated document does not turn T0 back', { outdated: true }, T0],
  ['an outdated document issued after T0 does not end it', { outdated: true, issued: T0 + 1 }, T0],
])('LICENSING 2, 5: %s', (_rule, some, after) => {
  expect(failureAfterEntry({ ...entry, ...some })).toBe(after);
});
