/** What else changes the facts: a license that was entered, the machine that was looked at, the clock, the time zone. */
import { adopt } from './attempts.ts';
import { confirmReading, healByDocument, healByServerTime, type Now } from './clock.ts';
import { failureAfterEntry } from './entry.ts';
import { clockConfirmedLine, enteredLine, mismatchLine } from './log-lines.ts';
import { applyReading, begin, finish } from './step.ts';
import type { WatchDocument, WatchState } from './watch-state.ts';
import { log, type Step } from './work.ts';

export interface EnteredLicense {
  /** Of a document that was judged to fit this machine. */
  readonly license: WatchDocument;
  /** A newer document of the order, or an order that took its place, was in force here before. */
  readonly outdated: boolean;
  /** Signed, of this moment, when the document answers our own request; epoch ms. */
  readonly serverTime: number | null;
}

/** A license document was applied, from a file or by online activation. An outdated one is validated at once. */
export function afterEntry(state: WatchState, { license, outdated, serverTime }: EnteredLicense, now: Now): Step {
  const work = begin(state, now);
  const { s } = work;
  const higher = s.license?.orderId !== license.orderId || license.serial > s.license.serial;
  if (serverTime !== null) applyReading(work, healByServerTime(s.clock, serverTime));
  else if (higher && !outdated) applyReading(work, healByDocument(s.clock, license.issued));
  s.failingSince = failureAfterEntry({
    issued: license.issued,
    outdated,
    failingSince: s.failingSince,
    graceDays: (s.license ?? license).graceDays,
    now: work.now,
  });
  if (s.failingSince === null) s.failure = null;
  if (outdated) s.retryAt = work.now;
  adopt(work, license);
  log(work, 'system', enteredLine(license.serial, license.orderId));
  return finish(work);
}

/** The machine's Reference ID was compared with the license in force: at every start of the service. */
export function afterMachineCheck(state: WatchState, fits: boolean, now: Now): Step {
  const work = begin(state, now);
  const { s } = work;
  const mismatched = s.license !== null && !fits;
  if (mismatched !== (s.mismatchSince !== null)) {
    s.mismatchSince = mismatched ? work.now : null;
    if (mismatched) s.retryAt = Math.min(s.retryAt, work.now);
    log(work, 'system', mismatchLine(!mismatched));
  }
  return finish(work);
}

/** An administrator says that the system clock is right: it is believed 24 h later. */
export function confirmClock(state: WatchState, now: Now): Step {
  const work = begin(state, now);
  if (work.s.clock.suspect) {
    work.s.clock = confirmReading(work.s.clock);
    log(work, 'system', clockConfirmedLine);
  }
  return finish(work);
}

/** Midnight is another one from now on: none of the new zone that has passed is caught up. */
export function withTimeZone(state: WatchState, timeZone: string): WatchState {
  if (state.timeZone === timeZone) return state;
  return { ...state, timeZone, noStopBefore: Math.max(state.noStopBefore, state.clock.trusted) };
}

/**
 * The license that the database holds, at the start of the service: a restore, a repair or an update may have changed
 * it. Null: none. An older document than was in force here counts as not re-validated, and its serial does not fall.
 */
export function withLicense(state: WatchState, found: WatchDocument | null): WatchState {
  const { license, clock } = state;
  if (!found || license?.orderId !== found.orderId) {
    return { ...state, license: found && { ...found, since: clock.trusted } };
  }
  const kept = {
    ...state,
    license: { ...found, since: license.since, serial: Math.max(license.serial, found.serial) },
  };
  if (found.serial >= license.serial) return kept;
  return { ...kept, failingSince: state.failingSince ?? clock.trusted, retryAt: 0 };
}
