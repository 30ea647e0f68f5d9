/** The vendor's rules of re-validation (LICENSING 3, 4, 5): who gets the next document, and what gives a clone away. */
import { type ComponentId, matchReferenceIds } from './reference-id.ts';
import {
  type MachineOnRecord,
  type OrderOnRecord,
  type OrderRefusal,
  type Refused,
  refuse,
  refuseOrder,
} from './vendor-record.ts';
import { findMachine, refuseParallelUse } from './vendor-rules.ts';
import { replacedBy } from './vendor-use.ts';

/** A stale serial so often in a row, from one machine, is two machines (LICENSING 3). */
export const STALE_SERIALS = 2;
/** Records that were restored from a backup may be behind what was issued, but not by more than this. */
const MAX_SERIALS_LOST = 1_000_000;

export interface ValidatedMachine extends MachineOnRecord {
  /** Of the last document that it was given. */
  readonly serial: number;
  /** Of the last document that answered it online: newer ones are files, which nobody may have entered. */
  readonly answeredSerial: number;
  /** Stale serials that it has presented in a row. */
  readonly stale: number;
}

export interface ValidationFacts {
  readonly order: OrderOnRecord & { readonly serial: number };
  readonly machines: readonly ValidatedMachine[];
  /** Of the license in force at the machine. */
  readonly licenseId: string;
  readonly serial: number;
  /** As the machine is now. */
  readonly referenceId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type ValidationRefusal = Refused<
  | OrderRefusal
  | 'LICENSE_UNKNOWN'
  | 'LICENSE_WRONG_MACHINE'
  | 'ACTIVATION_NOT_FOUND'
  | 'ACTIVATION_RELEASED'
  | 'PARALLEL_USE_ENDED'
>;

export interface Validated {
  readonly allowed: true;
  /** Index of the machine on record that asks. */
  readonly machine: number;
  /** Of the next document: higher than any that was issued for this order, and than the one that asks. */
  readonly serial: number;
  /** Components that are other ones than on record: enrolled with this document (LICENSING 3). */
  readonly changed: readonly ComponentId[];
  /** Stale serials in a row, with this one. */
  readonly stale: number;
  /** Why the order is flagged for its operator; absent: it is not. */
  readonly flag?: string;
}

/**
 * One machine presents what it was answered last, or once something older, when an answer was lost or a snapshot was
 * taken back. Two machines from one image take turns, and from the second turn on each finds its serial stale.
 */
const staleInRow = (machine: ValidatedMachine, presented: number): number =>
  presented < machine.answeredSerial ? machine.stale + 1 : 0;

const isOnRecord = ({ order, licenseId, serial }: ValidationFacts): boolean =>
  licenseId === order.licenseId && serial <= order.serial + MAX_SERIALS_LOST;

/** The license was issued for the machine that was given this serial, or to go by what is known, for the last one. */
function refuseStranger({ order, machines, serial, referenceId }: ValidationFacts): ValidationRefusal {
  const licensed = machines.find((m) => m.serial === serial) ?? machines.at(-1);
  if (!licensed) return refuse('ACTIVATION_NOT_FOUND', { orderId: order.id, referenceId });
  return refuse('LICENSE_WRONG_MACHINE', { licensed: licensed.reference, actual: referenceId });
}

/** May this machine go on with this license? For an order that was found (LICENSING 4). */
export function decideValidation(facts: ValidationFacts): Validated | ValidationRefusal {
  const { order, machines, licenseId, serial, referenceId, now } = facts;
  if (!isOnRecord(facts)) return refuse('LICENSE_UNKNOWN', { licenseId, orderId: order.id });
  const refusal = refuseOrder(order, now);
  if (refusal) return refusal;
  const index = findMachine(machines, referenceId);
  const machine = machines[index];
  if (!machine) return refuseStranger(facts);
  if (machine.released) return refuse('ACTIVATION_RELEASED', { orderId: order.id });
  if (replacedBy(machines, index, order, now)) return refuseParallelUse(machine);
  const stale = staleInRow(machine, serial);
  return {
    allowed: true,
    machine: index,
    serial: Math.max(order.serial, serial) + 1,
    changed: matchReferenceIds(machine.reference, referenceId).changed,
    stale,
    ...(stale < STALE_SERIALS ? {} : { flag: `a clone of ${machine.reference}? Stale serials, at last ${serial}` }),
  };
}
