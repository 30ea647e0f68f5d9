import { expect, test } from 'vitest';
import type { ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { calmLine, distance } from './words.ts';

const NOW = '2026-11-21T22:30:00.000Z';
const event = (at: string, severity: ForecastEvent['severity']): ForecastEvent => ({
  at,
  severity,
  kind: 'mail',
  key: at,
  title: '',
  detail: '',
});

test.each([
  ['2026-11-21T23:59:00Z', 'UTC', 'today'],
  ['2026-11-22T00:00:00Z', 'UTC', 'tomorrow'],
  ['2026-11-21T23:00:00Z', 'Europe/Berlin', 'tomorrow'],
  ['2026-12-03T00:00:00Z', 'UTC', 'in 12 days'],
])('%s in %s is %s', (at, timeZone, words) => {
  expect(distance(at, NOW, timeZone)).toBe(words);
});

test('one line says whether anybody has to do anything, and by when', () => {
  const line = (...events: ForecastEvent[]) => calmLine({ now: NOW, timeZone: 'UTC', days: 365, events });
  const calm = event('2026-11-22T00:00:00Z', 'info');
  expect(line(calm)).toBe('Nothing needs to be done in the next 365 days.');
  expect(line(calm, event('2027-02-01T08:00:00Z', 'warning'))).toBe(
    'Nothing needs to be done before 1 Feb 2027, 08:00.',
  );
  expect(line(calm, event('2026-11-30T08:00:00Z', 'critical'))).toBe(
    'Something needs to be looked at by 30 Nov 2026, 08:00.',
  );
});
