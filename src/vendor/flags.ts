/** Flags on orders: what the vendor noticed, for an operator to look into. They never block by themselves (LICENSING 4). */
import type { Order } from './store/orders.ts';
import { setFlag } from './store/orders.ts';
import { record } from './store/records.ts';
import type { Vendor } from './vendor.ts';

const MAX_REASONS = 20;

/** Adds a reason to an order's flag, once. Within the caller's transaction. */
export function flagOrder({ db }: Pick<Vendor, 'db'>, order: Order, reason: string, now: number): void {
  const reasons = order.flaggedAt === null ? [] : order.flagReason.split('; ');
  if (order.flaggedAt !== null && (reasons.includes(reason) || reasons.length >= MAX_REASONS)) return;
  setFlag(db, order.id, order.flaggedAt ?? now, [...reasons, reason].join('; '));
  record(db, order.id, 'flagged', reason, now);
}
