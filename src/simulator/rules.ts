/** The rules that the simulated service lives by: those of core. Tests put broken ones in their place. */
import { foresee } from '../core/forecast/forecast.ts';
import type { Now } from '../core/lifecycle/clock.ts';
import { isFrozen, type Phase } from '../core/lifecycle/phase.ts';
import type { WatchState } from '../core/lifecycle/watch-state.ts';
import type { Step } from '../core/lifecycle/work.ts';

export type Decide = (state: WatchState, now: Now) => Step;

export interface Rules {
  /** Every step of the watch. */
  readonly step: (decide: Decide, state: WatchState, now: Now) => Step;
  readonly isFrozen: (phase: Phase) => boolean;
  readonly foresee: typeof foresee;
}

export const RULES: Rules = { step: (decide, state, now) => decide(state, now), isFrozen, foresee };
