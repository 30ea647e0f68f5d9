/** The holder is told of two computers under one license on days 1, 14 and 28 (LICENSING 4). */
import { type ParallelUse, parallelUntil, parallelUses } from '../core/license/vendor-use.ts';
import { parallelLetter } from './letters.ts';
import { enqueue } from './outbox.ts';
import { type Machine, machinesOf, ordersInParallel } from './store/machines.ts';
import { exclusively } from './store/open.ts';
import { findOrder, type Order } from './store/orders.ts';
import type { Vendor } from './vendor.ts';

function mail(vendor: Vendor, order: Order, use: ParallelUse<Machine>, now: number): void {
  const { older, newer, noticeDay } = use;
  // Another move of the same machines is another occasion.
  const occasion = `parallel-${noticeDay}:${order.id}:${older.id}-${newer.id}-${newer.usedSince}`;
  enqueue(vendor, parallelLetter(order, use, occasion, { now, publicUrl: vendor.publicUrl }), now);
}

/** Mails what is due and was not mailed yet; of notices that were missed, the last. Within the caller's transaction. */
export function mailParallelUse(vendor: Vendor, order: Order, machines: readonly Machine[], now: number): void {
  for (const use of parallelUses(machines, order, now)) if (use.noticeDay > 0) mail(vendor, order, use, now);
}

/** Once the 31 days are over nobody is reminded any more: the older one is told when it asks. */
function remind(vendor: Vendor, orderId: string, now: number): void {
  const order = findOrder(vendor.db, orderId);
  if (!order || order.blocked || order.supersededBy !== '') return;
  for (const use of parallelUses(machinesOf(vendor.db, orderId), order, now)) {
    if (use.noticeDay > 0 && now <= parallelUntil(use.newer.usedSince)) mail(vendor, order, use, now);
  }
}

/** For all orders; each mail once, also across restarts. One transaction an order, so that nobody waits long. */
export function remindOfParallelUse(vendor: Vendor): void {
  if (!vendor.mails) return;
  for (const orderId of ordersInParallel(vendor.db)) {
    exclusively(vendor.db, () => remind(vendor, orderId, vendor.clock.now()));
  }
}
