/** How a forecast is told in words. Pure. */
import type { Forecast, ForecastEvent } from '../../../contract/schemas-lifecycle.ts';
import { DAY, dayOf } from '../../../core/calendar.ts';
import { dateTime, plural } from '../../ui/format.ts';

/** `today`, `tomorrow`, `in 12 days`: days of the server’s calendar. */
export function distance(at: string, now: string, timeZone: string): string {
  const days = dayOf(Date.parse(at), timeZone) - dayOf(Date.parse(now), timeZone);
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${plural(days, 'day')}`;
}

/** Sooner than this, somebody should know what to do about it. */
const SOON = 30 * DAY;

/** One line: has anybody to do anything, and by when? */
export function calmLine({ events, now, timeZone, days }: Forecast): string {
  const first = events.find(({ severity }) => severity !== 'info');
  if (!first) return `Nothing needs to be done in the next ${plural(days, 'day')}.`;
  const when = dateTime(first.at, timeZone);
  if (Date.parse(first.at) - Date.parse(now) > SOON) return `Nothing needs to be done before ${when}.`;
  return `Something needs to be looked at by ${when}.`;
}

/** The picture for who cannot see it. */
export function pictureWords(events: readonly ForecastEvent[], days: number): string {
  const serious = events.filter(({ severity }) => severity === 'critical').length;
  const all = plural(events.length, 'event');
  return `Time line of the next ${plural(days, 'day')}: ${all}, ${serious} of them critical. The list below names each.`;
}
