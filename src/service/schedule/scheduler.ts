/**
 * Lets time pass over the license: takes the watch's steps when they are due, and does what they decided. It computes
 * its wake-ups from facts instead of polling (LICENSING 5).
 */
import type { Logger } from 'pino';
import { SeatkeeperError } from '../../contract/errors.ts';
import { HOUR } from '../../core/calendar.ts';
import { advance } from '../../core/lifecycle/advance.ts';
import { sleepUntil } from '../../core/lifecycle/clock.ts';
import type { Effect, MidnightEffect, StartEffect, StopEffect } from '../../core/lifecycle/effects.ts';
import { afterServiceProgram } from '../../core/lifecycle/service-programs.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import type { Programs } from '../programs/programs.ts';
import type { Time } from './time.ts';
import type { Watch } from './watch.ts';

export interface SchedulerDeps {
  readonly watch: Pick<Watch, 'step' | 'follow'>;
  readonly time: Pick<Time, 'after'>;
  /** Its failures are recorded where they belong; a SeatkeeperError is an expected one. */
  readonly validate: () => Promise<unknown>;
  readonly programs: Pick<Programs, 'perform'>;
  /** A local day has begun. Told once a date, after it was committed; not again after a crash. */
  readonly midnight: (midnight: MidnightEffect) => unknown;
  /** The service has started; told before the first step. */
  readonly begun?: () => unknown;
  /** Phase, entitlement, clock or what was tried last is another one now. */
  readonly changed: () => void;
  readonly log: Pick<Logger, 'debug' | 'error'>;
}

export interface Scheduler {
  /** Does what was left over, and takes the first step at once. */
  start(): void;
  /** Looks again at once: a setting has changed. */
  nudge(): void;
  /** Resolves when nothing is under way but a timer. */
  idle(): Promise<void>;
  /** No step and no effect begins any more. */
  close(): void;
}

/** Idle wake-ups are no closer together … */
const SHORTEST_SLEEP_MS = 60_000;
/** … and no further apart, so that a clock that jumps is seen. */
export const LONGEST_SLEEP_MS = HOUR;

/** Effects after which screens look again; whatever happens to license, clock and programs is logged. */
const SHOWN: ReadonlySet<Effect['type']> = new Set(['phase', 'item-ended', 'renewal-over', 'log']);

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { watch, time, log } = deps;
  const underWay = new Set<Promise<unknown>>();
  let cancelTimer = (): void => {};
  let idleSteps = 0;
  let closed = false;

  const track = (what: string, work: unknown): void => {
    const tracked = Promise.resolve(work).catch((error: unknown) => {
      if (closed || error instanceof SeatkeeperError) log.debug({ err: error }, what);
      else log.error({ err: error }, what);
    });
    underWay.add(tracked);
    void tracked.finally(() => underWay.delete(tracked));
  };

  const runPrograms = async ({ type, modules, failures }: StopEffect | StartEffect): Promise<void> => {
    const result = await deps.programs.perform(type, modules, failures);
    if (!closed) await watch.step((state, now) => afterServiceProgram(state, result, now));
  };

  const perform = (effect: Effect): void => {
    if (effect.type === 'revalidate') track('re-validation', deps.validate());
    if (effect.type === 'stop' || effect.type === 'start') track('service programs', runPrograms(effect));
    if (effect.type === 'midnight') track('midnight', deps.midnight(effect));
  };

  const sleep = (ms: number): void => {
    cancelTimer();
    if (!closed) cancelTimer = time.after(ms, tick);
  };

  const followed = ({ state, effects, wakeAt }: Step): void => {
    if (closed) return;
    idleSteps = effects.length > 0 ? 0 : idleSteps + 1;
    const shortest = idleSteps > 1 ? SHORTEST_SLEEP_MS : 0;
    sleep(Math.max(shortest, Math.min(LONGEST_SLEEP_MS, Math.ceil(sleepUntil(state.clock, wakeAt)))));
    for (const effect of effects) perform(effect);
    if (effects.some(({ type }) => SHOWN.has(type))) deps.changed();
  };

  function tick(): void {
    if (closed) return;
    const step = watch.step(advance).catch((error: unknown) => {
      // A full disk, say: nothing was decided, and the next look decides it.
      sleep(SHORTEST_SLEEP_MS);
      if (!closed) log.error({ err: error }, 'the state of the license cannot be kept');
    });
    track('a step', step);
  }

  return {
    start() {
      watch.follow(followed);
      track('the start', deps.begun?.());
      tick();
    },
    nudge: tick,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close() {
      closed = true;
      cancelTimer();
    },
  };
}
