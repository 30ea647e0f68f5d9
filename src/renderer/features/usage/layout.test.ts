import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UsageDay, UsageHistory } from '../../../contract/schemas-history.ts';
import { DAY, dayOfDate } from '../../../core/calendar.ts';
import { chartOf, lastDays, niceStep, pathOf } from './layout.ts';

const TODAY = dayOfDate('2026-11-21');
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const dayAt = (back: number, used: number, seats: UsageDay['seats'] = 50): UsageDay => ({
  day: dateOf(TODAY - back),
  used,
  seats,
});
const flat = { perDay: 0, crosses: null, sentence: '' };
const chart = (days: UsageDay[], trend: Partial<UsageHistory['trend']> = {}) =>
  chartOf({ days, trend: { ...flat, ...trend } });
const rows = (count: number, used: (i: number) => number, seats: UsageDay['seats'] = 50): UsageDay[] =>
  Array.from({ length: count }, (_, i) => dayAt(count - 1 - i, used(i), seats));

const anyHistory = fc
  .record({
    gaps: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }),
    used: fc.infiniteStream(fc.nat(2_000_000)),
    seats: fc.infiniteStream(fc.oneof(fc.constant('unlimited' as const), fc.nat(3_000_000))),
    perDay: fc.option(fc.double({ min: -5000, max: 5000, noNaN: true })),
    ahead: fc.option(fc.integer({ min: 0, max: 1825 })),
  })
  .map(({ gaps, used, seats, perDay, ahead }) => {
    let back = gaps.reduce((sum, gap) => sum + gap, 0);
    const number = () => used.next().value;
    const days = [back, ...gaps.map((gap) => (back -= gap))].map((at) => dayAt(at, number(), seats.next().value));
    return { days, trend: { sentence: '', perDay, crosses: ahead === null ? null : dateOf(TODAY + ahead) } };
  });

test('law: whatever is drawn stands in the picture, each known day once, and today is in it', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const drawn = chartOf(history);
      const points = [...drawn.used, ...drawn.seats, drawn.trend ?? []].flat();
      for (const { x, y } of points) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1 + 1e-9);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(drawn.used.flat()).toHaveLength(history.days.length);
      expect(drawn.used.flat().at(-1)?.x).toBeCloseTo(drawn.today, 10);
      expect(drawn.values.at(-1)?.value).toBeCloseTo(drawn.top, 6);
      expect(drawn.values.length).toBeLessThanOrEqual(7);
    }),
  );
});

test('days on which the service did not run part the line; one alone is a dot', () => {
  const drawn = chart([dayAt(5, 10), dayAt(4, 11), dayAt(2, 12), dayAt(0, 13)]);
  expect(drawn.used.map((part) => part.length)).toEqual([2, 1, 1]);
  expect(pathOf(drawn.used[1] ?? [])).toMatch(/^M[\d.]+ [\d.]+h0$/);
});

test('the seats change in steps and go on to the right edge, over days that are missing too; unlimited has no line', () => {
  const seats = [
    [9, 50],
    [6, 50],
    [3, 80],
    [2, 'unlimited'],
    [0, 20],
  ] as const;
  const days = seats.map(([back, count]) => dayAt(back, 30, count));
  const [first, second] = chart(days).seats;
  const heights = (part: typeof first) => part?.map(({ y }) => y);
  const { top } = chart(days);
  expect(heights(first)).toEqual([50, 50, 80, 80].map((n) => expect.closeTo(n / top, 9)));
  expect(heights(second)).toEqual([20, 20].map((n) => expect.closeTo(n / top, 9)));
  expect(second?.at(-1)?.x).toBe(1);
});

test('LICENSING 6: the day the line is crossed is drawn when it is no further ahead than the days behind', () => {
  const growing = rows(60, (i) => i / 2);
  const near = chart(growing, { perDay: 0.5, crosses: dateOf(TODAY + 42) });
  expect(near.crossing).toMatchObject({ day: TODAY + 42, y: expect.closeTo(50 / near.top, 9) });
  expect(near.crossing?.x).toBeLessThan(1);
  const far = chart(growing, { perDay: 0.01, crosses: dateOf(TODAY + 900) });
  expect(far.crossing).toBeNull();
  expect(far.until).toBeLessThan(TODAY + 30);
  expect(chart(growing, { perDay: 1, crosses: dateOf(TODAY) }).crossing, 'above already').toBeNull();
});

test('few days keep their scale, seats far above do not press them to the ground, a falling trend ends at nothing', () => {
  const short = chart(rows(3, () => 4));
  expect(short.from).toBe(TODAY - 29);
  expect(short.seatsAbove).toBe(true);
  expect(short.seats).toEqual([]);
  expect(chart(rows(3, () => 20)).seatsAbove).toBe(false);
  const falling = chart(
    rows(60, (i) => 60 - i),
    { perDay: -1 },
  ).trend;
  expect(falling?.[1].y).toBe(0);
  expect(
    chart(
      rows(3, () => 4),
      { perDay: null },
    ).trend,
  ).toBeNull();
});

test('dates under the picture: weeks from today in a short one, firsts of months in a long one, never crowded', () => {
  const short = chart(rows(30, () => 1)).days;
  expect(short.every(({ day }) => (day - TODAY) % 7 === 0 && day !== TODAY)).toBe(true);
  const long = chart(rows(400, () => 1)).days;
  expect(long.every(({ day }) => dateOf(day).endsWith('-01'))).toBe(true);
  expect(long.length).toBeLessThanOrEqual(7);
});

test.each([
  [0, 1],
  [5, 1],
  [6, 2],
  [47, 10],
  [999, 200],
  [1_000_000, 200_000],
])('up to %i lines stand %i apart', (highest, step) => {
  expect(niceStep(highest)).toBe(step);
});

test('the last days are days of the calendar, whether known or not', () => {
  expect(lastDays([dayAt(40, 1), dayAt(29, 2), dayAt(0, 3)], 30).map(({ used }) => used)).toEqual([2, 3]);
});
