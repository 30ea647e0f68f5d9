/** The vendor's own rules: who may activate (LICENSING 4). */
import { sameMachineAtVendor } from './reference-id.ts';
import {
  type MachineOnRecord,
  type OrderOnRecord,
  type OrderRefusal,
  type Refused,
  refuse,
  refuseOrder,
} from './vendor-record.ts';
import { isInUse, isStillGiven, PARALLEL_DAYS, replacedBy } from './vendor-use.ts';

/** Different machines in a license's life, for migration (LICENSING 4). */
export const MACHINES_PER_LICENSE = 3;

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

export type Refusal = Refused<
  OrderRefusal | 'LICENSE_PREVIOUS_REQUIRED' | 'ACTIVATIONS_EXCEEDED' | 'PARALLEL_USE_ENDED'
>;

export interface Permission {
  readonly allowed: true;
  /** Index of the machine on record that is this one; -1: a new one, which burns an activation. */
  readonly machine: number;
  /** Its use begins now: it is new, or what it was given had run out. Else it goes on where it was. */
  readonly begins: boolean;
  /** The order that ends with this activation, or empty. */
  readonly supersedes: string;
  /** Why the order is flagged for its operator; absent: it is not. */
  readonly flag?: string;
}

/** How many different machines this order may see in its life. */
export const activationLimit = (order: OrderOnRecord): number => MACHINES_PER_LICENSE + order.granted;

/** The machine on record that is this one: the very same Reference ID first, then the last added that fits; -1 if none. */
export function findMachine(machines: readonly Pick<MachineOnRecord, 'reference'>[], referenceId: string): number {
  const equal = machines.findIndex((m) => m.reference === referenceId);
  if (equal >= 0) return equal;
  return machines.findLastIndex((m) => sameMachineAtVendor(m.reference, referenceId));
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

/** An older machine is refused, and the order flagged (LICENSING 4). */
export const refuseParallelUse = (older: MachineOnRecord): Refused<'PARALLEL_USE_ENDED'> => ({
  ...refuse('PARALLEL_USE_ENDED', { days: PARALLEL_DAYS }),
  flag: `two computers for more than ${PARALLEL_DAYS} days: ${older.reference} asked again`,
});

/** Released as dead, back while its license still ran, and not alone: it never was dead. */
function cameBack(machine: MachineOnRecord, { order, machines, now }: ActivationFacts): boolean {
  return machine.released && isStillGiven(machine, order, now) && machines.some((m) => isInUse(m, order, now));
}

/** For a machine on record: the same machine again burns nothing. */
function permitAgain(facts: ActivationFacts, index: number, machine: MachineOnRecord): Permission {
  const begins = !isStillGiven(machine, facts.order, facts.now);
  const permission = { allowed: true, machine: index, begins, supersedes: '' } as const;
  if (!cameBack(machine, facts)) return permission;
  return { ...permission, flag: `${machine.reference} was released and came back while its license still ran` };
}

/** May this machine have a document of this order, and what follows from it? (LICENSING 4) */
export function decideActivation(facts: ActivationFacts): Permission | Refusal {
  const { order, machines, referenceId, now } = facts;
  const refusal = refuseOrder(order, now);
  if (refusal) return refusal;
  if (!standsOnPrevious(facts)) return refuse('LICENSE_PREVIOUS_REQUIRED', { previous: order.previous });
  const index = findMachine(machines, referenceId);
  const known = machines[index];
  if (known)
    return replacedBy(machines, index, order, now) ? refuseParallelUse(known) : permitAgain(facts, index, known);
  const limit = activationLimit(order);
  if (machines.length >= limit) return refuse('ACTIVATIONS_EXCEEDED', { machines: machines.length, limit });
  return { allowed: true, machine: -1, begins: true, supersedes: machines.length === 0 ? order.previous : '' };
}
