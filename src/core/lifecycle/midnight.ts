/** What a midnight brings, and what ends with its reason: stops and starts of services (LICENSING 5). */
import { beginOfDay, dayOf, startOfDay } from '../calendar.ts';
import { MODULE_IDS, type ModuleId } from '../seats/modules.ts';
import { isTrusted } from './clock.ts';
import { MIDNIGHT_WINDOW } from './constants.ts';
import { deadlinesOf } from './deadlines.ts';
import { notice } from './effects.ts';
import type { Cause } from './facts.ts';
import { lapsedItems, lapsedModules, lapseStop } from './items.ts';
import { startLine, stopLine } from './log-lines.ts';
import { want } from './programs.ts';
import { factsOf, type LapseRecord, type StopRecord, type WatchItem, type WatchState } from './watch-state.ts';
import { emit, log, type Work, wake } from './work.ts';

/** Once a date, and caught up once; stops only at the midnight itself, and only while the clock is believed. */
export function midnight(work: Work): void {
  const { s, now } = work;
  const day = dayOf(now, s.timeZone);
  wake(work, beginOfDay(Math.max(day, s.day) + 1, s.timeZone));
  if (day <= s.day) return;
  const at = startOfDay(now, s.timeZone);
  s.day = day;
  work.sweep = true;
  emit(work, { type: 'midnight', day, at });
  if (!isTrusted(s.clock) || now - at > MIDNIGHT_WINDOW) {
    s.noStopBefore = Math.max(s.noStopBefore, now);
    return;
  }
  const all = stopAll(work, at);
  stopLapsed(work, day, at, all);
}

function stopAll(work: Work, at: number): boolean {
  const { s } = work;
  const due = deadlinesOf(factsOf(s)).find((d) => d.stopAt <= at && d.expiresAt <= at);
  if (!due) return false;
  const { cause } = due;
  log(work, 'system', stopLine('all', cause));
  if (!s.stop) {
    s.stop = { since: at, cause, modules: null };
    emit(work, notice('services-stopped', `${at}`, { cause, at }));
  }
  want(work, 'stop', 'all', cause);
  return true;
}

/** `stoppedAnyway`: with all the others. */
function stopLapsed(work: Work, day: number, at: number, stoppedAnyway: boolean): void {
  const { s, now } = work;
  const due = lapsedItems(s.license?.items ?? [], day, now).filter((item) => lapseStop(s, item) <= at);
  const modules = due.flatMap((item) => item.modules);
  if (modules.length === 0) return;
  for (const item of due) recordLapse(work, item, at);
  if (stoppedAnyway) return;
  log(work, 'system', stopLine(modules, 'lapsed'));
  want(work, 'stop', modules, 'lapsed');
}

function recordLapse(work: Work, { name, modules, renewalDay, key }: WatchItem, at: number): void {
  const { s } = work;
  const fresh = modules.filter((id) => s.modulesStopped[id] === undefined);
  if (fresh.length === 0) return;
  s.modulesStopped = {
    ...s.modulesStopped,
    ...Object.fromEntries(fresh.map((id) => [id, { since: at, stopped: null }])),
  };
  emit(work, notice('module-stopped', `${key}/${at}`, { item: name, modules, renewalDay: renewalDay ?? 0, at }));
}

/** What Seatkeeper stopped starts again when the reason is gone; so does what it has tried to stop, and may be half down. */
export function release(work: Work): void {
  const { s, now } = work;
  const freed = releaseLapsed(work);
  const { stop } = s;
  if (!stop) {
    if (freed.length > 0) start(work, freed);
    return;
  }
  const lasting = reasonOf(s, stop, now);
  if (lasting) {
    stayStopped(work, stop, lasting, freed);
    return;
  }
  s.stop = null;
  const tried = s.programs.flatMap((task) => (task.action === 'stop' ? (task.modules ?? MODULE_IDS) : []));
  const stopped = stop.modules === null ? MODULE_IDS : [...stop.modules, ...freed, ...tried];
  const kept = s.modulesStopped;
  const again = MODULE_IDS.filter((id) => kept[id] === undefined && stopped.includes(id));
  noteStopped(work, stopped);
  start(work, again);
}

/** What may run again as far as its own renewal goes is down until the other stop ends. */
function stayStopped({ s }: Work, stop: StopRecord, cause: Cause, freed: readonly ModuleId[]): void {
  if (cause === stop.cause && freed.length === 0) return;
  s.stop = { ...stop, cause, modules: stop.modules && [...new Set([...stop.modules, ...freed])] };
}

/** A module left out of the renewal that went down with all the others starts again when it is renewed. */
function noteStopped({ s }: Work, stopped: readonly ModuleId[]): void {
  const lapses = Object.entries(s.modulesStopped) as [ModuleId, LapseRecord][];
  if (!lapses.some(([id, lapse]) => lapse.stopped !== true && stopped.includes(id))) return;
  s.modulesStopped = Object.fromEntries(
    lapses.map(([id, lapse]) => [id, stopped.includes(id) ? { ...lapse, stopped: true } : lapse]),
  );
}

/** Its own clock; or another one that has come to its stop as well. */
function reasonOf(state: WatchState, { cause }: StopRecord, now: number): Cause | undefined {
  const expired = deadlinesOf(factsOf(state)).filter((d) => now >= d.expiresAt);
  return (expired.find((d) => d.cause === cause) ?? expired.find((d) => now >= d.stopAt))?.cause;
}

/** Modules that may run again as far as their own renewal goes. */
function releaseLapsed(work: Work): ModuleId[] {
  const { s, now } = work;
  const stopped = Object.keys(s.modulesStopped) as ModuleId[];
  if (stopped.length === 0) return [];
  const lapsed = lapsedModules(s, dayOf(now, s.timeZone), now);
  const freed = stopped.filter((id) => !lapsed.has(id));
  if (freed.length === 0) return [];
  const before = s.modulesStopped;
  s.modulesStopped = Object.fromEntries(Object.entries(before).filter(([id]) => lapsed.has(id as ModuleId)));
  return freed.filter((id) => before[id]?.stopped !== false);
}

function start(work: Work, modules: readonly ModuleId[]): void {
  const which = modules.length === MODULE_IDS.length ? 'all' : modules;
  log(work, 'system', startLine(which));
  if (modules.length > 0) want(work, 'start', which, null);
}
