/** The licensing server of the simulated world: the real rules of core over records in memory, by the true time. */
import { type ErrorCode, SeatkeeperError } from '../contract/errors.ts';
import { DAY } from '../core/calendar.ts';
import type { LicenseDocument, LicenseItem } from '../core/license/document.ts';
import { instantOf } from '../core/license/values.ts';
import type { OrderOnRecord, Refused } from '../core/license/vendor-record.ts';
import { decideActivation } from '../core/license/vendor-rules.ts';
import { decideValidation, type ValidatedMachine } from '../core/license/vendor-validation.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Machine = Mutable<ValidatedMachine>;

export interface Order extends Mutable<OrderOnRecord> {
  serial: number;
  items: readonly LicenseItem[];
  readonly machines: Machine[];
}

export interface ValidationQuestion {
  readonly orderId: string;
  readonly licenseId: string;
  readonly serial: number;
  readonly referenceId: string;
  readonly nonce: string;
  /** The same key gets the same answer. */
  readonly key: string;
}

export interface ActivationQuestion {
  readonly orderId: string;
  readonly referenceId: string;
  readonly currentLicenseId: string | undefined;
  /** Absent: a file. */
  readonly nonce?: string;
}

export interface Vendor {
  /** The order that counts: nothing has taken its place. */
  newest(): Order | undefined;
  /** `expires`: a trial license. */
  sell(terms: NewOrder): Order;
  /** Both throw the vendor's refusal. */
  validate(question: ValidationQuestion): LicenseDocument;
  activate(question: ActivationQuestion): LicenseDocument;
  /** How often it has refused somebody. */
  refusals(): number;
}

export interface NewOrder {
  readonly everyDays: number;
  readonly graceDays: number;
  readonly items: readonly LicenseItem[];
  readonly expires: number | null;
}

const HOLDER = { name: 'Ada', company: 'Example Ltd', email: 'ada@example.com', address: '' };

export function createVendor(now: () => number): Vendor {
  const orders: Order[] = [];
  let refusals = 0;
  let answered: { readonly key: string; readonly document: LicenseDocument } | undefined;

  const refuse = ({ code, params }: Refused<ErrorCode>): SeatkeeperError => {
    refusals += 1;
    return new SeatkeeperError(code, params);
  };

  const find = (id: string): Order => {
    const order = orders.find((o) => o.id === id);
    if (!order) throw new SeatkeeperError('ORDER_UNKNOWN', { orderId: id });
    return order;
  };

  const issue = (order: Order, reference: string, serial: number, nonce: string | undefined): LicenseDocument => {
    order.serial = serial;
    const issued = instantOf(now());
    const { id, licenseId, previous, everyDays, graceDays, items, expires } = order;
    return {
      id: licenseId,
      serial,
      type: expires === undefined ? 'full' : 'trial',
      structure: 'category',
      issued,
      ...(expires === undefined ? {} : { expires }),
      order: { id, previous },
      holder: HOLDER,
      machine: { reference },
      revalidation: { everyDays, graceDays },
      items,
      ...(nonce === undefined ? {} : { answer: { nonce, serverTime: issued } }),
    };
  };

  const previousOf = ({ previous }: Order): Parameters<typeof decideActivation>[0]['previous'] => {
    const order = orders.find((o) => o.id === previous);
    return order && { order, machines: order.machines };
  };

  const enroll = (order: Order, index: number, reference: string, begins: boolean): Machine => {
    const known = order.machines[index];
    if (known) {
      Object.assign(known, { reference, released: false, contactedAt: now() });
      if (begins) known.usedSince = now();
      return known;
    }
    const made = {
      reference,
      released: false,
      usedSince: now(),
      contactedAt: now(),
      serial: 0,
      answeredSerial: 0,
      stale: 0,
    };
    order.machines.push(made);
    return made;
  };

  return {
    refusals: () => refusals,
    newest: () => orders.findLast((order) => order.supersededBy === ''),
    sell({ expires, ...terms }) {
      const number = orders.length + 1;
      const previous = orders.findLast((order) => order.supersededBy === '')?.id ?? '';
      const order: Order = {
        ...terms,
        id: `ORDER-${number}`,
        licenseId: `license-${number}`,
        previous,
        authorized: true,
        blocked: false,
        supersededBy: '',
        granted: 0,
        serial: 0,
        machines: [],
        ...(expires === null ? {} : { expires: instantOf(expires) }),
      };
      orders.push(order);
      return order;
    },
    validate({ orderId, licenseId, serial, referenceId, nonce, key }) {
      if (answered?.key === key) return answered.document;
      const order = find(orderId);
      const verdict = decideValidation({ order, machines: order.machines, licenseId, serial, referenceId, now: now() });
      if (!verdict.allowed) throw refuse(verdict);
      const machine = enroll(order, verdict.machine, referenceId, false);
      Object.assign(machine, { serial: verdict.serial, answeredSerial: verdict.serial, stale: verdict.stale });
      const document = issue(order, referenceId, verdict.serial, nonce);
      answered = { key, document };
      return document;
    },
    activate({ orderId, referenceId, currentLicenseId, nonce }) {
      const order = find(orderId);
      const previous = previousOf(order);
      const verdict = decideActivation({
        order,
        machines: order.machines,
        ...(previous ? { previous } : {}),
        referenceId,
        ...(currentLicenseId === undefined ? {} : { currentLicenseId }),
        now: now(),
      });
      if (!verdict.allowed) throw refuse(verdict);
      const machine = enroll(order, verdict.machine, referenceId, verdict.begins);
      const serial = order.serial + 1;
      machine.serial = serial;
      if (nonce !== undefined) machine.answeredSerial = serial;
      const older = orders.find((o) => o.id === verdict.supersedes);
      if (older) older.supersededBy = order.id;
      return issue(order, referenceId, serial, nonce);
    },
  };
}

/** Every item is covered for another year, but the ones that were left out. */
export function renewed(items: readonly LicenseItem[], now: number, leftOut: number): LicenseItem[] {
  return items.map((item, index) => {
    const until = Math.max(now, Date.parse(item.renewal)) + 365 * DAY;
    return index === leftOut ? item : { ...item, renewal: instantOf(until).slice(0, 10) };
  });
}
