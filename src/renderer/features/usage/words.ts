/** How usage is told in words. Pure. */
import type { UsageDay, UsageHistory } from '../../../contract/schemas-history.ts';
import { dayOfDate, wordsOfDay } from '../../../core/calendar.ts';
import { number, plural } from '../../ui/format.ts';

const ofSeats = (seats: UsageDay['seats']): string => {
  if (seats === 'unlimited') return ', seats unlimited';
  return seats === 0 ? ', not licensed' : ` of ${plural(seats, 'seat')}`;
};

/** `21 November 2026: 47 used of 50 seats`. */
export const dayWords = ({ day, used, seats }: UsageDay): string =>
  `${wordsOfDay(dayOfDate(day))}: ${number(used)} used${ofSeats(seats)}`;

/** Of the last day. */
export const usedToday = ({ days }: Pick<UsageHistory, 'days'>): string => number(days.at(-1)?.used ?? 0);

/** Are the seats crossed already, or will they be at the present trend? */
export function crossingOf({ days, trend }: Pick<UsageHistory, 'days' | 'trend'>): 'no' | 'ahead' | 'already' {
  if (trend.crosses === null) return 'no';
  return trend.crosses === days.at(-1)?.day ? 'already' : 'ahead';
}

/** With the day before that is known. */
export const changeWords = (used: number, before: number | undefined): string => {
  if (before === undefined || used === before) return '–';
  return used > before ? `+${number(used - before)}` : number(used - before);
};

/** For a spreadsheet: a line a day, tabs between. */
export const tableText = (days: readonly UsageDay[]): string =>
  ['Day\tUsed Seats\tSeats', ...days.map(({ day, used, seats }) => `${day}\t${used}\t${seats}`)].join('\n');
