import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { bandsOf, LANES, marksOf, type Range, ticksOf } from './layout.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 10, 21, 10);
const rangeOf = (days: number): Range => ({ from: FROM, until: FROM + days * DAY });
const KINDS = LANES.flatMap(({ kinds }) => kinds);
const SEVERITIES = ['info', 'warning', 'critical'] as const;

const event = (days: number, kind: ForecastEvent['kind'], severity: ForecastEvent['severity'] = 'info') => ({
  at: new Date(FROM + days * DAY).toISOString(),
  kind,
  severity,
  key: `${kind}/${days}`,
  title: '',
  detail: '',
});
const phase = (days: number, to: string): ForecastEvent => ({ ...event(days, 'phase'), key: `phase/${to}/${days}` });

const anyEvents = (days: number) =>
  fc.array(
    fc
      .record({
        day: fc.double({ min: 0, max: days, noNaN: true }),
        kind: fc.constantFrom(...KINDS),
        severity: fc.constantFrom(...SEVERITIES),
      })
      .map(({ day, kind, severity }) => event(day, kind, severity)),
    { maxLength: 60 },
  );
const anyTimeline = fc
  .constantFrom(30, 90, 365)
  .chain((days) => fc.record({ days: fc.constant(days), events: anyEvents(days) }));

test('every kind of event has one lane', () => {
  expect(new Set(KINDS).size).toBe(KINDS.length);
});

test('law: each event is in one mark of its lane; marks stand in the picture, in order, and never too close', () => {
  fc.assert(
    fc.property(anyTimeline, fc.double({ min: 0.01, max: 0.2, noNaN: true }), ({ days, events }, closest) => {
      const marks = marksOf(events, rangeOf(days), closest);
      const shown = marks.flatMap((mark) => mark.events);
      expect(shown).toHaveLength(events.length);
      expect(new Set(shown)).toEqual(new Set(events));
      for (const { id, kinds } of LANES) {
        const own = marks.filter((mark) => mark.lane === id);
        for (const [i, mark] of own.entries()) {
          expect(mark.x).toBeGreaterThanOrEqual(i === 0 ? 0 : (own[i - 1]?.x ?? 0) + closest);
          expect(mark.x).toBeLessThanOrEqual(1);
          expect(mark.events.every(({ kind }) => kinds.includes(kind))).toBe(true);
          const ranks = mark.events.map(({ severity }) => SEVERITIES.indexOf(severity));
          expect(SEVERITIES.indexOf(mark.severity)).toBe(Math.max(...ranks));
        }
      }
    }),
  );
});

test('a mark stands at its first event, however the list was ordered', () => {
  const marks = marksOf([event(46, 'mail', 'critical'), event(45, 'mail')], rangeOf(90), 0.05);
  expect(marks).toMatchObject([{ x: 0.5, severity: 'critical' }]);
});

test('Emergency Mode, mismatch and a stop are stretches of time; what comes before and after is none', () => {
  const events = [phase(18, 'revalidating'), phase(45, 'emergency'), phase(72, 'stopped')];
  const bands = (today: string, all = events) => bandsOf(all, rangeOf(90), today).map((b) => [b.phase, b.from, b.to]);
  expect(bands('ok')).toEqual([
    ['emergency', 0.5, 0.8],
    ['stopped', 0.8, 1],
  ]);
  expect(bands('mismatch', [phase(45, 'ok')])).toEqual([['mismatch', 0, 0.5]]);
  expect(bands('stopped', [])).toEqual([['stopped', 0, 1]]);
});

test.each(['UTC', 'America/Havana', 'Asia/Beirut', 'Pacific/Kiritimati'])('dates are midnights of %s', (timeZone) => {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  for (const days of [30, 90, 365, 3660]) {
    const ticks = ticksOf(rangeOf(days), timeZone);
    expect(ticks.length).toBeGreaterThanOrEqual(5);
    expect(ticks.length).toBeLessThanOrEqual(7);
    for (const { at, x } of ticks) {
      // Where summer time takes the first hour, the day begins at one.
      expect(hour.format(at)).toMatch(/^0[01]:00$/);
      expect(x).toBeCloseTo((at - FROM) / (days * DAY), 10);
    }
  }
});
