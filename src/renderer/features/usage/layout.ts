/**
 * Where a module's usage history stands in a picture over days. Pure. Places are parts of the picture: x from the left,
 * y from the bottom, 0 to 1; days are counted from 1970-01-01.
 */
import type { UsageDay, UsageHistory } from '../../../contract/schemas-history.ts';
import { DAY, dayOfDate } from '../../../core/calendar.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface DayTick {
  readonly x: number;
  readonly day: number;
}
export interface ValueTick {
  readonly y: number;
  readonly value: number;
}

export interface Chart {
  readonly from: number;
  readonly until: number;
  /** Of the upper edge. */
  readonly top: number;
  readonly today: number;
  /** Used Seats; days on which the service did not run part it. */
  readonly used: readonly (readonly Point[])[];
  /** The seats, with a step where they changed, on to the right edge. */
  readonly seats: readonly (readonly Point[])[];
  /** The seats are so far above that the line would press everything else to the ground: it is left out. */
  readonly seatsAbove: boolean;
  /** From today along the trend. */
  readonly trend: readonly [Point, Point] | null;
  /** Where Used Seats go above the seats, if that is in the picture. */
  readonly crossing: (Point & { readonly day: number }) | null;
  readonly days: readonly DayTick[];
  readonly values: readonly ValueTick[];
}

/** A picture covers so many days at least. */
const SHORTEST = 30;
/** Of the days behind, so much is shown ahead where nothing is crossed. */
const AHEAD = 0.2;
/** And behind the day on which the seats are crossed. */
const BEHIND_CROSSING = 0.1;
/** Seats more than so many times above the highest number are left out. */
const FAR_ABOVE = 5;

interface Frame {
  readonly from: number;
  readonly until: number;
  readonly today: number;
}

/** `days`: of the history, oldest first, not empty; the last is today. */
export function chartOf({ days, trend }: Pick<UsageHistory, 'days' | 'trend'>): Chart {
  const known = days.map((day) => ({ ...day, at: dayOfDate(day.day) }));
  const last = known.at(-1) ?? { at: 0, used: 0, seats: 0 };
  const frame = frameOf(known[0]?.at ?? last.at, last.at, trend);
  const { from, until, today } = frame;
  const perDay = trend.perDay ?? 0;
  const projected = Math.max(0, last.used + perDay * (until - today));
  const crosses = trend.crosses === null ? null : dayOfDate(trend.crosses);
  const inView = crosses !== null && crosses <= until && crosses > today;

  const peak = Math.max(1, projected, ...known.map(({ used }) => used));
  const highest = Math.max(0, ...known.map(({ seats }) => (seats === 'unlimited' ? 0 : seats)));
  const seatsAbove = highest > FAR_ABOVE * peak && !inView;
  const step = niceStep(Math.max(peak, seatsAbove ? 0 : highest));
  const top = step * (Math.floor(Math.max(peak, seatsAbove ? 0 : highest) / step) + 1);
  const place = (day: number, value: number): Point => ({ x: (day - from) / (until - from), y: value / top });

  return {
    from,
    until,
    top,
    today: place(today, 0).x,
    used: partedAtGaps(known).map((part) => part.map(({ at, used }) => place(at, used))),
    seats: seatsAbove ? [] : stepsOf(known, until, place),
    seatsAbove,
    trend:
      trend.perDay === null
        ? null
        : [
            place(today, last.used),
            clipped(place(today, last.used), place(until, last.used + perDay * (until - today))),
          ],
    crossing: inView ? { ...place(crosses, seatsOf(last)), day: crosses } : null,
    days: dayTicks(frame, place),
    values: Array.from({ length: Math.round(top / step) + 1 }, (_, i) => ({ y: (i * step) / top, value: i * step })),
  };
}

const seatsOf = ({ seats }: Pick<UsageDay, 'seats'>): number => (seats === 'unlimited' ? 0 : seats);

function frameOf(first: number, today: number, { crosses, perDay }: UsageHistory['trend']): Frame {
  const from = Math.min(first, today - SHORTEST + 1);
  const behind = today - from;
  const until = crosses === null ? null : dayOfDate(crosses);
  // A crossing that is further ahead than what is known behind would press the known days together.
  if (until !== null && until > today && until - today <= behind) {
    return { from, today, until: until + Math.ceil(behind * BEHIND_CROSSING) };
  }
  const ahead = perDay === null ? 1 : Math.ceil(behind * AHEAD);
  return { from, today, until: today + ahead };
}

/** A line that falls to nothing ends there. */
function clipped(from: Point, to: Point): Point {
  if (to.y >= 0) return to;
  const part = from.y / (from.y - to.y);
  return { x: from.x + part * (to.x - from.x), y: 0 };
}

type Known = UsageDay & { readonly at: number };

function partedAtGaps(known: readonly Known[]): Known[][] {
  const parts: Known[][] = [];
  for (const day of known) {
    const part = parts.at(-1);
    if (part?.at(-1)?.at === day.at - 1) part.push(day);
    else parts.push([day]);
  }
  return parts;
}

/** Seats change with the license, not with the service: days that are missing do not part them. */
function stepsOf(known: readonly Known[], until: number, place: (day: number, value: number) => Point): Point[][] {
  const parts: Point[][] = [];
  let before: Known['seats'] = 'unlimited';
  for (const day of known) {
    if (day.seats !== 'unlimited') {
      if (before === 'unlimited') parts.push([]);
      else if (before !== day.seats) parts.at(-1)?.push(place(day.at, before));
      if (before !== day.seats) parts.at(-1)?.push(place(day.at, day.seats));
    } else if (before !== 'unlimited') parts.at(-1)?.push(place(day.at, before));
    before = day.seats;
  }
  if (before !== 'unlimited') parts.at(-1)?.push(place(until, before));
  return parts;
}

/** 1, 2 or 5 times a power of ten, so that five lines or fewer lie below `highest`. */
export function niceStep(highest: number): number {
  const rough = Math.max(1, highest / 5);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough) ?? 10 * power;
}

/** Over so many days the first of months are named, below it every seventh day from today. */
const BY_MONTH = 75;
/** Months between two dates under the picture. */
const MOST_DATES = 7;

function dayTicks({ from, until, today }: Frame, place: (day: number, value: number) => Point): DayTick[] {
  const all = until - from > BY_MONTH ? firstsOfMonths(from, until) : sevenths(from, until, today);
  const every = Math.ceil(all.length / MOST_DATES);
  return all.filter((_, i) => i % every === 0).map((day) => ({ day, x: place(day, 0).x }));
}

const sevenths = (from: number, until: number, today: number): number[] =>
  Array.from({ length: until - from + 1 }, (_, i) => from + i).filter(
    (day) => day !== today && (day - today) % 7 === 0,
  );

const firstsOfMonths = (from: number, until: number): number[] =>
  Array.from({ length: until - from + 1 }, (_, i) => from + i).filter((day) => new Date(day * DAY).getUTCDate() === 1);

/** Of the days of a history, those of the last so many, today included. */
export function lastDays(days: readonly UsageDay[], count: number): readonly UsageDay[] {
  const today = dayOfDate(days.at(-1)?.day ?? '1970-01-01');
  return days.filter(({ day }) => dayOfDate(day) > today - count);
}

/** SVG path in a box of 1 × 1 whose y grows downwards. */
export const pathOf = (points: readonly Point[]): string => {
  const at = ({ x, y }: Point): string => `${x.toFixed(5)} ${(1 - y).toFixed(5)}`;
  const [first, ...rest] = points;
  if (!first) return '';
  // A single day is a dot: a line of no length with round ends.
  return `M${at(first)}${rest.length === 0 ? 'h0' : rest.map((point) => `L${at(point)}`).join('')}`;
};
