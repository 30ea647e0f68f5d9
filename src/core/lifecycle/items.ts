/** What time does to license items: renewals, a module left out of them, `trial-until` (LICENSING 2, 5). */
import { dayOf, nextMidnight } from '../calendar.ts';
import type { ModuleId } from '../seats/modules.ts';
import { ITEM_NOTICE_DAYS, LAPSE_NOTICE, RENEWAL_NOTICE_DAYS } from './constants.ts';
import { notice } from './effects.ts';
import { itemEndedLine, renewalOverLine } from './log-lines.ts';
import { countdownDays, countdownStage, daysUntil } from './series.ts';
import type { WatchItem, WatchState } from './watch-state.ts';
import { emit, keep, log, reach, tell, type Work, wake } from './work.ts';

const NONE: readonly WatchItem[] = [];

const isRunning = (item: WatchItem, now: number): boolean => item.trialUntil === null || now < item.trialUntil;

/**
 * Left out of the renewal on purpose: negative, and less than the largest among the licensed modules. When all have run
 * out alike, none is.
 */
export function lapsedItems(items: readonly WatchItem[], day: number, now: number): readonly WatchItem[] {
  let largest = Number.NEGATIVE_INFINITY;
  let smallest = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (item.renewalDay === null || !isRunning(item, now)) continue;
    if (item.renewalDay > largest) largest = item.renewalDay;
    if (item.renewalDay < smallest) smallest = item.renewalDay;
  }
  if (smallest >= day || smallest === largest) return NONE;
  return items.filter(
    (item) => item.renewalDay !== null && item.renewalDay < day && item.renewalDay < largest && isRunning(item, now),
  );
}

/** The modules that may not run because of it, as far as they were stopped at a midnight. */
export const lapseSeries = (item: WatchItem): string => `lapsed/${item.key}/${item.renewalDay}`;

/** The first midnight at least 7 days after the announcement. Infinity: not announced yet. */
export function lapseStop(state: WatchState, item: WatchItem): number {
  const mark = state.marks[lapseSeries(item)];
  if (!mark) return Number.POSITIVE_INFINITY;
  return nextMidnight(Math.max(mark.first + LAPSE_NOTICE - 1, state.noStopBefore), state.timeZone);
}

/** Runs at every midnight at least: what depends on the date needs no wake-up of its own. */
export function itemNotices(work: Work, day: number): void {
  const { s, now } = work;
  const { license } = s;
  if (!license) return;
  keep(work, () => license.items.flatMap((item) => seriesOf(item, license.orderId)));
  for (const item of license.items)
    if (item.trialUntil !== null) trialUntil(work, item, item.trialUntil, license.since);
  renewals(work, day, license.since);
  for (const item of lapsedItems(license.items, day, now)) lapse(work, item);
}

const itemSeries = (key: string, ends: number): string => `item/${key}/${ends}`;
const renewalSeries = (orderId: string, renewalDay: number): string => `renewal/${orderId}/${renewalDay}`;

function seriesOf({ key, renewalDay, trialUntil: ends }: WatchItem, orderId: string): string[] {
  const series = ends === null ? [] : [itemSeries(key, ends)];
  return renewalDay === null ? series : [...series, renewalSeries(orderId, renewalDay)];
}

function trialUntil(work: Work, item: WatchItem, ends: number, since: number): void {
  const { now } = work;
  const { key, name, modules } = item;
  const series = itemSeries(key, ends);
  if (now >= ends) {
    if (!reach(work, series, ITEM_NOTICE_DAYS.length + 1)) return;
    log(work, 'system', itemEndedLine(name));
    emit(work, { type: 'item-ended', key, name, modules });
    return;
  }
  const { stage, next } = countdownStage(ends, ITEM_NOTICE_DAYS, since, now);
  wake(work, Math.min(next, ends));
  if (stage === 0) return;
  const occasion = `${key}/${ends}/${ITEM_NOTICE_DAYS[stage - 1]}d`;
  tell(work, series, stage, () =>
    notice('item-ending', occasion, { item: name, modules, ends, daysLeft: daysUntil(ends, now) }),
  );
}

/** One mail for all items of a date. */
function renewals(work: Work, day: number, since: number): void {
  const { s, now } = work;
  let told: number[] | undefined;
  for (const { renewalDay } of s.license?.items ?? NONE) {
    if (renewalDay === null || renewalDay - day > (RENEWAL_NOTICE_DAYS[0] ?? 0) || told?.includes(renewalDay)) continue;
    told = [...(told ?? []), renewalDay];
    const names = namesOf(work, renewalDay);
    if (names.length > 0) renewal(work, renewalDay, names, day, dayOf(Math.min(since, now), s.timeZone));
  }
}

const namesOf = ({ s, now }: Work, renewalDay: number): string[] =>
  (s.license?.items ?? NONE).filter((i) => i.renewalDay === renewalDay && isRunning(i, now)).map((i) => i.name);

function renewal(work: Work, renewalDay: number, items: readonly string[], day: number, sinceDay: number): void {
  const over = RENEWAL_NOTICE_DAYS.length + 1;
  const series = renewalSeries(work.s.license?.orderId ?? '', renewalDay);
  if (renewalDay < day) {
    if (!reach(work, series, over)) return;
    log(work, 'system', renewalOverLine(items.join(', ')));
    emit(work, { type: 'renewal-over', items, renewalDay });
    return;
  }
  const stage = countdownDays(renewalDay, RENEWAL_NOTICE_DAYS, sinceDay, day);
  if (stage === 0) return;
  const occasion = `${work.s.license?.orderId}/${renewalDay}/${RENEWAL_NOTICE_DAYS[stage - 1]}d`;
  tell(work, series, stage, () =>
    notice('renewal-ending', occasion, { items, renewalDay, daysLeft: renewalDay - day }),
  );
}

function lapse(work: Work, item: WatchItem): void {
  const series = lapseSeries(item);
  const { name, modules } = item;
  const renewalDay = item.renewalDay ?? 0;
  if (!reach(work, series, 1)) return;
  const stopAt = lapseStop(work.s, item);
  // With its instant: a module that was renewed for a while is announced anew.
  const occasion = `${item.key}/${renewalDay}/${work.now}`;
  emit(work, notice('module-lapsed', occasion, { item: name, modules, renewalDay, stopAt }));
}

/** Modules of lapsed items at this moment. */
export function lapsedModules(state: WatchState, day: number, now: number): ReadonlySet<ModuleId> {
  return new Set(lapsedItems(state.license?.items ?? NONE, day, now).flatMap((item) => item.modules));
}
