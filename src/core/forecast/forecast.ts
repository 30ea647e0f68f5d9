/**
 * What will happen if nobody acts (LICENSING 5): `advance` is repeated at its own wake-ups, in a world where the vendor
 * goes on as it does: one that fails keeps failing, one that works keeps working. Nothing else decides.
 */
import { DAY } from '../calendar.ts';
import { advance } from '../lifecycle/advance.ts';
import { type AttemptOutcome, afterAttempt } from '../lifecycle/attempts.ts';
import { type Now, sleepUntil } from '../lifecycle/clock.ts';
import type { Effect, StartEffect, StopEffect } from '../lifecycle/effects.ts';
import { afterServiceProgram } from '../lifecycle/service-programs.ts';
import type { WatchState } from '../lifecycle/watch-state.ts';
import type { Step } from '../lifecycle/work.ts';
import { MODULE_IDS } from '../seats/modules.ts';
import { eventOf, type ForecastEvent, seatTrialEvent } from './events.ts';

/** An account over the limit loses a service when its own trial ends (LICENSING 6). */
export interface SeatTrial {
  readonly ends: number;
  readonly account: string;
  /** Name of the license item. */
  readonly item: string;
}

export interface ForecastInput {
  readonly state: WatchState;
  readonly now: Now;
  /** 1 to 3660. */
  readonly days: number;
  readonly seatTrials?: readonly SeatTrial[];
}

export const FORECAST_LONGEST_DAYS = 3660;

/** Dated events, the earliest first; `at` is trusted time. What is repeated every midnight or hour is told once. */
export function forecast({ state, now, days, seatTrials = [] }: ForecastInput): ForecastEvent[] {
  const events: ForecastEvent[] = [];
  const told = new Set<string>();
  const until = foresee(state, now, Math.min(days, FORECAST_LONGEST_DAYS), (effect, at, then) => {
    const repeated = repetition(effect, then);
    if (repeated && told.has(repeated)) return;
    if (repeated) told.add(repeated);
    const event = eventOf(effect, at, then);
    if (event) events.push(event);
  });
  const trials = seatTrials.filter(({ ends }) => ends <= until).map((trial) => seatTrialEvent(trial));
  return [...events, ...trials].sort((a, b) => a.at - b.at);
}

/** Stops of the same for the same reason; attempts while they fail. */
function repetition(effect: Effect, { failure, stop }: WatchState): string {
  if (effect.type === 'stop') return `stop/${effect.cause}/${stop?.since ?? ''}/${effect.modules}`;
  return effect.type === 'revalidate' && failure ? 'failing' : '';
}

/** Told of every effect: the instant in trusted time, the state after the step. */
export type Witness = (effect: Effect, at: number, state: WatchState) => void;

/** Lives through the days in that world; returns the instant at which they are over. */
export function foresee(from: WatchState, now: Now, days: number, witness: Witness): number {
  const vendor = vendorOf(from);
  let step = advance(from, now);
  const until = step.state.clock.trusted + days * DAY;
  for (let lived = 0; ; ) {
    const then = shifted(now, lived);
    const at = step.state.clock.trusted;
    const open = [...tell(step, at, witness)];
    for (let effect = open.shift(); effect; effect = open.shift()) {
      const next = answer(step.state, effect, then, vendor, at);
      if (!next) continue;
      open.push(...tell(next, at, witness));
      step = next;
    }
    if (step.wakeAt > until) return until;
    // Trusted time stands still while a clock that went back catches up.
    lived += sleepUntil(step.state.clock, step.wakeAt);
    step = advance(step.state, shifted(now, lived));
  }
}

function tell({ effects, state }: Step, at: number, witness: Witness): readonly Effect[] {
  for (const effect of effects) witness(effect, at, state);
  return effects;
}

/** The clocks go on as they do: a wrong one stays wrong by as much. */
const shifted = (now: Now, by: number): Now => ({ system: now.system + by, uptime: now.uptime + by });

type Vendor = (state: WatchState, at: number) => AttemptOutcome;

/** A license that is not accepted today will not be tomorrow; a trial that is over is not prolonged. */
function vendorOf({ failure, failingSince, mismatchSince }: WatchState): Vendor {
  const fails = failure !== null || failingSince !== null || mismatchSince !== null;
  const { reason, detail } = failure ?? { reason: 'LICENSE_WRONG_MACHINE', detail: '' };
  return ({ license }, at) => {
    if (fails || !license) return { ok: false, reason, detail, retryAfter: null };
    if (license.expires !== null && license.expires <= at) {
      return { ok: false, reason: 'LICENSE_EXPIRED', detail: '', retryAfter: null };
    }
    return { ok: true, license: { ...license, issued: at, serial: license.serial + 1 }, serverTime: at };
  };
}

function answer(state: WatchState, effect: Effect, now: Now, vendor: Vendor, at: number): Step | undefined {
  if (effect.type === 'revalidate') return afterAttempt(state, vendor(state, at), now, 0);
  if (effect.type === 'stop' || effect.type === 'start') return ran(state, effect, now);
  return undefined;
}

function ran(state: WatchState, { type, modules }: StopEffect | StartEffect, now: Now): Step {
  const done = modules === 'all' ? MODULE_IDS : modules;
  return afterServiceProgram(state, { action: type, done, failed: [] }, now);
}
