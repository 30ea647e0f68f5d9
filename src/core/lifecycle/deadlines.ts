/** The clocks of LICENSING 5. They run independently; each leads to a stop of all services. */
import { DAY, nextMidnight } from '../calendar.ts';
import { EMERGENCY_PERIOD, EVALUATION_PERIOD, MISMATCH_PERIOD, STOP_NOTICE } from './constants.ts';
import type { Cause, LifecycleFacts } from './facts.ts';

export interface Deadline {
  readonly cause: Cause;
  /** The clock runs since. */
  readonly since: number;
  /** Emergency Mode begins; null: this clock never freezes before it stops. */
  readonly emergencyAt: number | null;
  /** Emergency Mode, or the time that a mismatch is given, has run out. */
  readonly expiresAt: number;
  /** The midnight at which all services stop, unless they have been stopped already. */
  readonly stopAt: number;
}

/** The clocks that run by these facts, whatever the time is; the earliest stop first. */
export function deadlinesOf(facts: LifecycleFacts): Deadline[] {
  const { license, failingSince, mismatchSince } = facts;
  const deadlines: Deadline[] = [];
  if (!license) {
    deadlines.push(withEmergency(facts, 'evaluation', facts.firstStart, facts.firstStart + EVALUATION_PERIOD));
    return deadlines;
  }
  if (license.expires !== null) deadlines.push(withEmergency(facts, 'trial', license.issued, license.expires));
  if (failingSince !== null) {
    deadlines.push(withEmergency(facts, 'revalidation', failingSince, failingSince + license.graceDays * DAY));
  }
  if (mismatchSince !== null) {
    deadlines.push(deadline(facts, 'mismatch', mismatchSince, null, mismatchSince + MISMATCH_PERIOD));
  }
  return deadlines.sort((a, b) => a.stopAt - b.stopAt || a.expiresAt - b.expiresAt);
}

const withEmergency = (facts: LifecycleFacts, cause: Cause, since: number, emergencyAt: number): Deadline =>
  deadline(facts, cause, since, emergencyAt, emergencyAt + EMERGENCY_PERIOD);

function deadline(
  facts: LifecycleFacts,
  cause: Cause,
  since: number,
  emergencyAt: number | null,
  expiresAt: number,
): Deadline {
  const warnedAt = facts.warnedAt?.[cause] ?? Number.NEGATIVE_INFINITY;
  const stopAt = firstStop(facts, expiresAt, warnedAt);
  return { cause, since, emergencyAt, expiresAt, stopAt };
}

/** The first midnight after a clock has run out at which its stop is allowed: 24 h after its notice at the earliest. */
export function firstStop(
  facts: Pick<LifecycleFacts, 'noStopBefore' | 'timeZone'>,
  expiresAt: number,
  warnedAt: number,
): number {
  return nextMidnight(Math.max(expiresAt, facts.noStopBefore, warnedAt + STOP_NOTICE - 1), facts.timeZone);
}
