/** Numbers, dates and plurals as a person reads them. */
const numbers = new Intl.NumberFormat('en-US');
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const number = (value: number): string => numbers.format(value).replace('-', '−');
export const date = (iso: string): string => dates.format(new Date(iso));
export const time = (instant: number): string => times.format(instant);

const kept = new Map<string, Intl.DateTimeFormat>();
function inZone(name: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${timeZone}`;
  const known = kept.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
  kept.set(key, known);
  return known;
}

/** `21 Nov 2026, 10:05`, on the wall of the server: its dates and midnights are in its own time zone. */
export const dateTime = (iso: string, timeZone: string): string =>
  inZone('time', timeZone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

/** `21 Nov 2026`, of the server’s calendar. */
export const shortDate = (iso: string, timeZone: string): string =>
  inZone('date', timeZone, { dateStyle: 'medium' }).format(new Date(iso));

/** `21 Nov`, of the server’s calendar. */
export const shortDay = (instant: number, timeZone: string): string =>
  inZone('day', timeZone, { day: 'numeric', month: 'short' }).format(instant);

/** `1 account`, `2 accounts`, `1,000 accounts`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

export const seatsText = (seats: number | 'unlimited'): string => (seats === 'unlimited' ? 'Unlimited' : number(seats));

/** An instant inside a sentence or a cell, whatever the service sent: an ISO instant or plain words. */
export const readable = (value: string): string => {
  if (value === '') return '–';
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(value)) return date(value);
  return /^\d+$/.test(value) ? number(Number(value)) : value;
};
