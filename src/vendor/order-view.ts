/** What a customer may see of an order, and what proves that it is theirs (LICENSING 4). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { SeatkeeperError } from '../contract/errors.ts';
import { instantOf } from '../core/license/values.ts';
import { type OrderState, orderState } from '../core/license/vendor-record.ts';
import { activationLimit, findMachine } from '../core/license/vendor-rules.ts';
import { requireReference } from './issue.ts';
import { scopeName } from './items.ts';
import { requireOrder } from './orders.ts';
import { type Machine, machinesOf } from './store/machines.ts';
import { findOrder, type Order, successorOf } from './store/orders.ts';
import type { Vendor } from './vendor.ts';

/** What shows that somebody may look at an order: one of both is enough. As typed. */
export interface Proof {
  readonly referenceId?: string | undefined;
  readonly email?: string | undefined;
}

const digest = (text: string): Buffer => createHash('sha256').update(text.trim().toLowerCase()).digest();

/** Is this the holder's address? Told in the same time however much of it is right. */
export const isHolder = (order: Order, email: string): boolean =>
  timingSafeEqual(digest(order.holder.email), digest(email));

/** An order that was not activated yet belongs to the machines of the one that it extends. */
function provenByMachine(vendor: Vendor, order: Order, typed: string): boolean {
  const reference = requireReference(typed);
  const machines = machinesOf(vendor.db, order.id);
  const previous = machines.length > 0 || order.previous === '' ? undefined : findOrder(vendor.db, order.previous);
  if (previous) return provenByMachine(vendor, previous, reference);
  return (
    findMachine(
      machines.filter((m) => !m.released),
      reference,
    ) >= 0
  );
}

/** The order, if the proof is good. Throws ORDER_ID_MISSPELLED, ORDER_UNKNOWN, REFERENCE_ID_MISSPELLED, ORDER_PROOF_REQUIRED. */
export function provenOrder(vendor: Vendor, orderId: string, proof: Proof): Order {
  const order = requireOrder(vendor, orderId);
  if (proof.email && isHolder(order, proof.email)) return order;
  if (proof.referenceId && provenByMachine(vendor, order, proof.referenceId)) return order;
  throw new SeatkeeperError('ORDER_PROOF_REQUIRED');
}

export interface MachineView {
  readonly referenceId: string;
  readonly hostname: string;
  readonly version: string;
  readonly activatedAt: string;
  readonly contactedAt: string;
  readonly releasedAt: string | null;
  readonly serial: number;
}

export interface OrderView {
  readonly orderId: string;
  readonly previousOrderId: string;
  readonly supersededBy: string;
  /** The order that will extend this one: it waits, or can be activated. Empty: there is none. */
  readonly nextOrderId: string;
  readonly state: OrderState;
  readonly type: Order['type'];
  readonly structure: Order['structure'];
  readonly expires: string | null;
  readonly holder: Order['holder'];
  readonly items: readonly { item: string; seats: number | 'unlimited'; renewal: string; trialUntil: string | null }[];
  /** Different machines of the license's life, and how many are possible. */
  readonly activations: { readonly used: number; readonly limit: number };
  readonly machines: readonly MachineView[];
  readonly serial: number;
  readonly createdAt: string;
  readonly authorizedAt: string | null;
}

export const machineView = (machine: Machine): MachineView => ({
  referenceId: machine.reference,
  hostname: machine.hostname,
  version: machine.version,
  activatedAt: instantOf(machine.activatedAt),
  contactedAt: instantOf(machine.contactedAt),
  releasedAt: machine.releasedAt === null ? null : instantOf(machine.releasedAt),
  serial: machine.serial,
});

/** For the holder and for operators: everything but the license id, which is a proof itself. */
export function orderView(vendor: Pick<Vendor, 'db'>, order: Order): OrderView {
  const machines = machinesOf(vendor.db, order.id);
  return {
    orderId: order.id,
    previousOrderId: order.previous,
    supersededBy: order.supersededBy,
    nextOrderId: order.supersededBy === '' ? (successorOf(vendor.db, order.id) ?? '') : '',
    state: orderState(order),
    type: order.type,
    structure: order.structure,
    expires: order.expires ?? null,
    holder: order.holder,
    items: order.items.map((item) => ({
      item: scopeName(item),
      seats: item.seats,
      renewal: item.renewal,
      trialUntil: item.trialUntil ?? null,
    })),
    activations: { used: machines.length, limit: activationLimit(order) },
    machines: machines.map(machineView),
    serial: order.serial,
    createdAt: instantOf(order.createdAt),
    authorizedAt: order.authorizedAt === null ? null : instantOf(order.authorizedAt),
  };
}
