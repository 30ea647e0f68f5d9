/** What every operation of the licensing server works on. */
import type { Clock } from './clock.ts';
import type { Db } from './store/open.ts';

export interface Vendor {
  readonly db: Db;
  readonly folder: string;
  readonly clock: Clock;
  /** Mail can go out, from here or from the server that works on the same folder. */
  readonly mails: boolean;
  /** Where customers find the pages, without a trailing slash; empty: not known. */
  readonly publicUrl: string;
}
