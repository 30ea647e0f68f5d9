/** The mail of the midnight comparison: every account over the limit with its days left (LICENSING 6). */
import { DAY, wordsOfDay } from '../calendar.ts';
import { plural } from '../lifecycle/log-lines.ts';

/** Over so many accounts a summary stands for the list. */
export const MOST_LISTED = 1_000;

export interface PoolOverLimit {
  /** Of the license item, or of the module that no item covers. */
  readonly name: string;
  /** Null: unlimited; its accounts are moved up soon. */
  readonly seats: number | null;
  readonly assigned: number;
  readonly trials: number;
}
export interface AccountOverLimit {
  readonly address: string;
  readonly item: string;
  readonly ends: number;
}
export interface OverLimit {
  /** Counted from 1970-01-01. */
  readonly day: number;
  readonly now: number;
  readonly pools: readonly PoolOverLimit[];
  /** All of them, up to MOST_LISTED + 1; those that end first first. */
  readonly accounts: readonly AccountOverLimit[];
}

/** Begun days count: 0 is over. */
export const trialDaysLeft = (ends: number, now: number): number => Math.max(0, Math.ceil((ends - now) / DAY));

const daysWords = (ends: number, now: number): string => {
  const days = trialDaysLeft(ends, now);
  return days === 0 ? 'ended: access is denied' : `${plural(days, 'day')} left`;
};

const poolLine = ({ name, seats, assigned, trials }: PoolOverLimit): string =>
  `${name}: ${seats === null ? 'unlimited seats' : plural(seats, 'seat')}, ${assigned} assigned, ${plural(trials, 'account')} over the limit`;

/** Undefined: nobody is over the limit. `server`: the name of the machine. */
export function overLimitMail(facts: OverLimit, server: string): { subject: string; body: string } | undefined {
  const { accounts, now } = facts;
  const pools = facts.pools.filter(({ trials }) => trials > 0);
  if (pools.length === 0) return undefined;
  const total = pools.reduce((sum, { trials }) => sum + trials, 0);
  const list =
    accounts.length > MOST_LISTED
      ? [`More than ${MOST_LISTED} accounts are over the limit. The whole list: tool list seats <module> --over`]
      : accounts.map(({ address, item, ends }) => `${address}\t${item}\t${daysWords(ends, now)}`);
  const parts = [
    `Server: ${server}`,
    `On ${wordsOfDay(facts.day)} more accounts use services than the license has seats for. Accounts that connected first keep theirs; the others are on trial for 14 days.`,
    pools.map(poolLine).join('\n'),
    list.join('\n'),
    'What to do: add seats (Help > License… > Manage License > Add Users), or take the service from accounts that do not need it. Seats that come free go to the oldest accounts over the limit at once.',
    '-- \nSeatkeeper',
  ];
  const subject = `Seatkeeper on ${server}: ${plural(total, 'account')} over the seats of the license`;
  return { subject, body: `${parts.join('\n\n')}\n` };
}
