import { expect, test } from 'vitest';
import { DAY, dayOfDate } from '../calendar.ts';
import { lapseChanges } from './lapse-preview.ts';
import { initialWatchState, type WatchDocument } from './watch-state.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const now = { system: START, uptime: 0 };

/** A license whose items are renewed until these days. */
const licensed = (im: string, communication: string): WatchDocument => ({
  id: 'l1',
  type: 'full',
  issued: START - DAY,
  expires: null,
  everyDays: 30,
  graceDays: 7,
  orderId: 'AAAA-AAAA-AAAA',
  serial: 1,
  items: [
    {
      key: 'group:communication',
      name: 'Communication',
      modules: ['mail', 'webclient', 'archive'],
      renewalDay: dayOfDate(communication),
      trialUntil: null,
    },
    { key: 'module:im', name: 'Instant Messaging', modules: ['im'], renewalDay: dayOfDate(im), trialUntil: null },
  ],
});
const state = (license: WatchDocument | null) => initialWatchState({ now, timeZone: 'UTC', license });

test.each([
  ['all renewed', '2027-11-21', '2027-11-21', []],
  ['all have run out alike', '2026-11-01', '2026-11-01', []],
  ['its last day is today', '2026-11-21', '2027-11-21', []],
  [
    'one left out of the renewal',
    '2026-11-20',
    '2027-11-21',
    [['Instant Messaging', 'left out of the renewal: stops on 29 November 2026, 00:00 (UTC)', true]],
  ],
])('LICENSING 5: the preview announces a module that will stop: %s', (_, im, communication, expected) => {
  const changes = lapseChanges(state(null), state(licensed(im, communication)), START);
  expect(changes.map(({ row, after, loss }) => [row, after, loss])).toEqual(expected);
  expect(changes.every(({ what }) => what === 'module-stops')).toBe(true);
});

test('LICENSING 5: what lapses already is not announced as news', () => {
  const lapsing = state(licensed('2026-11-20', '2027-11-21'));
  expect(lapseChanges(lapsing, lapsing, START)).toEqual([]);
});
