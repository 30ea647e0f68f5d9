import { DAY, startOfDay } from '../../core/calendar.ts';
import type { Effect } from '../../core/lifecycle/effects.ts';
import type { WatchLicense, WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Moment } from '../life.ts';
import type { Check } from './check.ts';

/** What a person would notice; an instant within it may differ by the minute of a look. */
function essence(effect: Effect, at: number, timeZone: string): string | undefined {
  switch (effect.type) {
    case 'notice':
      return `mail ${effect.kind}`;
    case 'phase':
      return `phase ${effect.from} → ${effect.to}`;
    case 'stop':
      if (effect.failures > 0) return undefined;
      return `stop ${effect.modules} (${effect.cause}) at the midnight ${new Date(startOfDay(at, timeZone)).toISOString()}`;
    case 'item-ended':
      return `item ended ${effect.key}`;
    case 'renewal-over':
      return `renewal over ${effect.items}`;
    default:
      return undefined;
  }
}

interface Foreseen {
  readonly what: string;
  /** Trusted time. */
  readonly at: number;
}

interface Prediction {
  readonly fails: boolean;
  readonly license: WatchLicense | null;
  readonly until: number;
  events: Foreseen[];
}

/** A healthy server has little ahead; a stop is named 7 days ahead; once stopped, every day is like the other. */
const HEALTHY_DAYS = 16;
const FAILING_DAYS = 9;
const STOPPED_DAYS = 3;
/** Idle looks are at least a minute apart. */
const LATE = 61_000;
const CLOCK_OFF = 10 * 60_000;

const isFailing = ({ failure, failingSince, mismatchSince }: WatchState): boolean =>
  failure !== null || failingSince !== null || mismatchSince !== null;

const horizonOf = (state: WatchState): number => {
  if (!isFailing(state)) return HEALTHY_DAYS;
  return state.stop ? STOPPED_DAYS : FAILING_DAYS;
};

const sameTerms = (a: WatchLicense | null, b: WatchLicense | null): boolean =>
  a === b ||
  (a?.orderId === b?.orderId &&
    a?.expires === b?.expires &&
    a?.everyDays === b?.everyDays &&
    a?.graceDays === b?.graceDays &&
    JSON.stringify(a?.items) === JSON.stringify(b?.items));

/**
 * The vendor has turned out to be another one than was foreseen; or T0 has come, which nobody knows to the hour because
 * attempts are repeated at random minutes.
 */
function surprised({ fails, license }: Prediction, { before, step }: Moment): boolean {
  const { failure, license: now } = step.state;
  if (step.state.failingSince !== before.failingSince) return true;
  if (now !== before.license && !sameTerms(now, license)) return true;
  if (now !== before.license && fails) return true;
  if (fails || failure === null || failure.at === before.failure?.at) return false;
  return !(failure.reason === 'LICENSE_EXPIRED' && now?.expires != null && now.expires <= step.state.clock.trusted);
}

/** Taken when a notice goes out; holds until somebody or something acts. */
export const stopAsForecast: Check = {
  name: 'stop-as-forecast',
  rule: 'every stop happens at the midnight that the forecast named, and so does everything else, if nobody acts',
  watch({ server, fail }) {
    let prediction: Prediction | undefined;
    let wanted = false;
    const drop = (): void => {
      prediction = undefined;
    };

    const take = (): void => {
      const { life, process, machine, world } = server;
      if (!wanted || !life || process.busy > 0) return;
      wanted = false;
      const state = life.watch.state();
      if (prediction || state.clock.suspect || Math.abs(machine.clockOff) > CLOCK_OFF) return;
      const fails = isFailing(state);
      const events: Foreseen[] = [];
      const until = world.rules.foresee(state, life.watch.reading(), horizonOf(state), (effect, at) => {
        const what = essence(effect, at, state.timeZone);
        if (what) events.push({ what, at });
      });
      prediction = { fails, license: state.license, until, events };
    };

    const compare = (held: Prediction, { step }: Moment): void => {
      const { clock, timeZone } = step.state;
      const now = clock.trusted;
      for (const effect of step.effects) {
        const what = essence(effect, now, timeZone);
        if (!what) continue;
        const index = held.events.findIndex((event) => event.what === what && Math.abs(event.at - now) <= LATE);
        if (index < 0) fail(`not foreseen: ${what}`);
        else held.events.splice(index, 1);
      }
      const missed = held.events.find(({ at }) => at < now - LATE);
      if (missed) fail(`foreseen for ${new Date(missed.at).toISOString()}, but it did not happen: ${missed.what}`);
    };

    return {
      disturbed: drop,
      down: drop,
      booted() {
        drop();
        wanted = true;
      },
      committed(moment) {
        if (prediction && (surprised(prediction, moment) || moment.step.state.clock.trusted > prediction.until - DAY))
          drop();
        if (prediction) compare(prediction, moment);
        wanted ||= moment.step.effects.some(({ type }) => type === 'notice' || type === 'phase');
      },
      quiet: take,
    };
  },
};
