/** The two halves of every step: what the clock says now, and everything that follows from it (LICENSING 5). */
import { dayOf } from '../calendar.ts';
import { type Now, type Reading, readClock } from './clock.ts';
import { clockEvent, rebase } from './clock-events.ts';
import { CLOCK_CONFIRMATION } from './constants.ts';
import { deadlinesOf } from './deadlines.ts';
import { revalidate } from './due.ts';
import { itemNotices } from './items.ts';
import { phaseLine } from './log-lines.ts';
import { midnight, release } from './midnight.ts';
import { noticesOf } from './notices.ts';
import { type Phase, phaseOf } from './phase.ts';
import { programsAtBoot, retryPrograms } from './programs.ts';
import { factsOf, type WatchState } from './watch-state.ts';
import { emit, isOld, log, type Step, type Work, wake } from './work.ts';

/** Reads the clock, and starts anew after a start of the service. */
export function begin(state: WatchState, now: Now): Work {
  const { clock } = state;
  const work: Work = {
    s: { ...state },
    effects: [],
    now: clock.trusted,
    wakeAt: Number.POSITIVE_INFINITY,
    sweep: false,
    alive: null,
  };
  applyReading(work, readClock(clock, now));
  if (now.booted) boot(work);
  return work;
}

export function applyReading(work: Work, { clock, event }: Reading): void {
  const before = work.s.clock.trusted;
  work.s.clock = clock;
  work.now = clock.trusted;
  if (clock.trusted < before) rebase(work);
  if (event) clockEvent(work, event);
}

/** Stops are never caught up after downtime: the service validates first and waits for the next midnight. */
function boot(work: Work): void {
  const { s, now } = work;
  s.noStopBefore = Math.max(s.noStopBefore, now);
  s.retryAt = Math.min(s.retryAt, now);
  programsAtBoot(work);
}

/** Everything that is due now, and when the next thing is. */
export function finish(work: Work): Step {
  const { s, now } = work;
  midnight(work);
  if (s.stop || Object.keys(s.modulesStopped).length > 0) release(work);
  const facts = factsOf(s);
  const deadlines = deadlinesOf(facts);
  const phase = phaseOf(facts, now, deadlines);
  noticesOf(work, deadlines);
  if (s.license) itemNotices(work, dayOf(now, s.timeZone));
  revalidate(work);
  retryPrograms(work);
  if (s.clock.suspect) wake(work, (s.clock.suspect.confirmedAt ?? Number.POSITIVE_INFINITY) + CLOCK_CONFIRMATION);
  tellPhase(work, phase);
  if (work.sweep) sweep(work);
  return { state: s, effects: work.effects, wakeAt: work.wakeAt };
}

function tellPhase(work: Work, phase: Phase): void {
  const { s } = work;
  if (phase === s.phase) return;
  emit(work, { type: 'phase', from: s.phase, to: phase });
  log(work, 'system', phaseLine(s.phase, phase));
  s.phase = phase;
}

/** Forgets series whose occasion is long over; a module that was renewed at once, so that it is announced anew. */
function sweep({ s, now, alive }: Work): void {
  const marks = Object.entries(s.marks);
  const kept = marks.filter(
    ([series, { at }]) => alive?.has(series) || (!isOld(at, now) && !series.startsWith('lapsed/')),
  );
  if (kept.length < marks.length) s.marks = Object.fromEntries(kept);
}
