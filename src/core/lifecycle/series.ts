/** Which of a series of notices is due: the latest one whose time has come, however many were missed (LICENSING 5). */
import { DAY, HOUR } from '../calendar.ts';
import { FAILING_NOTICE_STEP } from './constants.ts';

export interface Stage {
  /** Grows along the series; 0: none is due yet. */
  readonly stage: number;
  /** When the next one is due; Infinity: there is none. */
  readonly next: number;
}

/** 12, 24 and 36 h after T0, then daily. The stage is counted in half days. */
export function failingStage(since: number, now: number): Stage {
  const halves = Math.max(0, Math.floor((now - since) / FAILING_NOTICE_STEP));
  if (halves < 3) return { stage: halves, next: since + (halves + 1) * FAILING_NOTICE_STEP };
  if (halves === 3) return { stage: 3, next: since + 2 * DAY };
  const days = Math.floor(halves / 2);
  return { stage: days * 2, next: since + (days + 1) * DAY };
}

export const failingHours = (stage: number): number => (stage * FAILING_NOTICE_STEP) / HOUR;

/** At once, and every 24 h: stage 1 is the beginning. */
export function dailyStage(since: number, now: number): Stage {
  if (now < since) return { stage: 0, next: since };
  const days = Math.floor((now - since) / DAY);
  return { stage: days + 1, next: since + (days + 1) * DAY };
}

/** So many days before an end, as far as that was not before `since`: what begins late is not told of the past. */
export function countdownStage(end: number, daysBefore: readonly number[], since: number, now: number): Stage {
  let stage = 0;
  for (const [index, days] of daysBefore.entries()) {
    const due = end - days * DAY;
    if (due > now) return { stage, next: due };
    if (due > since) stage = index + 1;
  }
  return { stage, next: Number.POSITIVE_INFINITY };
}

/** The same by local days: an end after the day `endDay`. */
export function countdownDays(endDay: number, daysBefore: readonly number[], sinceDay: number, day: number): number {
  let stage = 0;
  for (const [index, days] of daysBefore.entries()) {
    const due = endDay - days;
    if (due <= day && due > sinceDay) stage = index + 1;
  }
  return stage;
}

/** Days that are left until an end, begun ones counted whole. */
export const daysUntil = (end: number, now: number): number => Math.max(0, Math.ceil((end - now) / DAY));
