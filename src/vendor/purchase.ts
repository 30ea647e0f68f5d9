/** What a purchase makes of the items of a license. Pure: the whole new entitlement from the whole old one (LICENSING 2). */
import type { LicenseDocument } from '../core/license/document.ts';
import { GROUPS, MODULES } from '../core/seats/modules.ts';
import { itemScope, scopeName } from './items.ts';
import type { OrderedItem } from './store/orders.ts';

export const TRIAL_DAYS = 30;

export interface Terms {
  readonly structure: LicenseDocument['structure'];
  readonly items: readonly OrderedItem[];
}

const isTrial = (item: OrderedItem): boolean => item.trialUntil !== undefined || item.trialDays !== undefined;

/** Items whose trial is over are not carried into a new order. */
export const runningItems = (items: readonly OrderedItem[], now: number): OrderedItem[] =>
  items.filter((i) => i.trialUntil === undefined || Date.parse(i.trialUntil) > now);

/** The same day `years` later; 29 February becomes 28 February where there is none. */
export function addYears(day: string, years: number): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const later = `${String(Number(year) + years).padStart(4, '0')}-${month}`;
  const last = new Date(Date.UTC(Number(year) + years, Number(month), 0)).getUTCDate();
  return `${later}-${String(Math.min(Number(date), last)).padStart(2, '0')}`;
}

/** Names of the items that can be renewed: not those on trial. */
export const renewable = (items: readonly OrderedItem[]): string[] => items.filter((i) => !isTrial(i)).map(scopeName);

/** Years are counted from the end of the period that runs, or from today when it is over. */
export function renew(
  items: readonly OrderedItem[],
  names: readonly string[],
  years: number,
  today: string,
): OrderedItem[] {
  return items.map((item) => {
    if (!names.includes(scopeName(item)) || isTrial(item)) return item;
    return { ...item, renewal: addYears(item.renewal > today ? item.renewal : today, years) };
  });
}

/** Names of the items that can get more seats. */
export const extendable = (items: readonly OrderedItem[]): string[] =>
  items.filter((i) => i.seats !== 'unlimited').map(scopeName);

export const addSeats = (items: readonly OrderedItem[], more: ReadonlyMap<string, number>): OrderedItem[] =>
  items.map((item) =>
    item.seats === 'unlimited' ? item : { ...item, seats: item.seats + (more.get(scopeName(item)) ?? 0) },
  );

/** Groups and modules that the license does not cover; by module, modules only. */
export function uncovered({ structure, items }: Terms): string[] {
  const groups = new Set(items.map((i) => i.group));
  const modules = new Set(items.map((i) => i.module));
  const free = MODULES.filter((m) => !groups.has(m.group) && !modules.has(m.id)).map((m) =>
    scopeName({ module: m.id }),
  );
  if (structure === 'module') return free;
  return [...GROUPS.filter((g) => !groups.has(g.id)).map((g) => g.id), ...free];
}

/** Modules that are not covered, to be tried one by one. */
export const triable = (terms: Terms): string[] => uncovered({ ...terms, structure: 'module' });

const lastRenewal = (items: readonly OrderedItem[]): string =>
  items.reduce((last, item) => (item.renewal > last ? item.renewal : last), '');

/** New items have the renewal of the rest, so that nothing is left out of it. */
export function addItems(terms: Terms, seats: ReadonlyMap<string, number>, trialDays?: number): OrderedItem[] {
  const renewal = lastRenewal(terms.items);
  const added = [...seats].map(
    ([name, count]): OrderedItem => ({
      ...itemScope(name, terms.structure),
      seats: count,
      renewal,
      metric: 'accounts',
      overuse: 'trial',
      ...(trialDays === undefined ? {} : { trialDays }),
    }),
  );
  return [...terms.items, ...added];
}
