/** The signed document that a request is given, and its record. */
import { SeatkeeperError } from '../contract/errors.ts';
import { signLicense } from '../core/license/build.ts';
import { componentsOfReference, MIN_COMPONENTS, parseReferenceId } from '../core/license/reference-id.ts';
import { chooseFormat } from '../core/license/vendor-keys.ts';
import { nodeCrypto } from '../platform/crypto.ts';
import { documentOf } from './document.ts';
import { signingKeyFor } from './keys.ts';
import { insertDocument } from './store/machines.ts';
import { type Order, setSerial } from './store/orders.ts';
import type { Vendor } from './vendor.ts';

/** The Reference ID as it is written; throws REFERENCE_ID_MISSPELLED, MACHINE_UNIDENTIFIABLE. */
export function requireReference(typed: string): string {
  const reference = parseReferenceId(typed, nodeCrypto);
  if (reference === undefined) {
    throw new SeatkeeperError('REFERENCE_ID_MISSPELLED', { referenceId: typed.slice(0, 64) });
  }
  if (componentsOfReference(reference).length < MIN_COMPONENTS) throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  return reference;
}

export interface Wanted {
  readonly reference: string;
  readonly serial: number;
  /** Absent: a file, which answers no request. */
  readonly nonce?: string | undefined;
  readonly formats: readonly number[];
  /** Of the machine, as far as it is known. */
  readonly keyIds: readonly string[] | undefined;
}

/**
 * Signs the next document of an order and puts it on record. `enroll` records the machine and returns its id. Within the
 * caller's transaction. Returns license.xml. Throws FORMAT_UNSUPPORTED, KEY_UNAVAILABLE before anything is written.
 */
export function issueDocument(vendor: Vendor, order: Order, wanted: Wanted, enroll: () => number): string {
  const { db, folder, clock } = vendor;
  const { serial, nonce } = wanted;
  if (chooseFormat(wanted.formats) === undefined) throw new SeatkeeperError('FORMAT_UNSUPPORTED');
  const key = signingKeyFor(db, folder, wanted.keyIds);
  const now = clock.now();
  const xml = signLicense(documentOf(order, { reference: wanted.reference, serial, now, nonce }), key.id, key.sign);
  const machineId = enroll();
  setSerial(db, order.id, serial);
  insertDocument(db, { orderId: order.id, serial, machineId, keyId: key.id, nonce: nonce ?? '', xml }, now);
  return xml;
}
