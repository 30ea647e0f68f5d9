/** An order in words, for operators. */
import { instantOf } from '../../core/license/values.ts';
import { orderState } from '../../core/license/vendor-record.ts';
import { activationLimit } from '../../core/license/vendor-rules.ts';
import { isInUse } from '../../core/license/vendor-use.ts';
import { type MachineView, machineView, type OrderView, orderView } from '../order-view.ts';
import { mailsOf } from '../outbox.ts';
import { type Machine, machinesOf } from '../store/machines.ts';
import type { Order } from '../store/orders.ts';
import { historyOf } from '../store/records.ts';
import type { Vendor } from '../vendor.ts';

/** What only operators see of a computer. */
interface OperatorMachine extends MachineView {
  readonly usedSince: string;
  /** Not released, and what it was given last has not run out. */
  readonly inUse: boolean;
  readonly keyIds: readonly string[] | null;
  /** Of the last document that answered it online. */
  readonly answeredSerial: number;
  /** Stale serials that it presented in a row. */
  readonly staleSerials: number;
  /** The last contact, if that was refused. */
  readonly refusedAt: string | null;
  readonly refusal: string;
}

export interface OperatorView extends Omit<OrderView, 'machines'> {
  readonly machines: readonly OperatorMachine[];
  readonly flaggedAt: string | null;
  readonly source: string;
  readonly revalidation: { readonly everyDays: number; readonly graceDays: number };
  readonly blockReason: string;
  readonly flagReason: string;
  readonly history: readonly { at: string; event: string; detail: string }[];
  readonly mails: readonly { occasion: string; sentAt: string | null; lastError: string }[];
}

const optional = (at: number | null): string | null => (at === null ? null : instantOf(at));

const operatorMachine = (order: Order, machine: Machine, now: number): OperatorMachine => ({
  ...machineView(machine),
  usedSince: instantOf(machine.usedSince),
  inUse: isInUse(machine, order, now),
  keyIds: machine.keyIds,
  answeredSerial: machine.answeredSerial,
  staleSerials: machine.stale,
  refusedAt: optional(machine.refusedAt),
  refusal: machine.refusal,
});

export const operatorView = (vendor: Vendor, order: Order): OperatorView => ({
  ...orderView(vendor, order),
  machines: machinesOf(vendor.db, order.id).map((m) => operatorMachine(order, m, vendor.clock.now())),
  flaggedAt: optional(order.flaggedAt),
  source: order.source,
  revalidation: { everyDays: order.everyDays, graceDays: order.graceDays },
  blockReason: order.blockReason,
  flagReason: order.flagReason,
  history: historyOf(vendor.db, order.id).map((h) => ({ ...h, at: instantOf(h.at) })),
  mails: mailsOf(vendor.db, order.id).map((m) => ({ ...m, sentAt: optional(m.sentAt) })),
});

function machineLines(m: OperatorMachine): string[] {
  const silent = m.inUse ? '' : ', not in use';
  const state = m.releasedAt === null ? `last contact ${m.contactedAt}${silent}` : `released ${m.releasedAt}`;
  const since = m.usedSince === m.activatedAt ? m.activatedAt : `${m.activatedAt}, again ${m.usedSince}`;
  const stale = m.staleSerials === 0 ? '' : `, ${m.staleSerials} stale in a row`;
  const name = m.hostname || '(no name)';
  return [
    `machine      ${m.referenceId} ${name}, activated ${since}, serial ${m.serial}${stale}, ${state}`,
    ...(m.refusedAt === null ? [] : [`             refused ${m.refusedAt}: ${m.refusal}`]),
  ];
}

export function orderLines(view: OperatorView): string[] {
  const { holder, activations } = view;
  const extension = view.previousOrderId === '' ? [] : [`extends      ${view.previousOrderId}`];
  const end = view.supersededBy === '' ? [] : [`extended by  ${view.supersededBy}`];
  const expiry = view.expires === null ? [] : [`expires      ${view.expires}`];
  const items = view.items.map((i) => {
    const trial = i.trialUntil === null ? '' : `, trial until ${i.trialUntil}`;
    return `item         ${i.item} ${i.seats} seats, renewal ${i.renewal}${trial}`;
  });
  const machines = view.machines.flatMap(machineLines);
  const flag = view.flaggedAt === null ? [] : [`flagged      ${view.flaggedAt} ${view.flagReason}`];
  return [
    `order        ${view.orderId}`,
    `state        ${view.state}${view.blockReason === '' ? '' : ` (${view.blockReason})`}`,
    ...flag,
    `type         ${view.type}, by ${view.structure}`,
    ...extension,
    ...end,
    ...expiry,
    `holder       ${[holder.name, holder.company, holder.email, holder.address].filter((t) => t !== '').join(', ')}`,
    ...items,
    `validation   every ${view.revalidation.everyDays} days, ${view.revalidation.graceDays} days of grace`,
    `activations  ${activations.used} of ${activations.limit}`,
    ...machines,
    ...view.history.map((h) => `history      ${h.at} ${h.event}${h.detail === '' ? '' : `: ${h.detail}`}`),
    ...view.mails.map((m) => `mail         ${m.occasion} ${m.sentAt ?? `waits${m.lastError && `: ${m.lastError}`}`}`),
  ];
}

export const listLine = (order: Order, machines: number): string =>
  [
    order.id,
    orderState(order).padEnd(10),
    `${machines}/${activationLimit(order)}`,
    order.holder.email,
    ...(order.flaggedAt === null ? [] : ['flagged']),
  ].join('  ');
