import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginOfDay,
  DAY,
  dayOf,
  daysLeft,
  HOUR,
  inWords,
  isTimeZone,
  nextMidnight,
  startOfDay,
  wordsOfDay,
} from './calendar.ts';

const at = (iso: string): number => Date.parse(iso);
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];

test.each([
  // [what, time zone, instant, the midnight after it]
  ['an ordinary day', 'Europe/Berlin', '2026-11-21T10:00:00Z', '2026-11-21T23:00:00Z'],
  ['midnight itself is not after itself', 'UTC', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
  ['one millisecond before', 'UTC', '2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00Z'],
  ['the day of 23 hours', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['the day of 25 hours', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['Havana: no 00:00, the day begins at 01:00', 'America/Havana', '2026-03-08T04:00:00Z', '2026-03-08T05:00:00Z'],
  ['Havana: 00:00 comes twice, the first counts', 'America/Havana', '2026-11-01T03:30:00Z', '2026-11-01T04:00:00Z'],
  ['Havana: the second 00:00 is no midnight', 'America/Havana', '2026-11-01T04:30:00Z', '2026-11-02T05:00:00Z'],
  ['Cairo: no 00:00, the day begins at 01:00', 'Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-23T22:00:00Z'],
  ['Cairo: 23:00 comes twice', 'Africa/Cairo', '2026-10-29T12:00:00Z', '2026-10-29T22:00:00Z'],
  ['Beirut: no 00:00, the day begins at 01:00', 'Asia/Beirut', '2026-03-28T12:00:00Z', '2026-03-28T22:00:00Z'],
  ['Beirut: 23:00 comes twice', 'Asia/Beirut', '2026-10-24T12:00:00Z', '2026-10-24T22:00:00Z'],
  ['UTC+14', 'Pacific/Kiritimati', '2026-12-31T09:59:59Z', '2026-12-31T10:00:00Z'],
  ['Apia: a date that never was', 'Pacific/Apia', '2011-12-29T12:00:00Z', '2011-12-30T10:00:00Z'],
])('LICENSING 5: next midnight: %s', (_what, zone, instant, midnight) => {
  expect(new Date(nextMidnight(at(instant), zone)).toISOString()).toBe(new Date(at(midnight)).toISOString());
});

test('LICENSING 5: the next midnight is strictly after, at most 25 hours away, and the first change of the date', () => {
  const instants = fc.integer({ min: at('2012-01-01T00:00:00Z'), max: at('2037-01-01T00:00:00Z') });
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (now, zone) => {
      const midnight = nextMidnight(now, zone);
      expect(midnight).toBeGreaterThan(now);
      expect(midnight - now).toBeLessThanOrEqual(25 * HOUR);
      expect(dayOf(midnight - 1, zone)).toBe(dayOf(now, zone));
      expect(dayOf(midnight, zone)).toBe(dayOf(now, zone) + 1);
    }),
  );
});

test.each([
  ['2026-11-21', '2026-11-21T22:59:59Z', 'Europe/Berlin', 0],
  ['2026-11-21', '2026-11-21T23:00:00Z', 'Europe/Berlin', -1],
  ['2026-11-21', '2026-11-20T10:00:00Z', 'Pacific/Kiritimati', 0],
  ['2027-11-21', '2026-11-21T12:00:00Z', 'UTC', 365],
])('LICENSING 5: days left of %s at %s in %s: %d', (date, now, zone, days) => {
  expect(daysLeft(date, at(now), zone)).toBe(days);
});

test('days left fall by one with each local day, also across summer time', () => {
  const noon = at('2026-03-28T11:00:00Z');
  expect([0, 1, 2].map((n) => daysLeft('2026-04-01', noon + n * DAY, 'Europe/Berlin'))).toEqual([4, 3, 2]);
});

test('dates in words carry the time zone', () => {
  expect(inWords(at('2026-11-21T23:05:00Z'), 'Europe/Berlin')).toBe('22 November 2026, 00:05 (Europe/Berlin)');
  expect(isTimeZone('Asia/Beirut')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});

test('a day begins at its midnight, in every time zone', () => {
  const instants = fc.integer({ min: at('2012-01-01T00:00:00Z'), max: at('2037-01-01T00:00:00Z') });
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (now, zone) => {
      const start = startOfDay(now, zone);
      expect(start).toBeLessThanOrEqual(now);
      expect(dayOf(start, zone)).toBe(dayOf(now, zone));
      expect(dayOf(start - 1, zone)).toBe(dayOf(now, zone) - 1);
      expect(beginOfDay(dayOf(now, zone), zone)).toBe(start);
      expect(nextMidnight(now, zone)).toBe(beginOfDay(dayOf(now, zone) + 1, zone));
    }),
  );
});

test('a date that never was begins with the day after it', () => {
  const skipped = Date.UTC(2011, 11, 30) / DAY;
  expect(new Date(beginOfDay(skipped, 'Pacific/Apia')).toISOString()).toBe('2011-12-30T10:00:00.000Z');
  expect(wordsOfDay(skipped)).toBe('30 December 2011');
});
