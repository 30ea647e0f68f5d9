/** Usage history of modules: one number a day, kept 400 days, and where the trend leads (LICENSING 6). */
import { z } from 'zod';
import { moduleId, seats } from './schemas-modules.ts';

export const usageDay = z.object({
  /** In the server's time zone. */
  day: z.iso.date(),
  used: z.number().int().nonnegative(),
  /** Of the pool that covered the module that day; 0 if none did. */
  seats,
});
export type UsageDay = z.infer<typeof usageDay>;

export const usageHistory = z.object({
  module: moduleId,
  name: z.string(),
  /** Oldest first; a day on which the service did not run is missing. The last one is today, so far. */
  days: z.array(usageDay),
  trend: z.object({
    /** Accounts a day; null: too few days are known. */
    perDay: z.number().nullable(),
    /** The day on which Used Seats go above the seats of today; null: not at the present trend. */
    crosses: z.iso.date().nullable(),
    /** One sentence. */
    sentence: z.string(),
  }),
});
export type UsageHistory = z.infer<typeof usageHistory>;
