/** Numbers, dates and plurals as a person reads them. */
const numbers = new Intl.NumberFormat('en-US');
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const number = (value: number): string => numbers.format(value).replace('-', '−');
export const date = (iso: string): string => dates.format(new Date(iso));
export const time = (instant: number): string => times.format(instant);

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
