import { expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import { afterMachineCheck } from '../lifecycle/changes.ts';
import { revalidationDue } from '../lifecycle/due.ts';
import { document, item, Life, minute, START, unreachable } from '../lifecycle/life.testkit.ts';
import type { ForecastEvent } from './events.ts';
import { forecast, type SeatTrial } from './forecast.ts';

const due = revalidationDue(document());
const ahead = (life: Life, days: number, seatTrials: SeatTrial[] = []): ForecastEvent[] =>
  forecast({ state: life.state, now: life.now(), days, seatTrials });
const lines = (events: readonly ForecastEvent[]): string[] =>
  events.map((e) => `${minute(e.at)} ${e.kind} ${e.severity}`);

test('LICENSING 5, Forecast: a vendor that works keeps working', () => {
  const events = ahead(new Life(), 70);
  const period = due - START;
  expect(lines(events)).toEqual([1, 2].map((n) => `${minute(START + n * period)} revalidation info`));
});

test('a vendor that fails keeps failing: mails, Emergency Mode, the stop; what is repeated is told once', () => {
  const life = new Life({ vendor: unreachable }).run(due + HOUR / 2);
  const events = ahead(life, 20);
  const of = (kind: ForecastEvent['kind']) => events.filter((e) => e.kind === kind);
  expect(of('revalidation')).toHaveLength(1);
  expect(of('phase').map((e) => [minute(e.at), e.title])).toEqual([
    [minute(due + 2 * DAY), 'Emergency Mode begins: settings are frozen'],
    [minute(of('stop')[0]?.at ?? 0), 'Services are stopped'],
  ]);
  expect(of('stop').map((e) => e.title)).toEqual(['All services stopped at midnight']);
  expect(of('mail')).toHaveLength(3 + 7 + 1 + 1);
  expect(events.every((e) => e.title !== '' && !/undefined|\d{10}/.test(`${e.title}${e.detail}`))).toBe(true);
  expect(new Set(events.map((e) => e.key)).size).toBe(events.length);
});

test('everything that ends, with the trials of accounts, in order of time', () => {
  const today = Math.floor(START / DAY);
  const items = [
    item('group:communication', { renewalDay: today + 40 }),
    item('module:im', { modules: ['im'], renewalDay: today + 3 }),
    item('module:voip', { modules: ['voip'], trialUntil: START + 9 * DAY }),
  ];
  const life = new Life({ license: document({ items, everyDays: 365 }) });
  const seatTrials = [
    { ends: START + 5 * DAY, account: 'ann@example.com', item: 'module:im' },
    { ends: START + 90 * DAY, account: 'bob@example.com', item: 'module:im' },
  ];
  expect(lines(ahead(life, 15, seatTrials))).toEqual([
    '2026-11-03T10:00 mail warning',
    '2026-11-04T23:00 renewal-ends warning',
    '2026-11-04T23:00 mail critical',
    '2026-11-06T10:00 seat-trial-ends warning',
    '2026-11-09T10:00 mail warning',
    '2026-11-10T10:00 item-ends warning',
    '2026-11-11T23:00 mail critical',
    '2026-11-11T23:00 stop critical',
  ]);
});

test('a license of another machine is not validated by itself', () => {
  const life = new Life({ vendor: unreachable });
  life.take(afterMachineCheck(life.state, false, life.now()));
  const stop = ahead(life, 10).find((e) => e.kind === 'stop');
  expect(stop).toMatchObject({ at: Date.parse('2026-11-08T23:00:00Z'), severity: 'critical' });
});

test('while the clock is suspect no stop is forecast', () => {
  const life = new Life({ license: null }).run(START + 36 * DAY);
  life.off = -300 * DAY;
  life.run(life.at + HOUR);
  expect(ahead(life, 30).filter((e) => e.kind === 'stop')).toEqual([]);
});

test('a forecast changes nothing: asked again, it says the same', () => {
  const life = new Life({ license: null });
  const before = JSON.stringify(life.state);
  expect(ahead(life, 60)).toEqual(ahead(life, 60));
  expect(JSON.stringify(life.state)).toBe(before);
});

test('LICENSING 5, Clock: after the clock went back, days are counted on from trusted time', () => {
  const life = new Life().run(START + 10 * DAY);
  const before = ahead(life, 60);
  life.off = -5 * HOUR;
  expect(lines(ahead(life, 60).slice(1))).toEqual(lines(before));
});
