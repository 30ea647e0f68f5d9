/** Shapes of access checks, seats and trials (LICENSING 6). */
import { z } from 'zod';
import { seats } from './schemas-modules.ts';

/** Which flag of the mail module is asked for. */
export const accessProtocol = z.enum(['smtp', 'pop3', 'imap']);
export type AccessProtocol = z.infer<typeof accessProtocol>;

export const accessReason = z.enum([
  'not-local',
  'not-user',
  'not-limited',
  'seat',
  'trial',
  'ACCOUNT_DISABLED',
  'SERVICE_DISABLED',
  'MODULE_STOPPED',
  'TRIAL_ENDED',
]);

export const accessCheck = z.object({
  allow: z.boolean(),
  /** A denial's code, or why it is allowed. */
  reason: accessReason,
  /** Of the account's trial of the pool; null: it needs none. */
  trialEnds: z.iso.datetime().nullable(),
  /** False: allowed before it could be stored, because the store was busy; it is stored later. */
  recorded: z.boolean(),
});
export type AccessCheck = z.infer<typeof accessCheck>;

/** `last-access` ascending is "least recently used": never seen comes first. Ties go by address. */
export const seatOrder = z.enum(['address', 'name', 'seat', 'first-access', 'last-access', 'trial-end']);
export type SeatOrder = z.infer<typeof seatOrder>;

export const poolNumbers = z.object({
  /** `group:collaboration` or `module:im` */
  key: z.string(),
  seats,
  /** Full seats given to accounts that have connected. */
  assigned: z.number().int(),
  /** Accounts over the limit. */
  trials: z.number().int(),
});
export type PoolNumbers = z.infer<typeof poolNumbers>;
