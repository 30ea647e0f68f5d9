import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOfDate } from '../calendar.ts';
import { daysUntilAbove, FORESEEN_DAYS, paceOf, TREND_DAYS, type Trend, trendOf, type UsagePoint } from './trend.ts';

const TODAY = dayOfDate('2026-11-21');
/** The numbers of consecutive days, the last one today; undefined: that day is missing. */
const days = (...used: (number | undefined)[]): UsagePoint[] =>
  used.flatMap((n, i) => (n === undefined ? [] : [{ day: TODAY - used.length + 1 + i, used: n }]));
const line = (from: number, perDay: number, count: number): UsagePoint[] =>
  days(...Array.from({ length: count }, (_, n) => from + perDay * n));
const inDays = ({ crosses }: Trend): number | null => (crosses === null ? null : crosses - TODAY);

const RULES: readonly (readonly [
  rule: string,
  points: UsagePoint[],
  seats: number | null,
  crosses: number | null,
  sentence: string,
])[] = [
  ['growing', line(10, 1, 7), 20, 5, 'Growing by 1 account a day: above its 20 seats on 26 November 2026.'],
  [
    'the seats themselves are not above',
    line(10, 2, 7),
    24,
    2,
    'Growing by 2 accounts a day: above its 24 seats on 23 November 2026.',
  ],
  ['constant', line(9, 0, 30), 9, null, 'Steady: within its 9 seats.'],
  ['falling', line(90, -3, 30), 9, null, 'Falling by 3 accounts a day: within its 9 seats.'],
  ['above already', line(10, 1, 7), 15, 0, 'Growing by 1 account a day; above its 15 seats already.'],
  ['above, too few days', days(3), 1, 0, 'Fewer than 7 days are known, too few for a trend; above its 1 seat already.'],
  ['six days are too few', line(1, 1, 6), 9, null, 'Fewer than 7 days are known, too few for a trend.'],
  ['unlimited', line(10, 1, 7), null, null, 'Growing by 1 account a day; seats are unlimited.'],
  ['no item covers it', line(10, 1, 7), 0, null, 'Growing by 1 account a day; no item of the license covers it.'],
  [
    'days that are missing',
    days(1, undefined, 3, 4, undefined, undefined, 7, 8, 9, 10),
    11,
    2,
    'Growing by 1 account a day: above its 11 seats on 23 November 2026.',
  ],
  [
    'a day that stands out',
    days(1, 2, 3, 5000, 5, 6, 7, 0, 9, 10),
    11,
    2,
    'Growing by 1 account a day: above its 11 seats on 23 November 2026.',
  ],
  [
    'more than 90 days ago',
    [{ day: TODAY - TREND_DAYS, used: 9999 }, ...line(5, 0, 6)],
    9,
    null,
    'Fewer than 7 days are known, too few for a trend.',
  ],
  [
    'beyond five years',
    line(0, 0.01, 50),
    100,
    null,
    'Growing by 0.01 accounts a day: within its 100 seats for five years.',
  ],
];

describe('LICENSING 6: the trend of Used Seats', () => {
  test.each(RULES)('%s', (_rule, points, seats, crosses, sentence) => {
    const trend = trendOf(points, TODAY, seats);
    expect({ days: inDays(trend), sentence: trend.sentence }).toEqual({ days: crosses, sentence });
  });

  const start = fc.nat(100_000);
  const count = fc.integer({ min: 7, max: TREND_DAYS });

  test('a growing line is above on the day it says, and not before', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 5_000 }), count, fc.nat(1_000_000), (from, perDay, known, room) => {
        const points = line(from, perDay, known);
        const used = points.at(-1)?.used ?? 0;
        const { crosses, perDay: pace } = trendOf(points, TODAY, used + room);
        expect(pace).toBe(perDay);
        const left = Math.floor(room / perDay) + 1;
        expect(crosses).toBe(left <= FORESEEN_DAYS ? TODAY + left : null);
      }),
    );
  });

  test('an account every few days: exact as well', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 89 }),
        fc.integer({ min: 1, max: 89 }),
        fc.nat(500),
        (used, n, of, room) => {
          const found = daysUntilAbove(used, used + room, n / of);
          const exact = Math.floor((room * of) / n) + 1;
          expect(found).toBe(exact <= FORESEEN_DAYS ? exact : undefined);
        },
      ),
    );
  });

  test('a number that stays is never above', () => {
    fc.assert(
      fc.property(start, count, fc.nat(1_000), (used, known, room) => {
        expect(trendOf(line(used, 0, known), TODAY, used + room + 1).crosses).toBeNull();
      }),
    );
  });

  const anyPoints = fc
    .uniqueArray(fc.record({ back: fc.nat(120), used: fc.nat(50) }), { selector: ({ back }) => back, maxLength: 60 })
    .map((all) => all.sort((a, b) => b.back - a.back).map(({ back, used }) => ({ day: TODAY - back, used })));

  test('more seats are never exceeded earlier, and never today unless they are', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 80 }), fc.nat(40), (points, seats, more) => {
        const [few, many] = [trendOf(points, TODAY, seats), trendOf(points, TODAY, seats + more)];
        expect(many.crosses ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
          few.crosses ?? Number.POSITIVE_INFINITY,
        );
        const used = points.find(({ day }) => day === TODAY)?.used ?? 0;
        expect(few.crosses === TODAY).toBe(used > seats);
      }),
    );
  });

  test('all numbers higher by the same: the same pace', () => {
    fc.assert(
      fc.property(anyPoints, fc.nat(1_000), (points, by) => {
        const raised = points.map(({ day, used }) => ({ day, used: used + by }));
        expect(paceOf(raised, TODAY)).toBe(paceOf(points, TODAY));
      }),
    );
  });
});
