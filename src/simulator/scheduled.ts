/** The real scheduler over a simulated life: its timers, questions and programs. */
import { sleepUntil } from '../core/lifecycle/clock.ts';
import type { ProgramResult } from '../core/lifecycle/programs.ts';
import {
  createScheduler,
  LONGEST_SLEEP_MS,
  type Scheduler,
  type SchedulerDeps,
} from '../service/schedule/scheduler.ts';
import type { Time } from '../service/schedule/time.ts';
import { validate } from './licensing.ts';
import { busy, DISK_FULL, type Life, never } from './life.ts';
import { perform, type Wish } from './programs.ts';

export function scheduleLife(life: Life): Scheduler {
  const once = oneAtATime(() => validate(life));
  const error = (found: { err?: unknown }): void => {
    if (!(found.err instanceof Error && found.err.message === DISK_FULL)) life.unexpected(found.err);
  };
  return createScheduler({
    watch: life.watch,
    time: timersOf(life),
    validate: () => busy(life, once),
    programs: { perform: (action, modules, failures) => busy(life, () => performing(life, action, modules, failures)) },
    midnight: () => {},
    changed: () => {},
    log: { debug: () => {}, error } as SchedulerDeps['log'],
  });
}

async function performing(life: Life, ...wish: Wish): Promise<ProgramResult> {
  const result = await perform(life, ...wish);
  if (life.crashesAt('in-effect')) return never();
  if (result.failed.length > 0) life.programsFailed();
  return result;
}

/** Hourly looks that find nothing are left out: exact, because nothing happens before the watch wakes up. */
function timersOf({ agenda, skipLooks, watch }: Life): Pick<Time, 'after'> {
  const MINUTE = 60_000;
  return {
    after(ms, work) {
      if (!skipLooks || ms !== LONGEST_SLEEP_MS) return agenda.at(agenda.now() + ms, work);
      const sleep = Math.ceil(sleepUntil(watch.state().clock, watch.wakeAt()));
      const last = sleep % LONGEST_SLEEP_MS;
      // Somebody who has looked twice in vain sleeps a minute at least: then the last looks count.
      const due =
        last === 0 || last >= MINUTE ? sleep : Math.max(LONGEST_SLEEP_MS, sleep - last - 2 * LONGEST_SLEEP_MS);
      return agenda.looks(LONGEST_SLEEP_MS, agenda.now() + due, work);
    },
  };
}

function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
