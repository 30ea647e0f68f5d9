/** What would change if a license took the place of what is in force: shown before anything is applied (LICENSING 4). */
import { inWords } from '../calendar.ts';
import { MODULES, type Module, type ModuleId } from '../seats/modules.ts';
import { type Entitlement, type EntitlementItem, type Pool, poolsOf } from '../seats/scopes.ts';
import type { LicenseDocument } from './document.ts';

/** Same shape as the contract's licenseChange. */
export interface LicenseChange {
  readonly what:
    | 'order'
    | 'holder'
    | 'status'
    | 'type'
    | 'structure'
    | 'seats'
    | 'renewal'
    | 'module-added'
    | 'module-stops'
    | 'expires';
  /** The group's or module's name, or empty. */
  readonly row: string;
  readonly before: string;
  readonly after: string;
  /** It takes something away. */
  readonly loss: boolean;
}

/** What is in force, or would be. */
export interface PreviewSide {
  /** Empty: the built-in evaluation. */
  readonly orderId: string;
  readonly holder: string;
  /** As displayed (LICENSING 5). */
  readonly status: string;
  readonly type: LicenseDocument['type'];
  /** Instant, ISO. */
  readonly expires?: string;
  readonly entitlement: Entitlement;
}

export interface PreviewMoment {
  /** Trusted now, epoch milliseconds: items that have ended cover nothing. */
  readonly now: number;
  /** For instants in words. */
  readonly timeZone: string;
}

const holderText = ({ name, company, email, address }: LicenseDocument['holder']): string =>
  [name, company, email, address].filter((part) => part !== '').join(', ');

export const previewSideOf = (document: LicenseDocument, status: string): PreviewSide => ({
  orderId: document.order.id,
  holder: holderText(document.holder),
  status,
  type: document.type,
  ...(document.expires === undefined ? {} : { expires: document.expires }),
  entitlement: document,
});

type Field = readonly [what: LicenseChange['what'], before: string, after: string, loss: boolean];

const changesOf = (row: string, fields: readonly Field[]): LicenseChange[] =>
  fields
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after, loss]) => ({ what, row, before, after, loss }));

const orNone = (text: string): string => (text === '' ? 'none' : text);
const endText = (instant: string | undefined, timeZone: string): string =>
  instant === undefined ? 'never' : inWords(Date.parse(instant), timeZone);
const endsSooner = (before: string | undefined, after: string | undefined): boolean =>
  after !== undefined && (before === undefined || Date.parse(after) < Date.parse(before));

function headChanges(before: PreviewSide, after: PreviewSide, { timeZone }: PreviewMoment): LicenseChange[] {
  const sooner = endsSooner(before.expires, after.expires);
  return changesOf('', [
    ['order', orNone(before.orderId), orNone(after.orderId), false],
    ['holder', orNone(before.holder), orNone(after.holder), false],
    ['status', before.status, after.status, before.status === 'OK'],
    ['type', before.type, after.type, before.type === 'full'],
    ['expires', endText(before.expires, timeZone), endText(after.expires, timeZone), sooner],
    ['structure', before.entitlement.structure, after.entitlement.structure, false],
  ]);
}

/** The pool that covers each module at this moment. */
function coverOf(entitlement: Entitlement, now: number): Map<ModuleId, Pool> {
  const runs = ({ item }: Pool): boolean => item.trialUntil === undefined || now < Date.parse(item.trialUntil);
  const pools = poolsOf(entitlement).filter(runs);
  return new Map(pools.flatMap((pool) => pool.modules.map((id) => [id, pool] as const)));
}

type Seats = EntitlementItem['seats'];
const seatsText = (seats: Seats): string => (seats === 'unlimited' ? 'unlimited seats' : `${seats} seats`);
const fewer = (before: Seats, after: Seats): boolean =>
  after !== 'unlimited' && (before === 'unlimited' || after < before);

/** Where a module leaves its group's pool, or joins it, the line is about the module. */
function rowName(module: Module, before: Pool, after: Pool): string {
  return before.key === after.key ? before.name : module.name;
}

function itemChanges(row: string, before: Pool, after: Pool, { timeZone }: PreviewMoment): LicenseChange[] {
  const [one, other] = [before.item, after.item];
  const shorter = one.renewal !== undefined && other.renewal !== undefined && other.renewal < one.renewal;
  const sooner = endsSooner(one.trialUntil, other.trialUntil);
  return changesOf(row, [
    ['seats', String(one.seats), String(other.seats), fewer(one.seats, other.seats)],
    ['renewal', one.renewal ?? 'none', other.renewal ?? 'none', shorter],
    ['expires', endText(one.trialUntil, timeZone), endText(other.trialUntil, timeZone), sooner],
  ]);
}

function moduleChanges(module: Module, before?: Pool, after?: Pool): LicenseChange[] {
  if (!before && after) {
    const added = seatsText(after.item.seats);
    return [{ what: 'module-added', row: module.name, before: 'not licensed', after: added, loss: false }];
  }
  if (!before || after) return [];
  const stops = seatsText(before.item.seats);
  return [{ what: 'module-stops', row: module.name, before: stops, after: 'not licensed', loss: true }];
}

/** Every difference that a person would notice; empty: nothing but the document's own number changes. */
export function previewLicense(before: PreviewSide, after: PreviewSide, moment: PreviewMoment): LicenseChange[] {
  const [old, next] = [coverOf(before.entitlement, moment.now), coverOf(after.entitlement, moment.now)];
  const changes = headChanges(before, after, moment);
  const told = new Set<string>();
  for (const module of MODULES) {
    const [one, other] = [old.get(module.id), next.get(module.id)];
    changes.push(...moduleChanges(module, one, other));
    if (!one || !other) continue;
    const row = rowName(module, one, other);
    if (!told.has(row)) changes.push(...itemChanges(row, one, other, moment));
    told.add(row);
  }
  return changes;
}
