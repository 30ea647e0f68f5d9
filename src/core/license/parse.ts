/**
 * From verified XML to a document (LICENSING 2). It picks what it knows and the reader renders the result again: an
 * unknown, doubled, missing or otherwise spelled part cannot give the same bytes.
 */
import type { XmlElement } from '../ports.ts';
import type { LicenseDocument, LicenseItem } from './document.ts';
import { isDefaultRegime, REGIMES } from './document.ts';

/** Empty for an attribute that is not there. */
const read = (element: XmlElement | undefined, name: string): string =>
  element && Object.hasOwn(element.attributes, name) ? (element.attributes[name] ?? '') : '';
const has = (element: XmlElement, name: string): boolean => Object.hasOwn(element.attributes, name);
const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((one) => one.name === name);

/** Enumerations are checked by `documentProblem`, like everything else. */
const as = <T extends string>(text: string): T => text as T;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function itemOf(element: XmlElement): LicenseItem {
  const seats = read(element, 'seats');
  const item: Mutable<LicenseItem> = {
    seats: seats === 'unlimited' ? seats : Number(seats),
    renewal: read(element, 'renewal'),
    metric: as(read(element, 'metric')),
    overuse: as(read(element, 'overuse')),
  };
  if (has(element, 'group')) item.group = as(read(element, 'group'));
  if (has(element, 'module')) item.module = as(read(element, 'module'));
  if (has(element, 'trial-until')) item.trialUntil = read(element, 'trial-until');
  if (has(element, 'outgoing-allowance')) item.outgoingAllowance = Number(read(element, 'outgoing-allowance'));
  if (!has(element, 'metric') && !has(element, 'overuse')) return Object.assign(item, REGIMES[0]);
  if (isDefaultRegime(item)) item.regimeStated = true;
  return item;
}

/** What the element says, unchecked: only with `documentProblem` and the same rendering is it a license document. */
export function documentOf(license: XmlElement): LicenseDocument {
  const [order, holder, answer] = [child(license, 'order'), child(license, 'holder'), child(license, 'answer')];
  const revalidation = child(license, 'revalidation');
  return {
    id: read(license, 'id'),
    serial: Number(read(license, 'serial')),
    type: as(read(license, 'type')),
    structure: as(read(license, 'structure')),
    issued: read(license, 'issued'),
    ...(has(license, 'expires') ? { expires: read(license, 'expires') } : {}),
    order: { id: read(order, 'id'), previous: read(order, 'previous') },
    holder: {
      name: read(holder, 'name'),
      company: read(holder, 'company'),
      email: read(holder, 'email'),
      address: read(holder, 'address'),
    },
    machine: { reference: read(child(license, 'machine'), 'reference') },
    revalidation: {
      everyDays: Number(read(revalidation, 'every-days')),
      graceDays: Number(read(revalidation, 'grace-days')),
    },
    items: child(license, 'items')?.children.map(itemOf) ?? [],
    ...(answer ? { answer: { nonce: read(answer, 'nonce'), serverTime: read(answer, 'server-time') } } : {}),
  };
}
