/** Re-validation: the license in force gets its next document (LICENSING 5). */
import { SeatkeeperError } from '../contract/errors.ts';
import type { ValidationRequest } from '../contract/licensing-wire.ts';
import { parseOrderId } from '../core/license/order-id.ts';
import { COMPONENT_NAMES, parseReferenceId } from '../core/license/reference-id.ts';
import { findMachine } from '../core/license/vendor-rules.ts';
import { decideValidation, type Validated } from '../core/license/vendor-validation.ts';
import { nodeCrypto } from '../platform/crypto.ts';
import { flagOrder } from './flags.ts';
import { issueDocument, requireReference } from './issue.ts';
import { requireOrder } from './orders.ts';
import { mailParallelUse } from './parallel-use.ts';
import { type Machine, machinesOf, renewMachine, setRefused, setStale } from './store/machines.ts';
import { sql } from './store/open.ts';
import type { Order } from './store/orders.ts';
import { record } from './store/records.ts';
import type { Vendor } from './vendor.ts';
import { answerOnce, type Once, type Verdict } from './verdict.ts';

/**
 * Who asks, if the request names a license that is on record: its machine, else the license. Undefined: a stranger. The
 * id of a license is known to its servers alone, so that nobody else can use up what they are allowed to ask.
 */
export function knownAsker({ db }: Pick<Vendor, 'db'>, request: ValidationRequest): string | undefined {
  const id = parseOrderId(request.orderId);
  if (id === undefined) return undefined;
  const ours = sql(db, 'SELECT 1 FROM orders WHERE id = ? AND license_id = ?').get(id, request.licenseId);
  if (!ours) return undefined;
  const reference = parseReferenceId(request.referenceId, nodeCrypto) ?? '';
  const known = sql(db, 'SELECT 1 FROM machines WHERE order_id = ? AND reference = ?').get(id, reference);
  return known ? `${id} ${reference}` : id;
}

interface Permitted {
  readonly order: Order;
  readonly machine: Machine;
  readonly reference: string;
  readonly validated: Validated;
}

function decide(vendor: Vendor, request: ValidationRequest, now: number): Permitted | SeatkeeperError {
  const order = requireOrder(vendor, request.orderId);
  const reference = requireReference(request.referenceId);
  const machines = machinesOf(vendor.db, order.id);
  const { licenseId, serial } = request;
  const decision = decideValidation({ order, machines, licenseId, serial, referenceId: reference, now });
  if (decision.flag !== undefined) flagOrder(vendor, order, decision.flag, now);
  const machine = machines[decision.allowed ? decision.machine : findMachine(machines, reference)];
  if (decision.allowed && machine) return { order, machine, reference, validated: decision };
  if (decision.allowed) throw new RangeError('a machine was validated that is not there');
  if (decision.code === 'PARALLEL_USE_ENDED') mailParallelUse(vendor, order, machines, now);
  // Somebody who does not know the license leaves no mark on its machines.
  if (machine && decision.code !== 'LICENSE_UNKNOWN') setRefused(vendor.db, machine.id, decision.code, now);
  return new SeatkeeperError(decision.code, decision.params);
}

/** The machine as it is now: a tolerated drift is enrolled (LICENSING 3). */
function enroll(vendor: Vendor, permitted: Permitted, request: ValidationRequest, now: number): number {
  const { order, machine, reference, validated } = permitted;
  const report = { reference, hostname: request.hostname, version: request.version, keyIds: request.keyIds };
  renewMachine(vendor.db, machine.id, report, { serial: validated.serial, online: true }, now);
  if (validated.stale !== machine.stale) setStale(vendor.db, machine.id, validated.stale);
  if (reference === machine.reference) return machine.id;
  const changed = validated.changed.map((id) => COMPONENT_NAMES[id]).join(', ') || 'components read anew';
  record(vendor.db, order.id, 'machine changed', `${changed}: ${machine.reference} is ${reference} now`, now);
  return machine.id;
}

/** Within the caller's transaction. Returns license.xml. */
function issue(vendor: Vendor, request: ValidationRequest): string | SeatkeeperError {
  const now = vendor.clock.now();
  const permitted = decide(vendor, request, now);
  if (permitted instanceof SeatkeeperError) return permitted;
  const { order, machine, reference, validated } = permitted;
  const wanted = {
    reference,
    serial: validated.serial,
    nonce: request.nonce,
    formats: request.formats,
    keyIds: request.keyIds ?? machine.keyIds ?? undefined,
  };
  try {
    return issueDocument(vendor, order, wanted, () => enroll(vendor, permitted, request, now));
  } catch (error) {
    if (!(error instanceof SeatkeeperError)) throw error;
    // Operators see which machines trust no key that still signs.
    setRefused(vendor.db, machine.id, error.code, now);
    return error;
  }
}

/**
 * The next document of the license in force. A repeated `once` gives the stored bytes. A refusal of LICENSING 4 is
 * returned, FORMAT_UNSUPPORTED and KEY_UNAVAILABLE too; IDEMPOTENCY_MISMATCH and what `requireOrder` and
 * `requireReference` throw is thrown.
 */
export const judgeValidation = (vendor: Vendor, request: ValidationRequest, once?: Once): Verdict =>
  answerOnce(vendor, once, () => issue(vendor, request));
