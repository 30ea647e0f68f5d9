/** What comes of an attempt to re-validate the license (LICENSING 5). */

import { healByDocument, healByServerTime, type Now } from './clock.ts';
import { HOLD_LONGEST, HOLD_SHORTEST, RETRY_AFTER, RETRY_JITTER } from './constants.ts';
import { nextAttempt, revalidationDue } from './due.ts';
import { failedLine, validatedLine } from './log-lines.ts';
import { applyReading, begin, finish } from './step.ts';
import type { WatchDocument, WatchState } from './watch-state.ts';
import { log, type Step, type Work } from './work.ts';

export interface AttemptSuccess {
  readonly ok: true;
  /** Of the document that was applied. */
  readonly license: WatchDocument;
  /** Signed, of this moment; epoch ms. */
  readonly serverTime: number | null;
}

export interface AttemptFailure {
  readonly ok: false;
  /** Code of the error catalogue: no answer, no license, or the vendor's refusal. */
  readonly reason: string;
  readonly detail: string;
  /** The vendor's Retry-After, in ms. */
  readonly retryAfter: number | null;
  /** It counts before it was due too: the key of the license in force has turned compromised (LICENSING 2). */
  readonly withdrawn?: true;
}

export type AttemptOutcome = AttemptSuccess | AttemptFailure;

/** `random` from 0 to 1: by how much of ten minutes the next attempt comes earlier. */
export function afterAttempt(state: WatchState, outcome: AttemptOutcome, now: Now, random: number): Step {
  const work = begin(state, now);
  const { license } = work.s;
  if (!outcome.ok) failed(work, outcome, random);
  else if (license && license.orderId === outcome.license.orderId && outcome.license.serial < license.serial) {
    const detail = `serial ${outcome.license.serial} instead of ${license.serial} or more`;
    failed(work, { ok: false, reason: 'LICENSE_SUPERSEDED', detail, retryAfter: null }, random);
  } else validated(work, outcome);
  return finish(work);
}

function validated(work: Work, { license, serverTime }: AttemptSuccess): void {
  const { s } = work;
  if (serverTime !== null) applyReading(work, healByServerTime(s.clock, serverTime));
  else if (license.serial > (s.license?.serial ?? 0)) applyReading(work, healByDocument(s.clock, license.issued));
  adopt(work, license);
  s.failingSince = null;
  s.failure = null;
  // Should the document be due again at once, the vendor is not asked in a circle.
  s.retryAt = work.now + RETRY_AFTER;
  s.holdUntil = 0;
  log(work, 'system', validatedLine(license.serial, license.orderId));
}

/** The document is in force now, on its machine. */
export function adopt(work: Work, license: WatchDocument): void {
  const { s, now } = work;
  const since = s.license?.orderId === license.orderId ? s.license.since : now;
  s.license = { ...license, since };
  s.mismatchSince = null;
  work.sweep = true;
}

/**
 * T0 is the first attempt that fails after it was due. One that was made earlier, by hand or because of a mismatch, takes
 * nothing away: whoever has no network must not lose by trying.
 */
function failed(work: Work, { reason, detail, retryAfter, withdrawn }: AttemptFailure, random: number): void {
  const { s, now } = work;
  if (!s.license) return;
  s.failure = { at: now, reason, detail };
  if (withdrawn || revalidationDue(s.license) <= now) s.failingSince ??= now;
  s.retryAt = now + RETRY_AFTER - Math.floor(random * RETRY_JITTER);
  s.holdUntil = 0;
  if (retryAfter !== null) {
    s.retryAt = now + Math.min(Math.max(retryAfter, HOLD_SHORTEST), HOLD_LONGEST);
    s.holdUntil = s.retryAt;
  }
  log(work, 'system', failedLine(reason, detail, nextAttempt(s) - now));
}
