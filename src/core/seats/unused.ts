/** Seats that could be freed: accounts that count for a module and did not use it for so long (LICENSING 6: lists). */
import { DAY } from '../calendar.ts';

export interface UseFacts {
  /** Uses a seat of the module: others have none to free. */
  readonly counted: boolean;
  /** Epoch ms; null: no access is on record. */
  readonly lastAccess: number | null;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** The instant (epoch ms) behind which nobody may have used the module for it to be unused for so many days. */
export const unusedSince = (days: number, now: number): number => now - days * DAY;

/** Who was never seen had the time since the account was made. An access at the instant itself is long enough ago. */
export const unused = ({ counted, lastAccess, createdAt }: UseFacts, before: number): boolean =>
  counted && (lastAccess ?? createdAt) <= before;
