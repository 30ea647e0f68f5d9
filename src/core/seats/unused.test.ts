import { expect, test } from 'vitest';
import { DAY } from '../calendar.ts';
import { unused, unusedSince } from './unused.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');

test('LICENSING 6: N days are N × 24 h before now', () => {
  expect(new Date(unusedSince(30, NOW)).toISOString()).toBe('2026-10-22T10:00:00.000Z');
});

test.each([
  ['used last a moment longer ago', true, NOW - 30 * DAY - 1, 0, true],
  ['used last exactly so long ago', true, NOW - 30 * DAY, 0, true],
  ['used a moment later', true, NOW - 30 * DAY + 1, 0, false],
  ['never seen, made before', true, null, NOW - 31 * DAY, true],
  ['never seen, made since', true, null, NOW - 29 * DAY, false],
  ['used before the account was made again: the use counts', true, NOW - 40 * DAY, NOW - DAY, true],
  ['does not count', false, null, 0, false],
])('LICENSING 6, unused for 30 days: %s', (_case, counted, lastAccess, createdAt, expected) => {
  expect(unused({ counted, lastAccess, createdAt }, unusedSince(30, NOW))).toBe(expected);
});
