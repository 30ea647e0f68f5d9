/**
 * The watch over the license: its state in memory and on disk, changed by core's transitions only, one at a time. State,
 * notices and log lines of a step are one transaction (LICENSING 5).
 */
import type { Transaction } from 'kysely';
import { withTimeZone } from '../../core/lifecycle/changes.ts';
import { type Now, readClock } from '../../core/lifecycle/clock.ts';
import type { Effect, LogEffect, Notice } from '../../core/lifecycle/effects.ts';
import { initialWatchState, type WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import { createQueue } from '../licensing/queue.ts';
import type { Schema } from '../store/schema.ts';
import { readingOf, type Time } from './time.ts';

/** More that changes in the transaction of a step. */
export type Also = (trx: Transaction<Schema>) => Promise<void>;

/** Where the state of the watch is kept. */
export interface WatchStore {
  /** Undefined before the first start. */
  load(): Promise<WatchState | undefined>;
  /** State, notices, log lines and what else: all or nothing. */
  keep(state: WatchState, told: readonly (Notice | LogEffect)[], also?: Also): Promise<void>;
}

export interface WatchDeps {
  readonly store: WatchStore;
  readonly time: Pick<Time, 'now' | 'uptime'>;
  /** IANA name of the setting at this moment. */
  readonly timeZone: () => string;
}

export interface Watch {
  /** As it was committed last, in the time zone of this moment. */
  state(): WatchState;
  /** Trusted now, epoch ms. */
  now(): number;
  /** What the clocks say, for a transition that is only tried. */
  reading(): Now;
  /** Trusted instant before which nothing happens. */
  wakeAt(): number;
  /**
   * Takes one step: `decide` says it from the present state, `also` changes more in the same transaction. When either
   * throws, nothing has changed.
   */
  step(decide: (state: WatchState, now: Now) => Step, also?: Also): Promise<Step>;
  /** Told of every step once it is committed, in order; of those before too. One listener. */
  follow(listener: (step: Step) => void): void;
}

/** Readings of the clock alone are written no more often. */
const KEEP_CLOCK_MS = 60_000;

const isTold = (effect: Effect): effect is Notice | LogEffect => effect.type === 'notice' || effect.type === 'log';

export async function openWatch(deps: WatchDeps): Promise<Watch> {
  const { store, time } = deps;
  const oneStep = createQueue();
  const timeZone = deps.timeZone();
  let state = (await store.load()) ?? initialWatchState({ now: readingOf(time), timeZone });
  let wakeAt = 0;
  let booted = true;
  let keptAt = Number.NEGATIVE_INFINITY;
  let listener: ((step: Step) => void) | undefined;
  const unheard: Step[] = [];

  const present = (): WatchState => withTimeZone(state, deps.timeZone());
  const reading = (): Now => (booted ? { ...readingOf(time), booted } : readingOf(time));

  const commit = async (next: Step, also?: Also): Promise<void> => {
    const uptime = time.uptime();
    if (!also && next.effects.length === 0 && onlyClock(state, next.state) && uptime - keptAt < KEEP_CLOCK_MS) return;
    await store.keep(next.state, next.effects.filter(isTold), also);
    keptAt = uptime;
  };

  return {
    state: present,
    now: () => readClock(state.clock, reading()).clock.trusted,
    reading,
    wakeAt: () => wakeAt,
    step: (decide, also) =>
      oneStep(async () => {
        const next = decide(present(), reading());
        await commit(next, also);
        state = next.state;
        wakeAt = next.wakeAt;
        booted = false;
        if (listener) listener(next);
        else unheard.push(next);
        return next;
      }),
    follow(tell) {
      listener = tell;
      for (const step of unheard.splice(0)) tell(step);
    },
  };
}

/** Has nothing but the reading of the clock changed? Steps keep what they do not change. */
function onlyClock(before: WatchState, after: WatchState): boolean {
  if (before.clock.suspect !== after.clock.suspect) return false;
  const keys = Object.keys(after) as (keyof WatchState)[];
  return keys.every((key) => key === 'clock' || before[key] === after[key]);
}
