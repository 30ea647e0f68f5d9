/**
 * What a restored backup makes of the seat and the trial of one account in one pool (LICENSING 2, 6, 11). Trials are kept
 * where a restore cannot turn them back: what this server knows of a trial outranks the backup, so that restoring never
 * begins one anew nor makes one longer. The backup adds what this server does not know.
 */
export interface Trial {
  /** Epoch ms of the first access to the pool: the order in which seats are given. */
  readonly firstAccess: number;
  readonly startedAt: number;
}

export interface Holding {
  /** When the full seat was assigned; null: none. */
  readonly seat: number | null;
  /** Kept whatever became of the account. */
  readonly trial: Trial | null;
  /** Over the limit; never with a seat, never without a trial. */
  readonly waiting: boolean;
}

export const NOTHING: Holding = { seat: null, trial: null, waiting: false };

/** `now`: trusted, epoch ms. A backup that comes from a clock ahead of ours begins no trial in the future. */
export function mergeTrials(present: Holding, backup: Holding, now: number): Holding {
  const trial = present.trial ?? (backup.trial && clamped(backup.trial, now));
  const seat = present.seat ?? restoredSeat(present, backup, now);
  // Who has a trial here, and had a seat in the backup, is the first in line for one that is free.
  const inLine = present.waiting || backup.waiting || backup.seat !== null;
  return { seat, trial, waiting: seat === null && trial !== null && inLine };
}

/** A seat of the backup would end the trial that is known here; taken away again, it would leave a fresh one. */
const restoredSeat = (present: Holding, backup: Holding, now: number): number | null =>
  backup.seat === null || present.trial !== null ? null : Math.min(backup.seat, now);

const clamped = ({ firstAccess, startedAt }: Trial, now: number): Trial => ({
  firstAccess: Math.min(firstAccess, now),
  startedAt: Math.min(startedAt, now),
});

/**
 * Seats of here and of the backup together may be more than there are: the latest assigned lose theirs. No license was
 * changed, so their trial goes on where it was; only who never had one begins it now.
 */
export function withoutSeat({ seat, trial }: Holding, now: number): Holding {
  return { seat: null, trial: trial ?? { firstAccess: seat ?? now, startedAt: now }, waiting: true };
}
