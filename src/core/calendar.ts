/**
 * Calendar work in the server's time zone (LICENSING: "day" and "midnight"). Instants are epoch milliseconds, days are
 * counted from 1970-01-01. Pure: `Intl` only knows the tables of time zones, it reads no clock.
 */

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Longer than any local day: a day of 25 hours, and one that is repeated whole. */
const LONGEST_DAY = 50 * HOUR;
const INSTANT_LIMIT = 8.64e15;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** Is this a name that the time zone tables know (`Europe/Berlin`, `UTC`)? */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function localParts(instant: number, timeZone: string): Record<string, string> {
  const parts = formatOf(timeZone).formatToParts(instant);
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** A local day begins: at midnight, or at 01:00 where summer time takes the first hour. */
interface DayBegin {
  readonly at: number;
  readonly day: number;
}

/** Looking an instant up in the time zone tables costs microseconds: the begins of days are kept, by UTC day. */
const kept = new Map<string, Map<number, readonly DayBegin[]>>();
const KEPT_DAYS = 20_000;

/** The local days that begin within a day of UTC: one as a rule, none or two where clocks are put forward or back. */
function beginsWithin(utcDay: number, timeZone: string): readonly DayBegin[] {
  let zone = kept.get(timeZone);
  if (!zone) {
    zone = new Map();
    kept.set(timeZone, zone);
  }
  const known = zone.get(utcDay);
  if (known) return known;
  if (zone.size >= KEPT_DAYS) zone.clear();
  const found = findBegins(utcDay * DAY, timeZone);
  zone.set(utcDay, found);
  return found;
}

function findBegins(from: number, timeZone: string): DayBegin[] {
  const begins: DayBegin[] = [];
  const until = Math.min(from + DAY, INSTANT_LIMIT);
  if (from - 1 < -INSTANT_LIMIT) return begins;
  let at = findMidnight(from - 1, timeZone);
  while (at < until) {
    begins.push({ at, day: lookUpDay(at, timeZone) });
    at = findMidnight(at, timeZone);
  }
  return begins;
}

/** The local day in which an instant lies. */
export function dayOf(instant: number, timeZone: string): number {
  return beginOf(instant, timeZone)?.day ?? lookUpDay(instant, timeZone);
}

/** The instant at which the local day of an instant began. */
export function startOfDay(instant: number, timeZone: string): number {
  return beginOf(instant, timeZone)?.at ?? instant;
}

/** No day is longer than two days of UTC. */
function beginOf(instant: number, timeZone: string): DayBegin | undefined {
  const utcDay = Math.floor(instant / DAY);
  for (let back = 0; back <= 3; back += 1) {
    const begin = beginsWithin(utcDay - back, timeZone).findLast(({ at }) => at <= instant);
    if (begin) return begin;
  }
  return undefined;
}

/** The instant at which a local day (number) begins; of a date that never was, the day after it. */
export function beginOfDay(day: number, timeZone: string): number {
  for (let utcDay = day - 2; utcDay <= day + 2; utcDay += 1) {
    const begin = beginsWithin(utcDay, timeZone).find((found) => found.day >= day);
    if (begin) return begin.at;
  }
  return day * DAY;
}

/**
 * The first midnight strictly after an instant: where the local date changes. Where a day begins at 01:00 because summer
 * time takes its first hour, that is its midnight.
 */
export function nextMidnight(instant: number, timeZone: string): number {
  const utcDay = Math.floor(instant / DAY);
  for (let ahead = 0; ahead <= 3; ahead += 1) {
    const begin = beginsWithin(utcDay + ahead, timeZone).find(({ at }) => at > instant);
    if (begin) return begin.at;
  }
  return INSTANT_LIMIT;
}

function lookUpDay(instant: number, timeZone: string): number {
  const parts = localParts(instant, timeZone);
  return Math.floor(Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day)) / DAY);
}

function findMidnight(instant: number, timeZone: string): number {
  const today = lookUpDay(instant, timeZone);
  const isMidnight = (at: number): boolean => lookUpDay(at, timeZone) > today && lookUpDay(at - 1, timeZone) === today;
  const usual = instant + untilMidnight(instant, timeZone);
  return isMidnight(usual) ? usual : searchMidnight(instant, today, timeZone);
}

/** As the clock on the wall says, if nobody puts it forward or back. */
function untilMidnight(instant: number, timeZone: string): number {
  const { hour, minute } = localParts(instant, timeZone);
  const sinceMinute = ((instant % MINUTE) + MINUTE) % MINUTE;
  return DAY - Number(hour) * HOUR - Number(minute) * MINUTE - sinceMinute;
}

function searchMidnight(instant: number, today: number, timeZone: string): number {
  let before = instant;
  let after = Math.min(instant + LONGEST_DAY, INSTANT_LIMIT);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (lookUpDay(middle, timeZone) > today) after = middle;
    else before = middle;
  }
  return after;
}

/** Day number of a date written `YYYY-MM-DD`. */
export const dayOfDate = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY);

/** Days until a date (`YYYY-MM-DD`): 0 on that day, negative afterwards. */
export const daysLeft = (date: string, now: number, timeZone: string): number => dayOfDate(date) - dayOf(now, timeZone);

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `21 November 2026, 10:00 (Europe/Berlin)`: for a person, in the server's time zone. */
export function inWords(instant: number, timeZone: string): string {
  const { day, month, year, hour, minute } = localParts(instant, timeZone);
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${hour}:${minute} (${timeZone})`;
}

/** `21 November 2026`, of a day counted from 1970-01-01. */
export function wordsOfDay(day: number): string {
  const date = new Date(day * DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
