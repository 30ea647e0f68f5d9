/** One step of `advance` while it is made: a state of its own to change, and the effects so far. */
import { MARK_KEPT } from './constants.ts';
import type { Effect, Notice } from './effects.ts';
import type { Mark, WatchState } from './watch-state.ts';

export interface Work {
  readonly s: { -readonly [K in keyof WatchState]: WatchState[K] };
  readonly effects: Effect[];
  /** Trusted now. */
  now: number;
  /** The next instant at which something happens. */
  wakeAt: number;
  /** A midnight has come with this step, or another license: marks of what is over are swept out. */
  sweep: boolean;
  /** Series of notices that are alive: noted while `sweep`. */
  alive: Set<string> | null;
}

export interface Step {
  readonly state: WatchState;
  readonly effects: readonly Effect[];
  /** Trusted time, strictly later than now: nothing happens before. */
  readonly wakeAt: number;
}

export const emit = (work: Work, effect: Effect): void => {
  work.effects.push(effect);
};

export const log = (work: Work, which: 'error' | 'system', text: string): void =>
  emit(work, { type: 'log', log: which, text });

export function wake(work: Work, at: number): void {
  if (at > work.now && at < work.wakeAt) work.wakeAt = at;
}

export function markOf(work: Work, series: string): Mark | undefined {
  if (work.sweep) {
    work.alive ??= new Set();
    work.alive.add(series);
  }
  return work.s.marks[series];
}

/** Told so long ago that it may be forgotten, unless the series is alive. */
export const isOld = (at: number, now: number): boolean => now - at >= MARK_KEPT;

/** Series that are not over, although nothing may be due in them for long: how far they were told is not forgotten. */
export function keep(work: Work, series: () => readonly string[]): void {
  if (!work.sweep) return;
  const { now } = work;
  if (!Object.values(work.s.marks).some(({ at }) => isOld(at, now))) return;
  for (const one of series()) markOf(work, one);
}

/** Is this stage of the series new? Then it is remembered, so that it is never told again. */
export function reach(work: Work, series: string, stage: number): boolean {
  const mark = markOf(work, series);
  if (mark && mark.stage >= stage) return false;
  const { now } = work;
  work.s.marks = { ...work.s.marks, [series]: { stage, first: mark?.first ?? now, at: now } };
  return true;
}

/** Emits the notice of a stage, once for ever. */
export function tell(work: Work, series: string, stage: number, make: () => Notice): void {
  if (reach(work, series, stage)) emit(work, make());
}
