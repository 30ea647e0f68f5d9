/** What makes a license document valid in itself, for whoever builds and whoever reads one (LICENSING 2). */
import { isGroupId, isModuleId } from '../seats/modules.ts';
import { type LicenseDocument, type LicenseItem, REGIMES } from './document.ts';
import { parseOrderId } from './order-id.ts';
import { componentsOfReference, MIN_COMPONENTS } from './reference-id.ts';
import { isDate, isInstant, isPlainText, isToken } from './values.ts';

/** Days until a re-validation is due; 365 is for sites without a network (LICENSING 5). */
export const EVERY_DAYS = { min: 7, max: 365 };
/** Days of failed re-validation before Emergency Mode (LICENSING 5). */
export const GRACE_DAYS = { min: 2, max: 7 };

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const within = (value: number, { min, max }: { min: number; max: number }): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/**
 * The item that covers mail: one of its own, else its group's. Every license has it, and it does not end by itself:
 * without mail there is no server that the rest could belong to.
 */
export const mailItemOf = (items: readonly LicenseItem[]): LicenseItem | undefined =>
  items.find((item) => item.module === 'mail') ?? items.find((item) => item.group === 'communication');

const scopeOf = (item: LicenseItem): string => item.module ?? `group ${item.group}`;

function scopeProblem(item: LicenseItem, structure: LicenseDocument['structure']): string | undefined {
  if ((item.group === undefined) === (item.module === undefined))
    return 'an item names neither or both of group and module';
  if (item.module !== undefined && !isModuleId(item.module)) return `there is no module “${item.module}”`;
  if (item.group !== undefined && !isGroupId(item.group)) return `there is no group “${item.group}”`;
  if (item.group !== undefined && structure === 'module') return 'a license by module names a group';
  return undefined;
}

function itemProblem(item: LicenseItem, isMail: boolean): string | undefined {
  const of = `of ${scopeOf(item)}`;
  if (item.seats !== 'unlimited' && !isCount(item.seats)) return `the seats ${of} are no positive number`;
  if (!isDate(item.renewal)) return `the renewal ${of} is no date`;
  if (!REGIMES.some((regime) => regime.metric === item.metric && regime.overuse === item.overuse))
    return `metric and overuse ${of} do not belong together`;
  if (item.trialUntil !== undefined && !isInstant(item.trialUntil)) return `trial-until ${of} is no instant`;
  if (item.trialUntil !== undefined && isMail) return `the item ${of} covers mail and cannot be a trial`;
  if (item.outgoingAllowance === undefined) return undefined;
  if (!isMail) return `outgoing-allowance ${of} belongs to the item that covers mail`;
  return Number.isSafeInteger(item.outgoingAllowance) && item.outgoingAllowance >= 0
    ? undefined
    : `outgoing-allowance ${of} is no number`;
}

function itemsProblem({ items, structure }: LicenseDocument): string | undefined {
  const mail = mailItemOf(items);
  if (!mail) return 'it does not cover mail';
  const seen = new Set<string>();
  for (const item of items) {
    const problem = scopeProblem(item, structure) ?? itemProblem(item, item === mail);
    if (problem !== undefined) return problem;
    if (seen.has(scopeOf(item))) return `${scopeOf(item)} is there twice`;
    seen.add(scopeOf(item));
  }
  return undefined;
}

function headProblem(document: LicenseDocument): string | undefined {
  const { type, structure } = document;
  if (!isToken(document.id)) return 'its id is not of 1 to 128 plain characters';
  if (!isCount(document.serial)) return 'its serial is no positive number';
  if (type !== 'trial' && type !== 'full') return 'its type is neither trial nor full';
  if (structure !== 'category' && structure !== 'module') return 'its structure is neither category nor module';
  if (!isInstant(document.issued)) return 'issued is no instant';
  if (type === 'full' && document.expires !== undefined) return 'it expires but is no trial';
  if (type === 'trial' && !isInstant(document.expires ?? '')) return 'it is a trial but does not say when it expires';
  return undefined;
}

function orderProblem({ order }: LicenseDocument): string | undefined {
  if (parseOrderId(order.id) !== order.id) return 'its Order ID is misspelled';
  if (order.previous !== '' && parseOrderId(order.previous) !== order.previous)
    return 'its Previous Order ID is misspelled';
  return order.previous === order.id ? 'its Previous Order ID is its own' : undefined;
}

function bodyProblem({ holder, machine, revalidation, answer }: LicenseDocument): string | undefined {
  if (![holder.name, holder.company, holder.email, holder.address].every(isPlainText))
    return 'the holder has control characters or broken Unicode';
  if (componentsOfReference(machine.reference).length < MIN_COMPONENTS) return 'its Reference ID is none';
  if (!within(revalidation.everyDays, EVERY_DAYS))
    return `every-days is not within ${EVERY_DAYS.min}..${EVERY_DAYS.max}`;
  if (!within(revalidation.graceDays, GRACE_DAYS))
    return `grace-days is not within ${GRACE_DAYS.min}..${GRACE_DAYS.max}`;
  if (answer && !isToken(answer.nonce)) return 'its nonce is not of 1 to 128 plain characters';
  return answer && !isInstant(answer.serverTime) ? 'server-time is no instant' : undefined;
}

/** What is wrong with a document, in words; undefined: nothing. The builder refuses what the reader would refuse. */
export const documentProblem = (document: LicenseDocument): string | undefined =>
  headProblem(document) ?? orderProblem(document) ?? bodyProblem(document) ?? itemsProblem(document);
