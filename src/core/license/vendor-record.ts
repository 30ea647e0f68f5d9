/** What the vendor has on record of an order and its machines: the facts of the vendor's rules. */

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
  /** Of its documents: re-validation is due every so many days … */
  readonly everyDays: number;
  /** … and may fail for so many more. */
  readonly graceDays: number;
  /** Only for trial licenses. */
  readonly expires?: string;
}

/** A machine the order was activated on, once for every different machine of its life. Instants are epoch milliseconds. */
export interface MachineOnRecord {
  readonly reference: string;
  readonly released: boolean;
  /** Since when it has been in use without a pause: an activation of a machine that was not in use begins anew. */
  readonly usedSince: number;
  /** The last time it was given a document. A refused contact is not use (LICENSING 4). */
  readonly contactedAt: number;
}

export type OrderState = 'waiting' | 'authorized' | 'blocked' | 'superseded';

/** `params` fill the texts of the error catalogue. */
export interface Refused<Code extends string> {
  readonly allowed: false;
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
  /** Why the order is flagged for its operator (LICENSING 4); absent: it is not. */
  readonly flag?: string;
}

export type OrderRefusal = 'ORDER_NOT_AUTHORIZED' | 'LICENSE_BLOCKED' | 'ORDER_SUPERSEDED' | 'LICENSE_EXPIRED';

export const refuse = <Code extends string>(code: Code, params: Refused<Code>['params']): Refused<Code> => ({
  allowed: false,
  code,
  params,
});

/** Blocked outranks superseded outranks waiting: what the person must know first. */
export function orderState(order: OrderOnRecord): OrderState {
  if (order.blocked) return 'blocked';
  if (order.supersededBy !== '') return 'superseded';
  return order.authorized ? 'authorized' : 'waiting';
}

/** May this order be used at all, by any machine? (LICENSING 4, refusals) */
export function refuseOrder(order: OrderOnRecord, now: number): Refused<OrderRefusal> | undefined {
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
