/** The mail of the midnight comparison: every account over the limit with its days left (LICENSING 6). */
import { DAY, wordsOfDay } from '../calendar.ts';
import { csvLine } from '../csv.ts';
import { plural } from '../lifecycle/log-lines.ts';

/** Over so many accounts a summary stands for the list, and a CSV file goes with the mail. */
export const MOST_LISTED = 1_000;
/** With what mail adds to a file it stays below the 10 MB that mail servers take as they come. */
const MOST_ATTACHED = 6_000_000;

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
  /** Those that end first first; more than MOST_LISTED are not listed, and the rest may be missing. */
  readonly accounts: readonly AccountOverLimit[];
}

export interface AttachedList {
  readonly fileName: string;
  readonly content: string;
  /** Accounts in it. */
  readonly rows: number;
}

/** Bytes of UTF-8, at most. */
const bytesOf = (text: string): number => text.replace(/[^\0-\x7f]/g, '...').length;

/** Ends where a mail server would refuse the mail for its size. */
function overLimitList({ day, now, accounts }: OverLimit): AttachedList {
  let content = csvLine(['address', 'item', 'trial_ends', 'days_left']);
  let bytes = content.length;
  let rows = 0;
  for (const { address, item, ends } of accounts) {
    const line = csvLine([address, item, new Date(ends).toISOString(), trialDaysLeft(ends, now)]);
    bytes += bytesOf(line);
    if (bytes > MOST_ATTACHED) break;
    content += line;
    rows += 1;
  }
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  return { fileName: `accounts-over-the-limit-${date}.csv`, content, rows };
}

/** Begun days count: 0 is over. */
export const trialDaysLeft = (ends: number, now: number): number => Math.max(0, Math.ceil((ends - now) / DAY));

const daysWords = (ends: number, now: number): string => {
  const days = trialDaysLeft(ends, now);
  return days === 0 ? 'ended: access is denied' : `${plural(days, 'day')} left`;
};

const poolLine = ({ name, seats, assigned, trials }: PoolOverLimit): string =>
  `${name}: ${seats === null ? 'unlimited seats' : plural(seats, 'seat')}, ${assigned} assigned, ${plural(trials, 'account')} over the limit`;

function attachedWords(total: number, { fileName, rows }: AttachedList): string {
  if (rows >= total) return `The attached file ${fileName} lists them with the days left.`;
  const rest = 'The whole list: tool list seats <module> --over';
  return `The attached file ${fileName} lists the ${rows} whose trial began first, with the days left. ${rest}`;
}

export interface OverLimitMail {
  readonly subject: string;
  readonly body: string;
  readonly list?: AttachedList;
}

/** Undefined: nobody is over the limit. `server`: the name of the machine. */
export function overLimitMail(facts: OverLimit, server: string): OverLimitMail | undefined {
  const { accounts, now } = facts;
  const pools = facts.pools.filter(({ trials }) => trials > 0);
  if (pools.length === 0) return undefined;
  const total = pools.reduce((sum, { trials }) => sum + trials, 0);
  const list = accounts.length > MOST_LISTED ? overLimitList(facts) : undefined;
  const listed = list
    ? [attachedWords(total, list)]
    : accounts.map(({ address, item, ends }) => `${address}\t${item}\t${daysWords(ends, now)}`);
  const parts = [
    `Server: ${server}`,
    `On ${wordsOfDay(facts.day)} more accounts use services than the license has seats for. Accounts that connected first keep theirs; the others are on trial for 14 days.`,
    pools.map(poolLine).join('\n'),
    listed.join('\n'),
    'What to do: add seats (Help > License… > Manage License > Add Users), or take the service from accounts that do not need it. Seats that come free go to the oldest accounts over the limit at once.',
    '-- \nSeatkeeper',
  ];
  const subject = `Seatkeeper on ${server}: ${plural(total, 'account')} over the seats of the license`;
  return { subject, body: `${parts.join('\n\n')}\n`, ...(list && { list }) };
}
