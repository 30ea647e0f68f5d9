/** The items of an order, as an operator writes them: `communication=250,im=unlimited`. */
import { SeatkeeperError } from '../contract/errors.ts';
import type { LicenseDocument, LicenseItem, Overuse, Seats } from '../core/license/document.ts';
import { REGIMES } from '../core/license/document.ts';
import { mailItemOf } from '../core/license/rules.ts';
import { isDate } from '../core/license/values.ts';
import { GROUPS, isGroupId, isModuleId, MODULES } from '../core/seats/modules.ts';
import type { OrderedItem } from './store/orders.ts';

/** More than any mail server has; keeps sums of seats exact. */
const MAX_SEATS = 1_000_000_000;

const invalid = (detail: string): SeatkeeperError => new SeatkeeperError('INPUT_INVALID', { detail });

/** `a=1,b=2` as pairs in their order; throws on a repeated name. `what` names the option in the error. */
function parsePairs(text: string, what: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, name, value] = /^\s*([a-z0-9:-]+)\s*=\s*(\S+)\s*$/i.exec(part) ?? [];
    if (name === undefined || value === undefined) throw invalid(`${what}: “${part.trim()}” is not NAME=VALUE`);
    if (pairs.has(name.toLowerCase())) throw invalid(`${what}: ${name} is named twice`);
    pairs.set(name.toLowerCase(), value);
  }
  return pairs;
}

function parseSeats(name: string, text: string): Seats {
  if (text === 'unlimited') return 'unlimited';
  const seats = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  if (seats <= MAX_SEATS) return seats;
  throw invalid(`items: ${name} needs a number of seats from 1 to ${MAX_SEATS}, or unlimited`);
}

type Scope = Pick<LicenseItem, 'group' | 'module'>;

/**
 * The group or module that a name means. `desktop` is both: the group in a license by category, the module in one by
 * module; `module:desktop` and `group:desktop` say which.
 */
export function itemScope(name: string, structure: LicenseDocument['structure']): Scope {
  const [, kind = '', id = ''] = /^(?:(group|module):)?(.*)$/.exec(name) ?? [];
  const asGroup = kind === 'group' || (kind === '' && (structure === 'category' || !isModuleId(id)));
  if (asGroup && isGroupId(id)) return { group: id };
  if (kind !== 'group' && isModuleId(id)) return { module: id };
  const names = [...GROUPS, ...MODULES].map((x) => x.id).join(', ');
  throw invalid(`items: “${name}” is none of ${names}`);
}

/** The unambiguous name of an item, as `itemScope` reads it. */
export const scopeName = (item: Scope): string =>
  item.group ?? (isGroupId(item.module ?? '') ? `module:${item.module}` : (item.module ?? ''));

function parseDay(text: string, what: string): string {
  if (isDate(text)) return text;
  throw invalid(`${what}: “${text}” is not a day like 2027-11-21`);
}

const parseOveruse = (text: string): Pick<LicenseItem, 'metric' | 'overuse'> => {
  const regime = REGIMES.find((r) => r.overuse === (text as Overuse));
  if (!regime) throw invalid(`overuse: “${text}” is none of ${REGIMES.map((r) => r.overuse).join(', ')}`);
  return regime;
};

export interface ItemOptions {
  /** `communication=250,im=25`. */
  readonly items: string;
  /** `2027-11-21`, or with exceptions `2027-11-21,im=2026-12-31`. */
  readonly renewal: string;
  /** `community` for every item, or `antispam=community`. */
  readonly overuse?: string | undefined;
  /** `im=30`: the item ends so many days after the order is authorized. */
  readonly trialDays?: string | undefined;
  /** Of the item that covers mail (LICENSING 10). */
  readonly outgoingAllowance?: string | undefined;
  readonly structure: LicenseDocument['structure'];
}

/** A bare value for all items, and values for single ones. */
function withExceptions(text: string, what: string): { all: string | undefined; of: Map<string, string> } {
  const parts = text.split(',').map((p) => p.trim());
  const bare = parts.filter((p) => !p.includes('='));
  if (bare.length > 1) throw invalid(`${what}: more than one value for all items`);
  const named = parts.filter((p) => p.includes('='));
  return { all: bare[0], of: named.length === 0 ? new Map() : parsePairs(named.join(','), what) };
}

function refuseUnknown(exceptions: Map<string, string>, items: Map<string, string>, what: string): void {
  const unknown = [...exceptions.keys()].find((name) => !items.has(name));
  if (unknown !== undefined) throw invalid(`${what}: ${unknown} is not among the items`);
}

function positive(text: string, what: string, max: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
  throw invalid(`${what}: a number from 1 to ${max} is needed`);
}

/** Throws INPUT_INVALID naming the option and the value. What a license may have as a whole is checked with the order. */
export function parseItems(options: ItemOptions): OrderedItem[] {
  const seats = parsePairs(options.items, 'items');
  const renewal = withExceptions(options.renewal, 'renewal');
  const overuse = withExceptions(options.overuse ?? 'trial', 'overuse');
  const trials =
    options.trialDays === undefined ? new Map<string, string>() : parsePairs(options.trialDays, 'trial-days');
  refuseUnknown(renewal.of, seats, 'renewal');
  refuseUnknown(overuse.of, seats, 'overuse');
  refuseUnknown(trials, seats, 'trial-days');
  const items = [...seats].map(([name, count]): OrderedItem => {
    const trial = trials.get(name);
    return {
      ...itemScope(name, options.structure),
      seats: parseSeats(name, count),
      renewal: parseDay(renewal.of.get(name) ?? renewal.all ?? '', 'renewal'),
      ...parseOveruse(overuse.of.get(name) ?? overuse.all ?? 'trial'),
      ...(trial === undefined ? {} : { trialDays: positive(trial, 'trial-days', 365) }),
    };
  });
  return options.outgoingAllowance === undefined ? items : withAllowance(items, options.outgoingAllowance);
}

/** Only the item that covers the module mail has it: its own one, else its group's. */
function withAllowance(items: readonly OrderedItem[], text: string): OrderedItem[] {
  const outgoingAllowance = positive(text, 'outgoing-allowance', 100_000);
  const mail = mailItemOf(items);
  return items.map((item) => (item === mail ? { ...item, outgoingAllowance } : item));
}
