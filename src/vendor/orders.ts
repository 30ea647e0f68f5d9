/** What operators and purchases do to orders. Each operation is one transaction. */

import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SeatkeeperError } from '../contract/errors.ts';
import { oneLine } from '../contract/licensing-wire.ts';
import { DAY } from '../core/calendar.ts';
import type { LicenseDocument } from '../core/license/document.ts';
import { makeOrderId, ORDER_ID_RANDOM_BYTES, parseOrderId } from '../core/license/order-id.ts';
import { documentProblem } from '../core/license/rules.ts';
import { instantOf } from '../core/license/values.ts';
import { documentOf } from './document.ts';
import { flagOrder } from './flags.ts';
import { authorizedLetter } from './letters.ts';
import { enqueue } from './outbox.ts';
import { exclusively } from './store/open.ts';
import * as rows from './store/orders.ts';
import { record } from './store/records.ts';
import type { Vendor } from './vendor.ts';

/** Stands for the machine in a document that is only checked. */
const ANY_MACHINE = 'SK1-1111-1111-1111-1111-1111-00';

const invalid = (detail: string): SeatkeeperError => new SeatkeeperError('INPUT_INVALID', { detail });

export const holderSchema = z.object({
  name: oneLine(200).refine((s) => s !== '', 'needed'),
  company: oneLine(200).default(''),
  email: z.email('not a mail address').max(254),
  address: oneLine(400).default(''),
});

export interface OrderInput {
  readonly holder: z.input<typeof holderSchema>;
  readonly items: readonly rows.OrderedItem[];
  readonly type?: LicenseDocument['type'];
  readonly structure?: LicenseDocument['structure'];
  /** 2..7, default 7 (LICENSING 5). */
  readonly graceDays?: number;
  /** 7..365, default 30 (LICENSING 5). */
  readonly everyDays?: number;
  /** The order that this one extends. */
  readonly previous?: string | undefined;
  readonly source?: rows.Order['source'];
}

function within(value: number, low: number, high: number, what: string): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalid(`${what}: a number from ${low} to ${high} is needed`);
}

function checkedHolder(input: OrderInput['holder']): LicenseDocument['holder'] {
  const holder = holderSchema.safeParse(input);
  if (holder.success) return holder.data;
  const issue = holder.error.issues[0];
  throw invalid(`${issue?.path.join('.') ?? 'holder'}: ${issue?.message ?? 'not understood'}`);
}

/** A trial ends with the last day of its renewal period. */
const endOf = (items: readonly rows.OrderedItem[]): number =>
  Math.max(...items.map((i) => Date.parse(`${i.renewal}T00:00:00Z`))) + DAY;

function termsOf(input: OrderInput): rows.OrderTerms {
  const type = input.type ?? 'full';
  return {
    type,
    structure: input.structure ?? 'category',
    everyDays: input.everyDays ?? 30,
    graceDays: input.graceDays ?? 7,
    expiresAt: type === 'trial' ? endOf(input.items) : null,
    holder: checkedHolder(input.holder),
    items: input.items,
  };
}

/** Throws INPUT_INVALID for an order that no valid document could be made of. */
function checkDocument(order: rows.NewOrder, now: number): void {
  const items = beginTrials(order.items, now);
  const problem = documentProblem(documentOf({ ...order, items }, { reference: ANY_MACHINE, serial: 1, now }));
  if (problem !== undefined) throw invalid(`a license like this cannot be issued: ${problem}`);
}

/** The order of a typed Order ID; throws ORDER_ID_MISSPELLED, ORDER_UNKNOWN. */
export function requireOrder(vendor: Pick<Vendor, 'db'>, typed: string): rows.Order {
  const id = parseOrderId(typed);
  if (id === undefined) throw new SeatkeeperError('ORDER_ID_MISSPELLED', { orderId: typed.slice(0, 64) });
  const order = rows.findOrder(vendor.db, id);
  if (!order) throw new SeatkeeperError('ORDER_UNKNOWN', { orderId: id });
  return order;
}

function checkedPrevious(vendor: Vendor, typed: string | undefined): string {
  if (typed === undefined || typed === '') return '';
  const previous = requireOrder(vendor, typed);
  if (previous.blocked) throw new SeatkeeperError('LICENSE_BLOCKED', { orderId: previous.id });
  const successor = rows.successorOf(vendor.db, previous.id);
  if (successor === undefined) return previous.id;
  throw invalid(`order ${previous.id} is extended by ${successor} already; put the new order on top of that one`);
}

function unusedOrderId(vendor: Vendor): string {
  for (;;) {
    const id = makeOrderId(randomBytes(ORDER_ID_RANDOM_BYTES));
    if (!rows.findOrder(vendor.db, id)) return id;
  }
}

/** Within the caller's transaction; see `createOrder`. */
export function addOrder(vendor: Vendor, input: OrderInput): rows.Order {
  const terms = termsOf(input);
  const now = vendor.clock.now();
  const order: rows.NewOrder = {
    ...terms,
    id: unusedOrderId(vendor),
    licenseId: randomUUID(),
    previous: checkedPrevious(vendor, input.previous),
    source: input.source ?? 'operator',
  };
  checkDocument(order, now);
  rows.insertOrder(vendor.db, order, now);
  const by = `by ${order.source}`;
  record(vendor.db, order.id, 'created', order.previous === '' ? by : `${by}, extends ${order.previous}`, now);
  return requireOrder(vendor, order.id);
}

/** A new order, waiting for `authorizeOrder`. Throws INPUT_INVALID, ORDER_ID_MISSPELLED, ORDER_UNKNOWN, LICENSE_BLOCKED. */
export const createOrder = (vendor: Vendor, input: OrderInput): rows.Order =>
  exclusively(vendor.db, () => addOrder(vendor, input));

/** Trial items begin when the order is authorized, so that waiting costs nothing. */
const beginTrials = (items: readonly rows.OrderedItem[], now: number): rows.OrderedItem[] =>
  items.map(({ trialDays, ...item }) =>
    trialDays === undefined ? item : { ...item, trialUntil: instantOf(now + trialDays * DAY) },
  );

function change(vendor: Vendor, typed: string, work: (order: rows.Order, now: number) => void): rows.Order {
  return exclusively(vendor.db, () => {
    const order = requireOrder(vendor, typed);
    work(order, vendor.clock.now());
    return requireOrder(vendor, order.id);
  });
}

/** From now on it can be activated; its holder is told by mail, once. Again: changes nothing. Throws LICENSE_BLOCKED. */
export const authorizeOrder = (vendor: Vendor, typed: string): rows.Order =>
  change(vendor, typed, (order, now) => {
    if (order.blocked) throw new SeatkeeperError('LICENSE_BLOCKED', { orderId: order.id });
    if (order.authorized) return;
    rows.setAuthorized(vendor.db, order.id, beginTrials(order.items, now), now);
    record(vendor.db, order.id, 'authorized', '', now);
    enqueue(vendor, authorizedLetter(order, vendor.publicUrl), now);
  });

/** Refuses every activation and re-validation. Only an operator blocks (LICENSING 4). */
export const blockOrder = (vendor: Vendor, typed: string, reason: string): rows.Order =>
  change(vendor, typed, (order, now) => {
    if (order.blocked) return;
    rows.setBlocked(vendor.db, order.id, reason, now);
    record(vendor.db, order.id, 'blocked', reason, now);
  });

/** Throws INPUT_INVALID if the order it extends has got another extension meanwhile. */
export const unblockOrder = (vendor: Vendor, typed: string): rows.Order =>
  change(vendor, typed, (order, now) => {
    if (!order.blocked) return;
    const rival = order.previous === '' ? undefined : rows.successorOf(vendor.db, order.previous);
    if (rival !== undefined) throw invalid(`order ${order.previous} is extended by ${rival} meanwhile`);
    rows.setBlocked(vendor.db, order.id, '', null);
    record(vendor.db, order.id, 'unblocked', '', now);
  });

/** Marks it for operators; customers never see it, and nothing is refused because of it. */
export const flagByHand = (vendor: Vendor, typed: string, reason: string): rows.Order =>
  change(vendor, typed, (order, now) => {
    const words = oneLine(400).safeParse(reason || 'by hand');
    if (!words.success) throw invalid(`reason: ${words.error.issues[0]?.message ?? 'not understood'}`);
    flagOrder(vendor, order, words.data, now);
  });

/** What was noticed has been looked into. It comes back when it is noticed again. */
export const unflagOrder = (vendor: Vendor, typed: string): rows.Order =>
  change(vendor, typed, (order, now) => {
    if (order.flaggedAt === null) return;
    rows.setFlag(vendor.db, order.id, null, '');
    record(vendor.db, order.id, 'unflagged', order.flagReason, now);
  });

/** More machines in this license's life than the three. */
export const grantActivations = (vendor: Vendor, typed: string, activations: number): rows.Order =>
  change(vendor, typed, (order, now) => {
    const granted = within(activations, 1, 100, 'activations');
    rows.addGrant(vendor.db, order.id, granted);
    record(vendor.db, order.id, 'granted', `${granted} more`, now);
  });
