/** An order in words, for operators. */
import { instantOf } from '../../core/license/values.ts';
import { orderState } from '../../core/license/vendor-record.ts';
import { activationLimit } from '../../core/license/vendor-rules.ts';
import { type OrderView, orderView } from '../order-view.ts';
import { mailsOf } from '../outbox.ts';
import type { Order } from '../store/orders.ts';
import { historyOf } from '../store/records.ts';
import type { Vendor } from '../vendor.ts';

export interface OperatorView extends OrderView {
  readonly source: string;
  readonly revalidation: { readonly everyDays: number; readonly graceDays: number };
  readonly blockReason: string;
  readonly flagReason: string;
  readonly history: readonly { at: string; event: string; detail: string }[];
  readonly mails: readonly { occasion: string; sentAt: string | null; lastError: string }[];
}

export const operatorView = (vendor: Vendor, order: Order): OperatorView => ({
  ...orderView(vendor, order),
  source: order.source,
  revalidation: { everyDays: order.everyDays, graceDays: order.graceDays },
  blockReason: order.blockReason,
  flagReason: order.flagReason,
  history: historyOf(vendor.db, order.id).map((h) => ({ ...h, at: instantOf(h.at) })),
  mails: mailsOf(vendor.db, order.id).map((m) => ({ ...m, sentAt: m.sentAt === null ? null : instantOf(m.sentAt) })),
});

export function orderLines(view: OperatorView): string[] {
  const { holder, activations } = view;
  const extension = view.previousOrderId === '' ? [] : [`extends      ${view.previousOrderId}`];
  const end = view.supersededBy === '' ? [] : [`extended by  ${view.supersededBy}`];
  const expiry = view.expires === null ? [] : [`expires      ${view.expires}`];
  const items = view.items.map((i) => {
    const trial = i.trialUntil === null ? '' : `, trial until ${i.trialUntil}`;
    return `item         ${i.item} ${i.seats} seats, renewal ${i.renewal}${trial}`;
  });
  const machines = view.machines.map((m) => {
    const state = m.releasedAt === null ? `last contact ${m.contactedAt}` : `released ${m.releasedAt}`;
    return `machine      ${m.referenceId} ${m.hostname || '(no name)'}, serial ${m.serial}, ${state}`;
  });
  return [
    `order        ${view.orderId}`,
    `state        ${view.state}${view.blockReason === '' ? '' : ` (${view.blockReason})`}`,
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
  [order.id, orderState(order).padEnd(10), `${machines}/${activationLimit(order)}`, order.holder.email].join('  ');
