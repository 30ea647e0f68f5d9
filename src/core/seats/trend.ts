/**
 * Where Used Seats of a module are going (LICENSING 6), in days counted from 1970-01-01.
 *
 * The pace is Theil and Sen's: the median of the slopes between every two known days of the last 90. An import that was
 * taken back, a bulk change for a day, days that are missing do not move it, where least squares would follow each of
 * them: up to 29 % of the days may be wrong. The line begins at the number of today, which is known.
 */
import { wordsOfDay } from '../calendar.ts';
import { plural } from '../lifecycle/log-lines.ts';

export interface UsagePoint {
  readonly day: number;
  readonly used: number;
}

export interface Trend {
  /** Accounts a day; null: too few days are known. */
  readonly perDay: number | null;
  /** The first day with Used Seats above the seats of today; today if they are already. Null: not at this pace. */
  readonly crosses: number | null;
  /** One sentence. */
  readonly sentence: string;
}

/** A day is kept as long. */
export const USAGE_KEPT_DAYS = 400;
export const TREND_DAYS = 90;
export const TREND_NEEDS_DAYS = 7;
/** What is further off than five years is no forecast. */
export const FORESEEN_DAYS = 5 * 365;

/** Division by a number of days is not exact: what is above by less is not above. */
const HARDLY = 1e-9;
/** Slower than two accounts a year. */
const STEADY = 0.005;

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Accounts a day. Undefined: fewer than 7 days of the last 90 are known. */
export function paceOf(points: readonly UsagePoint[], today: number): number | undefined {
  const recent = points.filter(({ day }) => day > today - TREND_DAYS && day <= today);
  if (recent.length < TREND_NEEDS_DAYS) return undefined;
  const slopes: number[] = [];
  for (const [n, a] of recent.entries()) {
    for (const b of recent.slice(n + 1)) slopes.push((b.used - a.used) / (b.day - a.day));
  }
  return median(slopes);
}

/** Days from today until `used` is above `seats`, 0 if it is; undefined: not within five years. */
export function daysUntilAbove(used: number, seats: number, perDay: number): number | undefined {
  if (used > seats) return 0;
  if (perDay <= 0) return undefined;
  const isAbove = (days: number): boolean => used + perDay * days > seats + HARDLY;
  const guess = Math.floor((seats - used) / perDay);
  const days = [guess, guess + 1, guess + 2].find((n) => n > 0 && isAbove(n));
  return days !== undefined && days <= FORESEEN_DAYS ? days : undefined;
}

/** `today`: its number is the last point. `seats` null: unlimited; 0: no item of the license covers the module. */
export function trendOf(points: readonly UsagePoint[], today: number, seats: number | null): Trend {
  const pace = paceOf(points, today) ?? null;
  const used = points.findLast(({ day }) => day === today)?.used ?? 0;
  const nowhere = { perDay: pace, crosses: null };
  if (seats === null) return { ...nowhere, sentence: `${paceWords(pace)}; seats are unlimited.` };
  if (seats === 0) return { ...nowhere, sentence: `${paceWords(pace)}; no item of the license covers it.` };
  const days = daysUntilAbove(used, seats, pace ?? 0);
  const limit = `its ${plural(seats, 'seat')}`;
  if (days === 0) return { perDay: pace, crosses: today, sentence: `${paceWords(pace)}; above ${limit} already.` };
  if (pace === null) return { ...nowhere, sentence: `${paceWords(pace)}.` };
  if (days === undefined) {
    const horizon = pace >= STEADY ? ' for five years' : '';
    return { ...nowhere, sentence: `${paceWords(pace)}: within ${limit}${horizon}.` };
  }
  const crosses = today + days;
  return { perDay: pace, crosses, sentence: `${paceWords(pace)}: above ${limit} on ${wordsOfDay(crosses)}.` };
}

function paceWords(pace: number | null): string {
  if (pace === null) return `Fewer than ${TREND_NEEDS_DAYS} days are known, too few for a trend`;
  if (Math.abs(pace) < STEADY) return 'Steady';
  const rounded = Math.abs(pace) >= 10 ? Math.round(Math.abs(pace)) : Number(Math.abs(pace).toFixed(2));
  return `${pace > 0 ? 'Growing' : 'Falling'} by ${rounded} ${rounded === 1 ? 'account' : 'accounts'} a day`;
}
