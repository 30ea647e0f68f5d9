/** The license document of an order for a machine (LICENSING 2). */
import type { LicenseDocument } from '../core/license/document.ts';
import { instantOf } from '../core/license/values.ts';
import type { NewOrder } from './store/orders.ts';

export interface DocumentFacts {
  readonly reference: string;
  readonly serial: number;
  /** Epoch ms. */
  readonly now: number;
  /** Of the request that the document answers; absent or empty: none. */
  readonly nonce?: string | undefined;
}

export function documentOf(order: NewOrder, facts: DocumentFacts): LicenseDocument {
  const issued = instantOf(facts.now);
  return {
    id: order.licenseId,
    serial: facts.serial,
    type: order.type,
    structure: order.structure,
    issued,
    ...(order.expiresAt === null ? {} : { expires: instantOf(order.expiresAt) }),
    order: { id: order.id, previous: order.previous },
    holder: order.holder,
    machine: { reference: facts.reference },
    revalidation: { everyDays: order.everyDays, graceDays: order.graceDays },
    items: order.items,
    ...(facts.nonce ? { answer: { nonce: facts.nonce, serverTime: issued } } : {}),
  };
}
