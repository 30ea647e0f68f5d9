/** What follows from a jump of the system clock (LICENSING 5, Clock). */
import { dayOf } from '../calendar.ts';
import type { ClockEvent } from './clock.ts';
import { RETRY_AFTER, STOP_NOTICE } from './constants.ts';
import { notice } from './effects.ts';
import { clockBackLine, clockHealedLine, clockSuspectLine } from './log-lines.ts';
import type { Mark } from './watch-state.ts';
import { emit, log, tell, type Work } from './work.ts';

export function clockEvent(work: Work, event: ClockEvent): void {
  if (event.type === 'back') wentBack(work, event.by);
  else if (event.type === 'suspect') becameSuspect(work, event);
  else if (event.type === 'healed') healed(work, event);
  else shiftMarks(work, event.by);
}

/** A clock that does so again and again is reported once a day. */
function wentBack(work: Work, by: number): void {
  const { s, now } = work;
  const day = dayOf(now, s.timeZone);
  log(work, 'system', clockBackLine(by));
  tell(work, `clock-back/${day}`, 1, () => notice('clock-back', `${day}`, { by, system: s.clock.system }));
}

function becameSuspect(work: Work, { direction, by }: Extract<ClockEvent, { type: 'suspect' }>): void {
  const { s, now } = work;
  log(work, 'error', clockSuspectLine(direction, by));
  emit(work, notice('clock-suspect', `${now}`, { direction, by, system: s.clock.system, trusted: now }));
  s.retryAt = Math.min(s.retryAt, now);
}

/**
 * Time that trusted time makes up for was not lived through: notices become no older by it. Whoever started for the
 * first time by a wrong clock gets the whole evaluation.
 */
function healed(work: Work, { jump, since }: Extract<ClockEvent, { type: 'healed' }>): void {
  const { s, now } = work;
  log(work, 'system', clockHealedLine);
  s.noStopBefore = Math.max(s.noStopBefore, now + STOP_NOTICE);
  if (jump > 0) shiftMarks(work, jump);
  if (s.firstStart >= since && jump > 0) s.firstStart += jump;
}

/** 24 h after a notice are 24 h that somebody had to read it. */
function shiftMarks(work: Work, by: number): void {
  const { s, now } = work;
  s.marks = mapMarks(s.marks, (mark) => ({ ...mark, first: Math.min(mark.first + by, now) }));
}

const mapMarks = (marks: Readonly<Record<string, Mark>>, change: (mark: Mark) => Mark): Record<string, Mark> =>
  Object.fromEntries(Object.entries(marks).map(([series, mark]) => [series, change(mark)]));

/** Trusted time was too far ahead and has fallen: nothing lies in the future that has happened. */
export function rebase(work: Work): void {
  const { s, now } = work;
  const past = <T extends number | null>(instant: T): T => (instant !== null && instant > now ? (now as T) : instant);
  s.firstStart = past(s.firstStart);
  s.failingSince = past(s.failingSince);
  s.mismatchSince = past(s.mismatchSince);
  s.failure = s.failure && { ...s.failure, at: past(s.failure.at) };
  s.license = s.license && { ...s.license, since: past(s.license.since) };
  s.stop = s.stop && { ...s.stop, since: past(s.stop.since) };
  s.noStopBefore = Math.min(s.noStopBefore, now + STOP_NOTICE);
  s.retryAt = Math.min(s.retryAt, now + RETRY_AFTER);
  s.holdUntil = Math.min(s.holdUntil, now + RETRY_AFTER);
  s.day = Math.min(s.day, dayOf(now, s.timeZone));
  s.programs = s.programs.map((task) => ({ ...task, retryAt: Math.min(task.retryAt, now + RETRY_AFTER) }));
  s.marks = mapMarks(s.marks, (mark) => ({ ...mark, first: past(mark.first), at: past(mark.at) }));
}
