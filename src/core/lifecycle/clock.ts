/**
 * Trusted now (LICENSING 5, Clock): the system clock while it is plausible; else the last trusted time plus uptime, and
 * nothing is denied or stopped. Trusted time never falls, but where a wrong clock is healed. All in milliseconds.
 */
import {
  BEGIN_OF_TIME,
  CLOCK_BACK_LIMIT,
  CLOCK_CONFIRMATION,
  CLOCK_FORWARD_LIMIT,
  CLOCK_RESTART_LIMIT,
  CLOCK_SILENT,
  DOCUMENT_AGE_LIMIT,
} from './constants.ts';

/** What the machine says. */
export interface Now {
  /** The system clock, epoch milliseconds. */
  readonly system: number;
  /** A clock that only runs forward, of any origin. */
  readonly uptime: number;
  /** The first reading since the service started: the uptime before it says nothing. */
  readonly booted?: true;
}

export type ClockDirection = 'back' | 'forward';

export interface Suspicion {
  /** Trusted time at which the clock became suspect. */
  readonly since: number;
  readonly direction: ClockDirection;
  /** The jump was seen at a start of the service: downtime may explain a part of it. */
  readonly atBoot: boolean;
  /** Trusted time at which an administrator confirmed the clock, or it was seen to be right again. */
  readonly confirmedAt: number | null;
}

/** Stored: plain JSON. */
export interface ClockFacts {
  /** Trusted now at the last reading. */
  readonly trusted: number;
  /** The last plausible time plus uptime: what a clock that is put back again and again is measured against. */
  readonly furthest: number;
  readonly system: number;
  readonly uptime: number;
  /** Null: plausible. */
  readonly suspect: Suspicion | null;
}

export type ClockEvent =
  | { readonly type: 'back'; readonly by: number }
  | { readonly type: 'suspect'; readonly direction: ClockDirection; readonly by: number }
  /** A known wrong clock is right again. `jump`: by how much trusted time moved. */
  | { readonly type: 'healed'; readonly jump: number; readonly since: number }
  /** Plausible, but the service did not live through this time. */
  | { readonly type: 'jumped'; readonly by: number };

export interface Reading {
  readonly clock: ClockFacts;
  readonly event: ClockEvent | null;
}

/** At the first start ever. A clock from before Seatkeeper existed is suspect from the beginning. */
export function firstReading({ system, uptime }: Now): ClockFacts {
  if (system >= BEGIN_OF_TIME) return { trusted: system, furthest: system, system, uptime, suspect: null };
  const suspect: Suspicion = { since: BEGIN_OF_TIME, direction: 'back', atBoot: true, confirmedAt: null };
  return { trusted: BEGIN_OF_TIME, furthest: BEGIN_OF_TIME, system, uptime, suspect };
}

export function readClock(clock: ClockFacts, now: Now): Reading {
  const elapsed = now.booted ? 0 : Math.max(0, now.uptime - clock.uptime);
  return clock.suspect ? readSuspect(clock, clock.suspect, now, elapsed) : readPlausible(clock, now, elapsed);
}

function readPlausible(clock: ClockFacts, now: Now, elapsed: number): Reading {
  const { system, uptime } = now;
  const expected = clock.furthest + elapsed;
  const direction = implausible(system - expected, now.booted === true);
  if (direction) {
    const trusted = clock.trusted + elapsed;
    const suspect: Suspicion = { since: trusted, direction, atBoot: now.booted === true, confirmedAt: null };
    const by = Math.abs(system - expected);
    return {
      clock: { trusted, furthest: trusted, system, uptime, suspect },
      event: { type: 'suspect', direction, by },
    };
  }
  const trusted = Math.max(clock.trusted, system);
  const furthest = Math.max(expected, system);
  const step = system - (clock.system + elapsed);
  return { clock: { trusted, furthest, system, uptime, suspect: null }, event: stepEvent(step, now) };
}

function implausible(ahead: number, booted: boolean): ClockDirection | null {
  if (ahead < -CLOCK_BACK_LIMIT) return 'back';
  return ahead > (booted ? CLOCK_RESTART_LIMIT : CLOCK_FORWARD_LIMIT) ? 'forward' : null;
}

function stepEvent(step: number, { booted }: Now): ClockEvent | null {
  if (step < -CLOCK_SILENT) return { type: 'back', by: -step };
  return step > CLOCK_SILENT && !booted ? { type: 'jumped', by: step } : null;
}

function readSuspect(clock: ClockFacts, suspect: Suspicion, now: Now, elapsed: number): Reading {
  const { system, uptime } = now;
  const trusted = clock.trusted + elapsed;
  const steady = staysSteady(system - (clock.system + elapsed), now.booted === true);
  const standing = steady ? suspect.confirmedAt : null;
  if (standing !== null && trusted >= standing + CLOCK_CONFIRMATION) {
    const event: ClockEvent = { type: 'healed', jump: system - trusted, since: suspect.since };
    return { clock: plausibleAt(system, now), event };
  }
  const confirmedAt = standing ?? (isRightAgain(system - trusted, suspect) ? trusted : null);
  return { clock: { trusted, furthest: trusted, system, uptime, suspect: { ...suspect, confirmedAt } }, event: null };
}

/** The clock that was confirmed is still the same one; downtime is no jump. */
const staysSteady = (step: number, booted: boolean): boolean =>
  step >= -CLOCK_SILENT && step <= (booted ? CLOCK_RESTART_LIMIT : CLOCK_SILENT);

/** Somebody has put the clock right: as good as a confirmation. */
function isRightAgain(ahead: number, { atBoot }: Suspicion): boolean {
  return ahead >= -CLOCK_SILENT && ahead <= (atBoot ? CLOCK_RESTART_LIMIT : CLOCK_FORWARD_LIMIT);
}

const plausibleAt = (trusted: number, { system, uptime }: Now): ClockFacts => ({
  trusted,
  furthest: trusted,
  system,
  uptime,
  suspect: null,
});

/** An administrator says that the clock is right: believed 24 h later, if it does not jump again. */
export function confirmReading(clock: ClockFacts): ClockFacts {
  if (!clock.suspect) return clock;
  return { ...clock, suspect: { ...clock.suspect, confirmedAt: clock.trusted } };
}

/** A signed server time of this moment: that is the time, whatever the clock says. */
export function healByServerTime(clock: ClockFacts, serverTime: number): Reading {
  const jump = serverTime - clock.trusted;
  const off = clock.system - serverTime;
  if (Math.abs(off) > CLOCK_BACK_LIMIT) return stillWrong(clock, serverTime);
  if (!clock.suspect) return { clock: { ...clock, furthest: Math.max(clock.trusted, clock.system) }, event: null };
  const healed = plausibleAt(Math.max(serverTime, clock.system), clock);
  return { clock: healed, event: { type: 'healed', jump, since: clock.suspect.since } };
}

/** The time is known, and the clock shows another. */
function stillWrong(clock: ClockFacts, serverTime: number): Reading {
  const direction: ClockDirection = clock.system < serverTime ? 'back' : 'forward';
  const by = Math.abs(clock.system - serverTime);
  const since = clock.suspect?.since ?? serverTime;
  const suspect: Suspicion = { since, direction, atBoot: clock.suspect?.atBoot ?? false, confirmedAt: null };
  return {
    clock: { ...clock, trusted: serverTime, furthest: serverTime, suspect },
    event: clock.suspect ? null : { type: 'suspect', direction, by },
  };
}

/** A document with a higher serial was issued at this signed instant: it is not earlier now, nor much later. */
export function healByDocument(clock: ClockFacts, issued: number): Reading {
  const { suspect, system } = clock;
  if (!suspect) return { clock, event: null };
  const age = system - issued;
  if (age < -CLOCK_BACK_LIMIT || age > DOCUMENT_AGE_LIMIT) {
    const trusted = Math.max(clock.trusted, issued);
    return { clock: { ...clock, trusted, furthest: trusted }, event: null };
  }
  const trusted = Math.max(system, issued);
  const event: ClockEvent = { type: 'healed', jump: trusted - clock.trusted, since: suspect.since };
  return { clock: plausibleAt(trusted, clock), event };
}

/** May something be denied or stopped by this clock? */
export const isTrusted = (clock: ClockFacts): boolean => clock.suspect === null;

/** How long to sleep from the last reading to a trusted instant; longer while trusted time waits for the clock. */
export function sleepUntil(clock: ClockFacts, instant: number): number {
  const waits = clock.suspect ? 0 : Math.max(0, clock.trusted - clock.system);
  return Math.max(0, instant - clock.trusted) + waits;
}
