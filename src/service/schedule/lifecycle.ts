/** What clients see and do of the license's life: forecast, status, clock, programs (LICENSING 5). */

import { SeatkeeperError } from '../../contract/errors.ts';
import type {
  ClockStatus,
  Forecast,
  ForecastEvent,
  ProgramRun,
  ServiceStatus,
} from '../../contract/schemas-lifecycle.ts';
import type { ForecastEvent as CoreEvent } from '../../core/forecast/events.ts';
import { forecast, type SeatTrial } from '../../core/forecast/forecast.ts';
import { confirmClock } from '../../core/lifecycle/changes.ts';
import { readClock } from '../../core/lifecycle/clock.ts';
import { statusSentence } from '../../core/lifecycle/clock-sentence.ts';
import { CLOCK_CONFIRMATION } from '../../core/lifecycle/constants.ts';
import { nextAttempt, revalidationDue } from '../../core/lifecycle/due.ts';
import { isFrozen, phaseOf, statusOf } from '../../core/lifecycle/phase.ts';
import { factsOf, type WatchState } from '../../core/lifecycle/watch-state.ts';
import { MODULE_IDS, type ModuleId, moduleOf } from '../../core/seats/modules.ts';
import type { LastRun, Programs } from '../programs/programs.ts';
import type { Watch } from './watch.ts';

export interface Lifecycle {
  forecast(input: { days: number }): Promise<Forecast>;
  confirmClock(): Promise<ClockStatus>;
  status(): Promise<ServiceStatus>;
  /** Throws SERVICE_PROGRAM_MISSING. */
  run(action: 'start' | 'stop', module: ModuleId): Promise<ProgramRun>;
}

/** Enough for "what comes next". */
const NEXT_DAYS = 366;
const NEXT_EVENTS = 5;

const iso = (instant: number): string => new Date(instant).toISOString();
const isoOrNull = (instant: number | null): string | null =>
  instant !== null && Number.isFinite(instant) ? iso(instant) : null;

export interface LifecycleDeps {
  readonly watch: Watch;
  readonly programs: Programs;
  /** Accounts over the limit whose trial ends, as many as a person can read. */
  readonly seatTrials: () => Promise<readonly SeatTrial[]>;
}

export function createLifecycle({ watch, programs, seatTrials }: LifecycleDeps): Lifecycle {
  const events = async (days: number): Promise<ForecastEvent[]> => {
    const trials = await seatTrials();
    return forecast({ state: watch.state(), now: watch.reading(), days, seatTrials: trials }).map(shown);
  };
  const clock = (): ClockStatus => {
    const { trusted, suspect } = readClock(watch.state().clock, watch.reading()).clock;
    return {
      trusted: iso(trusted),
      system: iso(watch.reading().system),
      suspect: suspect && {
        since: iso(suspect.since),
        direction: suspect.direction,
        believedFrom: isoOrNull(suspect.confirmedAt === null ? null : suspect.confirmedAt + CLOCK_CONFIRMATION),
      },
    };
  };

  return {
    forecast: async ({ days }) => ({
      now: iso(watch.now()),
      timeZone: watch.state().timeZone,
      days,
      events: await events(days),
    }),
    async confirmClock() {
      await watch.step(confirmClock);
      return clock();
    },
    async status() {
      const states = await programs.states();
      const next = await events(NEXT_DAYS);
      const state = watch.state();
      const now = watch.now();
      const facts = factsOf(state);
      const phase = phaseOf(facts, now);
      return {
        phase,
        status: statusOf(phase, facts),
        sentence: statusSentence(state, phase, now),
        frozen: isFrozen(phase),
        timeZone: state.timeZone,
        clock: clock(),
        revalidation: revalidationOf(state),
        stoppedSince: isoOrNull(state.stop?.since ?? null),
        modulesStopped: stoppedModules(state),
        pending: state.programs.map(({ action, modules, failures, retryAt }) => ({
          action,
          modules: [...(modules ?? [])],
          failures,
          retryAt: iso(retryAt),
        })),
        programs: states.map(({ module, running, detail, last }) => ({
          module,
          name: moduleOf(module).name,
          running,
          detail,
          stopped: wasStopped(state, module),
          last: last && runOf(last),
        })),
        next: next.slice(0, NEXT_EVENTS),
      };
    },
    async run(action, module) {
      if (!programs.modules.includes(module)) {
        throw new SeatkeeperError('SERVICE_PROGRAM_MISSING', { module: moduleOf(module).name, id: module });
      }
      return runOf(await programs.run(action, module));
    },
  };
}

const shown = (event: CoreEvent): ForecastEvent => ({ ...event, at: iso(event.at) });

const runOf = ({ at, ...run }: LastRun): ProgramRun => ({ ...run, at: iso(at) });

function revalidationOf(state: WatchState): ServiceStatus['revalidation'] {
  const { license, failure, failingSince } = state;
  return {
    due: isoOrNull(license && revalidationDue(license)),
    nextAttempt: isoOrNull(nextAttempt(state)),
    failingSince: isoOrNull(failingSince),
    failure: failure && { at: iso(failure.at), code: failure.reason, detail: failure.detail },
  };
}

function stoppedModules({ modulesStopped }: WatchState): ServiceStatus['modulesStopped'] {
  return MODULE_IDS.flatMap((module) => {
    const record = modulesStopped[module];
    return record ? [{ module, name: moduleOf(module).name, since: iso(record.since) }] : [];
  });
}

/** A stop whose result is not known yet counts. */
const wasStopped = ({ stop, modulesStopped }: WatchState, module: ModuleId): boolean =>
  modulesStopped[module]?.stopped === true || (stop !== null && (stop.modules?.includes(module) ?? true));
