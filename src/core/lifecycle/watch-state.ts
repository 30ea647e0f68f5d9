/** Everything that the passing of time is decided from: plain JSON, stored whole (LICENSING 5). */
import { dayOf } from '../calendar.ts';
import type { ModuleId } from '../seats/modules.ts';
import { type ClockFacts, firstReading, type Now } from './clock.ts';
import type { Cause, LicenseFacts, LifecycleFacts } from './facts.ts';
import { type Phase, phaseOf } from './phase.ts';

/** A license item, as far as time touches it. */
export interface WatchItem {
  /** `group:collaboration` or `module:im` */
  readonly key: string;
  readonly name: string;
  readonly modules: readonly ModuleId[];
  /** Last covered day, counted from 1970-01-01; null: none. */
  readonly renewalDay: number | null;
  /** The item ends at this instant. */
  readonly trialUntil: number | null;
}

/** The license in force, as the document says it. */
export interface WatchDocument extends LicenseFacts {
  readonly orderId: string;
  readonly serial: number;
  readonly items: readonly WatchItem[];
}

export interface WatchLicense extends WatchDocument {
  /** Its order has been in force since. */
  readonly since: number;
}

/** A series of notices about one occasion: how far it was told. */
export interface Mark {
  /** Grows with every notice of the series. */
  readonly stage: number;
  /** When the first one entered the outbox; moved along with the clock when it jumps, so that 24 h stay 24 h. */
  readonly first: number;
  /** When the last one did. */
  readonly at: number;
}

/** The last re-validation that failed. */
export interface Failure {
  readonly at: number;
  /** Code of the error catalogue. */
  readonly reason: string;
  /** For a person: host, port, what the vendor said. */
  readonly detail: string;
}

/** Services were stopped because of the license. */
export interface StopRecord {
  /** The first midnight. */
  readonly since: number;
  readonly cause: Cause;
  /** What was really stopped; null: not known (yet). */
  readonly modules: readonly ModuleId[] | null;
}

/** A module was stopped because it was left out of the renewal. */
export interface LapseRecord {
  /** The first midnight. */
  readonly since: number;
  /** Was its service running, and stopped by Seatkeeper? Null: not known (yet). */
  readonly stopped: boolean | null;
}

/** A service program that is still to run, or to run again. */
export interface ProgramTask {
  readonly action: 'stop' | 'start';
  /** Null: whatever has a program. */
  readonly modules: readonly ModuleId[] | null;
  /** Null: to start. */
  readonly cause: Cause | 'lapsed' | null;
  /** When it was wanted first. */
  readonly since: number;
  readonly failures: number;
  readonly retryAt: number;
}

export interface WatchState {
  readonly format: 1;
  /** IANA name. */
  readonly timeZone: string;
  readonly firstStart: number;
  readonly license: WatchLicense | null;
  /** T0 */
  readonly failingSince: number | null;
  /** Null once an attempt has succeeded. */
  readonly failure: Failure | null;
  /** No re-validation is tried before. */
  readonly retryAt: number;
  /** The vendor asked not to be asked before. */
  readonly holdUntil: number;
  readonly mismatchSince: number | null;
  readonly stop: StopRecord | null;
  /** Modules that may not run because they were left out of the renewal (MODULE_STOPPED of LICENSING 6). */
  readonly modulesStopped: Readonly<Partial<Record<ModuleId, LapseRecord>>>;
  readonly noStopBefore: number;
  readonly marks: Readonly<Record<string, Mark>>;
  /** The local day whose midnight was seen last. */
  readonly day: number;
  /** As it was told last. */
  readonly phase: Phase;
  readonly programs: readonly ProgramTask[];
  readonly clock: ClockFacts;
}

export interface InitialFacts {
  readonly now: Now;
  readonly timeZone: string;
  /** In force already (an update from a version without this state). */
  readonly license?: WatchDocument | null;
  readonly firstStart?: number;
}

/** At the first start ever. Nothing stops before the midnight after it. */
export function initialWatchState({ now, timeZone, license = null, firstStart }: InitialFacts): WatchState {
  const clock = firstReading(now);
  const { trusted } = clock;
  const state: WatchState = {
    format: 1,
    timeZone,
    firstStart: firstStart ?? trusted,
    license: license && { ...license, since: trusted },
    failingSince: null,
    failure: null,
    retryAt: 0,
    holdUntil: 0,
    mismatchSince: null,
    stop: null,
    modulesStopped: {},
    noStopBefore: trusted,
    marks: {},
    day: dayOf(trusted, timeZone),
    phase: 'ok',
    programs: [],
    clock,
  };
  return { ...state, phase: phaseOf(factsOf(state), trusted) };
}

/** The facts of the phase; `now` for them is `state.clock.trusted`. */
export function factsOf(state: WatchState): LifecycleFacts {
  return {
    firstStart: state.firstStart,
    license: state.license,
    failingSince: state.failingSince,
    mismatchSince: state.mismatchSince,
    stoppedSince: state.stop?.since ?? null,
    noStopBefore: state.noStopBefore,
    warnedAt: warningsOf(state),
    timeZone: state.timeZone,
  };
}

/** The series of notices that names the stop of a clock. `since`: its occasion, which for a trial is the end. */
export const stopSeries = (cause: Cause, since: number): string => `${cause}/${since}`;

function warningsOf(state: WatchState): Partial<Record<Cause, number>> {
  const warned: Partial<Record<Cause, number>> = {};
  const put = (cause: Cause, since: number | null): void => {
    const mark = since === null ? undefined : state.marks[stopSeries(cause, since)];
    if (mark) warned[cause] = mark.first;
  };
  const { license } = state;
  if (!license) put('evaluation', state.firstStart);
  else {
    if (license.expires !== null) put('trial', license.expires);
    put('revalidation', state.failingSince);
    put('mismatch', state.mismatchSince);
  }
  return warned;
}
