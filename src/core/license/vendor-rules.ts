/** The vendor's own rules: who may activate, which key signs, what an order's state is (LICENSING 4). */
import { sameMachineAtVendor } from './reference-id.ts';

/** Different machines in a license's life, for migration (LICENSING 4). */
export const MACHINES_PER_LICENSE = 3;
/** Two machines may run in parallel for at most so many days (LICENSING 4). */
export const PARALLEL_DAYS = 31;
/** The document formats this vendor issues (LICENSING 2). */
export const ISSUED_FORMATS: readonly number[] = [1];

/** An order as the vendor's records have it. Empty strings: none. Instants are ISO 8601 UTC. */
export interface OrderOnRecord {
  readonly id: string;
  readonly licenseId: string;
  readonly previous: string;
  readonly authorized: boolean;
  readonly blocked: boolean;
  readonly supersededBy: string;
  /** Activations that an operator gave beyond the three. */
  readonly granted: number;
  /** Only for trial licenses. */
  readonly expires?: string;
}

/** A machine the order was activated on, once for every different machine of its life. */
export interface MachineOnRecord {
  readonly reference: string;
  readonly released: boolean;
}

export interface ActivationFacts {
  readonly order: OrderOnRecord;
  readonly machines: readonly MachineOnRecord[];
  /** The order that this one updates, and its machines; absent if there is none. */
  readonly previous?: { readonly order: OrderOnRecord; readonly machines: readonly MachineOnRecord[] };
  readonly referenceId: string;
  /** The license that the asking machine says is in force there. */
  readonly currentLicenseId?: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type OrderState = 'waiting' | 'authorized' | 'blocked' | 'superseded';

export interface Refusal {
  readonly allowed: false;
  readonly code:
    | 'ORDER_NOT_AUTHORIZED'
    | 'LICENSE_BLOCKED'
    | 'ORDER_SUPERSEDED'
    | 'LICENSE_EXPIRED'
    | 'LICENSE_PREVIOUS_REQUIRED'
    | 'ACTIVATIONS_EXCEEDED';
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Permission {
  readonly allowed: true;
  /** Index of the machine on record that is this one; -1: a new one, which burns an activation. */
  readonly machine: number;
  /** The order that ends with this activation, or empty. */
  readonly supersedes: string;
}

const refuse = (code: Refusal['code'], params: Refusal['params']): Refusal => ({ allowed: false, code, params });

/** Blocked outranks superseded outranks waiting: what the person must know first. */
export function orderState(order: OrderOnRecord): OrderState {
  if (order.blocked) return 'blocked';
  if (order.supersededBy !== '') return 'superseded';
  return order.authorized ? 'authorized' : 'waiting';
}

/** How many different machines this order may see in its life. */
export const activationLimit = (order: OrderOnRecord): number => MACHINES_PER_LICENSE + order.granted;

/** The machine on record that is this one: the very same Reference ID first, then the last added that fits; -1 if none. */
export function findMachine(machines: readonly MachineOnRecord[], referenceId: string): number {
  const equal = machines.findIndex((m) => m.reference === referenceId);
  if (equal >= 0) return equal;
  return machines.findLastIndex((m) => sameMachineAtVendor(m.reference, referenceId));
}

/** May this order be used at all, by any machine? (LICENSING 4, refusals) */
function refuseOrder(order: OrderOnRecord, now: number): Refusal | undefined {
  switch (orderState(order)) {
    case 'blocked':
      return refuse('LICENSE_BLOCKED', { orderId: order.id });
    case 'superseded':
      return refuse('ORDER_SUPERSEDED', { orderId: order.id, newer: order.supersededBy });
    case 'waiting':
      return refuse('ORDER_NOT_AUTHORIZED', { orderId: order.id });
    case 'authorized':
      if (order.expires === undefined || Date.parse(order.expires) > now) return undefined;
      return refuse('LICENSE_EXPIRED', { expires: order.expires });
  }
}

/**
 * An update stands on its older license until its first activation has superseded that one: in force at the machine
 * (it names the license), or on record for it here and not released.
 */
function standsOnPrevious({ order, machines, previous, referenceId, currentLicenseId }: ActivationFacts): boolean {
  if (order.previous === '' || machines.length > 0) return true;
  if (!previous) return false;
  if (currentLicenseId !== undefined && currentLicenseId === previous.order.licenseId) return true;
  return previous.machines.some((m) => !m.released && sameMachineAtVendor(m.reference, referenceId));
}

/** May this machine have a document of this order, and what follows from it? (LICENSING 4) */
export function decideActivation(facts: ActivationFacts): Permission | Refusal {
  const { order, machines, referenceId, now } = facts;
  const refusal = refuseOrder(order, now);
  if (refusal) return refusal;
  if (!standsOnPrevious(facts)) return refuse('LICENSE_PREVIOUS_REQUIRED', { previous: order.previous });
  const machine = findMachine(machines, referenceId);
  const limit = activationLimit(order);
  if (machine < 0 && machines.length >= limit) {
    return refuse('ACTIVATIONS_EXCEEDED', { machines: machines.length, limit });
  }
  return { allowed: true, machine, supersedes: machines.length === 0 ? order.previous : '' };
}

export interface SigningKeyState {
  readonly id: string;
  readonly state: 'active' | 'retired' | 'compromised';
}

/**
 * The key that signs: the newest active one that both sides know (LICENSING 2). `keys` from oldest to newest.
 * Without a list (a file made for a machine that was never heard) the oldest active one, which most versions know.
 */
export function chooseSigningKey(
  keys: readonly SigningKeyState[],
  known: readonly string[] | undefined,
): string | undefined {
  const active = keys.filter((k) => k.state === 'active');
  if (known === undefined) return active[0]?.id;
  return active.findLast((k) => known.includes(k.id))?.id;
}

/** The newest format that both sides know, undefined if there is none (LICENSING 2). */
export const chooseFormat = (asked: readonly number[]): number | undefined =>
  ISSUED_FORMATS.findLast((f) => asked.includes(f));

/** a, b, … z, aa, ab, …: bijective base 26. */
function letters(n: number): string {
  const rest = Math.floor((n - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(97 + ((n - 1) % 26));
}

/** The name of the next signing key of a year: `2026a`, `2026b`, … `2026aa`. */
export function nextKeyId(existing: readonly string[], year: number): string {
  for (let n = 1; ; n++) {
    const id = `${year}${letters(n)}`;
    if (!existing.includes(id)) return id;
  }
}
