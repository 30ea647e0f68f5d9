/** Seats and trials as a person reads them. Pure. */
import type { SeatHolding } from '../../../contract/schemas.ts';
import { trialDaysLeft } from '../../../core/seats/over-limit.ts';
import type { ServerTime } from '../../app/server-time.ts';
import { dateTime, plural } from '../../ui/format.ts';

const leftWords = (ends: string, now: number): string => {
  const days = trialDaysLeft(Date.parse(ends), now);
  return days === 0 ? 'ended' : `${plural(days, 'day')} left`;
};

/** `Seat`, `Trial, 3 days left`, `–`. */
export function seatWords({ seat, trialEnds }: Pick<SeatHolding, 'seat' | 'trialEnds'>, now: number): string {
  if (seat === 'seat') return 'Seat';
  if (seat === 'none') return '–';
  return trialEnds === null ? 'Trial' : `Trial, ${leftWords(trialEnds, now)}`;
}

/** Seat or trial, since when, until when. `counted`: it would get a seat with its first access. */
export function holdingWords(
  holding: SeatHolding & { readonly counted: boolean },
  { now, timeZone }: ServerTime,
): string {
  const at = (instant: string): string => dateTime(instant, timeZone);
  const { firstAccess, lastAccess, trialEnds } = holding;
  const seen =
    firstAccess === null
      ? 'Never seen here.'
      : `First access ${at(firstAccess)}${lastAccess === null ? '' : `, last access ${at(lastAccess)}`}.`;
  switch (holding.seat) {
    case 'seat':
      return `Holds a full seat. ${seen}`;
    case 'trial':
      return `Over the limit: on trial${trialEnds === null ? '' : ` until ${at(trialEnds)} (${leftWords(trialEnds, now)})`}. ${seen}`;
    case 'none':
      return holding.counted && firstAccess === null
        ? 'No seat yet: it takes one with its first access. Never seen here.'
        : `Holds no seat. ${seen}`;
  }
}
