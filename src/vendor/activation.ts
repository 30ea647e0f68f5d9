/** Activation of an order on a machine, online or as a file: decided, signed and on disk before it is answered. */
import { SeatkeeperError } from '../contract/errors.ts';
import { signLicense } from '../core/license/build.ts';
import { componentsOfReference, MIN_COMPONENTS, parseReferenceId } from '../core/license/reference-id.ts';
import { activationLimit, chooseFormat, decideActivation, type Permission } from '../core/license/vendor-rules.ts';
import { nodeCrypto } from '../platform/crypto.ts';
import { documentOf } from './document.ts';
import { signingKeyFor } from './keys.ts';
import { requireOrder } from './orders.ts';
import { insertDocument, insertMachine, type Machine, machinesOf, renewMachine } from './store/machines.ts';
import { exclusively } from './store/open.ts';
import { findOrder, type Order, setSerial, setSuperseded } from './store/orders.ts';
import { type Answer, record, storeAnswer, storedAnswer } from './store/records.ts';
import type { Vendor } from './vendor.ts';

export interface ActivationRequest {
  /** As typed. */
  readonly orderId: string;
  readonly referenceId: string;
  readonly hostname: string;
  readonly version: string;
  /** Repeated in the signed answer; absent for a file. */
  readonly nonce?: string | undefined;
  /** The signing keys that the machine trusts; absent: not known. */
  readonly keyIds?: readonly string[] | undefined;
  readonly formats: readonly number[];
  readonly currentLicenseId?: string | undefined;
}

/** The request of an Idempotency-Key; the same one is answered with the same bytes. */
export interface Once {
  readonly key: string;
  readonly fingerprint: string;
}

/** The Reference ID as it is written; throws REFERENCE_ID_MISSPELLED, MACHINE_UNIDENTIFIABLE. */
export function requireReference(typed: string): string {
  const reference = parseReferenceId(typed, nodeCrypto);
  if (reference === undefined) {
    throw new SeatkeeperError('REFERENCE_ID_MISSPELLED', { referenceId: typed.slice(0, 64) });
  }
  if (componentsOfReference(reference).length < MIN_COMPONENTS) throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  return reference;
}

interface Decided {
  readonly order: Order;
  readonly machines: readonly Machine[];
  readonly permission: Permission;
  readonly reference: string;
}

function decide(vendor: Vendor, request: ActivationRequest): Decided {
  const order = requireOrder(vendor, request.orderId);
  const reference = requireReference(request.referenceId);
  const machines = machinesOf(vendor.db, order.id);
  const previous = order.previous === '' ? undefined : findOrder(vendor.db, order.previous);
  const decision = decideActivation({
    order,
    machines,
    ...(previous ? { previous: { order: previous, machines: machinesOf(vendor.db, previous.id) } } : {}),
    referenceId: reference,
    ...(request.currentLicenseId ? { currentLicenseId: request.currentLicenseId } : {}),
    now: vendor.clock.now(),
  });
  if (!decision.allowed) throw new SeatkeeperError(decision.code, decision.params);
  return { order, machines, permission: decision, reference };
}

/** Enrolls the machine as it is now and returns its row's id. */
function enroll(vendor: Vendor, decided: Decided, request: ActivationRequest, serial: number, now: number): number {
  const { order, machines, permission, reference } = decided;
  const report = { reference, hostname: request.hostname, version: request.version, keyIds: request.keyIds };
  const known = machines[permission.machine];
  const name = request.hostname === '' ? reference : `${reference} (${request.hostname})`;
  if (known) {
    renewMachine(vendor.db, known.id, report, serial, now);
    record(vendor.db, order.id, 'activated again', `serial ${serial} on ${name}`, now);
    return known.id;
  }
  const count = `machine ${machines.length + 1} of ${activationLimit(order)}`;
  record(vendor.db, order.id, 'activated', `serial ${serial} on ${name}, ${count}`, now);
  return insertMachine(vendor.db, order.id, report, serial, now);
}

function supersede(vendor: Vendor, { order, permission }: Decided, now: number): void {
  if (permission.supersedes === '') return;
  setSuperseded(vendor.db, permission.supersedes, order.id);
  record(vendor.db, permission.supersedes, 'superseded', `by ${order.id}`, now);
}

/** Within the caller's transaction. Returns license.xml. */
function issue(vendor: Vendor, request: ActivationRequest): string {
  const decided = decide(vendor, request);
  if (chooseFormat(request.formats) === undefined) throw new SeatkeeperError('FORMAT_UNSUPPORTED');
  const { order, machines, permission, reference } = decided;
  const known = request.keyIds ?? machines[permission.machine]?.keyIds ?? undefined;
  const key = signingKeyFor(vendor.db, vendor.folder, known);
  const now = vendor.clock.now();
  const serial = order.serial + 1;
  const xml = signLicense(documentOf(order, { reference, serial, now, nonce: request.nonce }), key.id, key.sign);
  const machineId = enroll(vendor, decided, request, serial, now);
  setSerial(vendor.db, order.id, serial);
  insertDocument(
    vendor.db,
    { orderId: order.id, serial, machineId, keyId: key.id, nonce: request.nonce ?? '', xml },
    now,
  );
  supersede(vendor, decided, now);
  return xml;
}

/**
 * The license document of this order for this machine, committed to disk. A repeated `once` gives the stored bytes.
 * Refusals change nothing and are not stored: the same request is judged anew when the order has changed.
 * Throws the refusals of LICENSING 4, FORMAT_UNSUPPORTED, KEY_UNAVAILABLE, IDEMPOTENCY_MISMATCH.
 */
export const activate = (vendor: Vendor, request: ActivationRequest, once?: Once): Answer =>
  exclusively(vendor.db, () => {
    const stored = once && storedAnswer(vendor.db, once.key, once.fingerprint);
    if (stored) return stored;
    const answer = { status: 200, contentType: 'application/xml; charset=utf-8', body: issue(vendor, request) };
    if (once) storeAnswer(vendor.db, once.key, once.fingerprint, answer, vendor.clock.now());
    return answer;
  });
