/** What a serving licensing server does every hour, from what is on record: a restart or a missed hour changes nothing. */
import { remindOfParallelUse } from './parallel-use.ts';
import { forgetOld } from './store/records.ts';
import type { Vendor } from './vendor.ts';

export const UPKEEP_EVERY_MS = 3_600_000;

/** Mails that days 1, 14 and 28 of parallel use bring; forgets answers and links that are too old. */
export function upkeep(vendor: Vendor): void {
  remindOfParallelUse(vendor);
  forgetOld(vendor.db, vendor.clock.now());
}
