import { expect, test } from 'vitest';
import type { SeatHolding } from '../../../contract/schemas.ts';
import { holdingWords, seatWords } from './words.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const none: SeatHolding = { seat: 'none', firstAccess: null, lastAccess: null, trialEnds: null };
const seen = { firstAccess: '2026-11-01T09:00:00Z', lastAccess: '2026-11-20T14:03:00Z' };

test.each([
  ['seat', null, 'Seat'],
  ['none', null, '–'],
  ['trial', '2026-11-24T10:00:00Z', 'Trial, 3 days left'],
  ['trial', '2026-11-21T10:00:01Z', 'Trial, 1 day left'],
  ['trial', '2026-11-21T10:00:00Z', 'Trial, ended'],
] as const)('LICENSING 6: a %s until %s is shown as “%s”', (seat, trialEnds, words) => {
  expect(seatWords({ seat, trialEnds }, now)).toBe(words);
});

test.each([
  [
    { ...none, ...seen, seat: 'seat' },
    'Holds a full seat. First access 1 Nov 2026, 10:00, last access 20 Nov 2026, 15:03.',
  ],
  [
    { ...none, ...seen, seat: 'trial', trialEnds: '2026-12-01T10:00:00Z' },
    'Over the limit: on trial until 1 Dec 2026, 11:00 (10 days left). First access 1 Nov 2026, 10:00, last access 20 Nov 2026, 15:03.',
  ],
  [none, 'No seat yet: it takes one with its first access. Never seen here.'],
] as const)('LICENSING 6, Why: seat or trial, since when, until when: %j', (holding, words) => {
  expect(holdingWords({ ...holding, counted: true }, { now, timeZone: 'Europe/Berlin' })).toBe(words);
});

test('who does not count is promised no seat', () => {
  expect(holdingWords({ ...none, counted: false }, { now, timeZone: 'UTC' })).toBe('Holds no seat. Never seen here.');
});
