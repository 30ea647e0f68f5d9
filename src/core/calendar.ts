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

/** The local day in which an instant lies. */
export function dayOf(instant: number, timeZone: string): number {
  const parts = localParts(instant, timeZone);
  return Math.floor(Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day)) / DAY);
}

/**
 * The first midnight strictly after an instant: where the local date changes. Where a day begins at 01:00 because summer
 * time takes its first hour, that is its midnight.
 */
export function nextMidnight(instant: number, timeZone: string): number {
  const today = dayOf(instant, timeZone);
  const isMidnight = (at: number): boolean => dayOf(at, timeZone) > today && dayOf(at - 1, timeZone) === today;
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
    if (dayOf(middle, timeZone) > today) after = middle;
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
