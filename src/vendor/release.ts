/** The release of a dead machine, proven by the holder's e-mail or a mailed link (LICENSING 4). */

import { createHash, randomBytes } from 'node:crypto';
import { SeatkeeperError } from '../contract/errors.ts';
import { DAY } from '../core/calendar.ts';
import { findMachine } from '../core/license/vendor-rules.ts';
import { requireReference } from './issue.ts';
import { releaseLetter } from './letters.ts';
import { orderView, provenOrder } from './order-view.ts';
import { requireOrder } from './orders.ts';
import { enqueue } from './outbox.ts';
import { machinesOf, setReleased } from './store/machines.ts';
import { exclusively, sql } from './store/open.ts';
import type { Order } from './store/orders.ts';
import { type Answer, record, storeAnswer, storedAnswer } from './store/records.ts';
import type { Vendor } from './vendor.ts';
import type { Once } from './verdict.ts';

/** Within the caller's transaction. Does not give back one of the three activations. */
function releaseMachine(vendor: Vendor, order: Order, typed: string): void {
  const reference = requireReference(typed);
  const machines = machinesOf(vendor.db, order.id);
  const machine = machines[findMachine(machines, reference)];
  if (!machine) throw new SeatkeeperError('ACTIVATION_NOT_FOUND', { orderId: order.id, referenceId: reference });
  if (machine.released) return;
  const now = vendor.clock.now();
  setReleased(vendor.db, machine.id, now);
  record(vendor.db, order.id, 'released', machine.reference, now);
}

export interface ReleaseRequest {
  readonly orderId: string;
  /** Of the machine to release. */
  readonly referenceId: string;
  /** The holder's. */
  readonly email: string;
}

/** Releases a machine; a released one stays so. Answers the order. Throws as `provenOrder`, ACTIVATION_NOT_FOUND. */
export const release = (vendor: Vendor, request: ReleaseRequest, once?: Once): Answer =>
  exclusively(vendor.db, () => {
    const stored = once && storedAnswer(vendor.db, once.key, once.fingerprint);
    if (stored) return stored;
    const order = provenOrder(vendor, request.orderId, { email: request.email });
    releaseMachine(vendor, order, request.referenceId);
    const body = JSON.stringify(orderView(vendor, order));
    const answer = { status: 200, contentType: 'application/json; charset=utf-8', body };
    if (once) storeAnswer(vendor.db, once.key, once.fingerprint, answer, vendor.clock.now());
    return answer;
  });

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Asking again and again does not fill the holder's mailbox. */
const LINK_PAUSE_MS = 10 * 60_000;

/** Mails the holder a link under which machines can be released for a day. `page` is its address without the token. */
export const mailReleaseLink = (vendor: Vendor, order: Order, page: string): void =>
  exclusively(vendor.db, () => {
    const token = randomBytes(32).toString('base64url');
    const now = vendor.clock.now();
    const recent = sql(vendor.db, 'SELECT 1 FROM links WHERE order_id = ? AND expires_at > ?');
    if (recent.get(order.id, now + DAY - LINK_PAUSE_MS)) return;
    sql(vendor.db, 'INSERT INTO links (token_hash, order_id, expires_at) VALUES (?, ?, ?)').run(
      hashOf(token),
      order.id,
      now + DAY,
    );
    enqueue(vendor, releaseLetter(order, `${page}?token=${token}`, `release-link:${order.id}:${hashOf(token)}`), now);
    record(vendor.db, order.id, 'release link mailed', '', now);
  });

/** The order of a mailed link; throws RELEASE_LINK_INVALID for a wrong or old one. */
export function orderOfLink(vendor: Vendor, token: string): Order {
  const row = sql(vendor.db, 'SELECT order_id FROM links WHERE token_hash = ? AND expires_at > ?').get(
    hashOf(token),
    vendor.clock.now(),
  ) as { order_id: string } | undefined;
  if (!row) throw new SeatkeeperError('RELEASE_LINK_INVALID');
  return requireOrder(vendor, row.order_id);
}

/** As `release`, proven by a mailed link. */
export const releaseByLink = (vendor: Vendor, token: string, referenceId: string): Order =>
  exclusively(vendor.db, () => {
    const order = orderOfLink(vendor, token);
    releaseMachine(vendor, order, referenceId);
    return order;
  });
