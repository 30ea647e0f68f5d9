/** Activation of an order on a machine, online or as a file: decided, signed and on disk before it is answered. */
import { SeatkeeperError } from '../contract/errors.ts';
import type { ActivationRequest, FileRequest } from '../contract/licensing-wire.ts';
import { activationLimit, decideActivation, findMachine, type Permission } from '../core/license/vendor-rules.ts';
import { flagOrder } from './flags.ts';
import { issueDocument, requireReference } from './issue.ts';
import { requireOrder } from './orders.ts';
import {
  type Given,
  insertMachine,
  type Machine,
  machinesOf,
  renewMachine,
  setRefused,
  setUsedSince,
} from './store/machines.ts';
import { findOrder, type Order, setSuperseded } from './store/orders.ts';
import { type Answer, record } from './store/records.ts';
import type { Vendor } from './vendor.ts';
import { answerOnce, type Once, orThrow, type Verdict } from './verdict.ts';

/** Without a nonce: as a file. */
type Request = FileRequest & Partial<Pick<ActivationRequest, 'nonce'>>;

interface Permitted {
  readonly order: Order;
  readonly machines: readonly Machine[];
  readonly permission: Permission;
  readonly reference: string;
}

function decide(vendor: Vendor, request: Request, now: number): Permitted | SeatkeeperError {
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
    now,
  });
  if (decision.flag !== undefined) flagOrder(vendor, order, decision.flag, now);
  if (decision.allowed) return { order, machines, permission: decision, reference };
  const known = machines[findMachine(machines, reference)];
  if (known) setRefused(vendor.db, known.id, decision.code, now);
  return new SeatkeeperError(decision.code, decision.params);
}

/** Enrolls the machine as it is now and returns its row's id. */
function enroll(vendor: Vendor, permitted: Permitted, request: Request, given: Given, now: number): number {
  const { order, machines, permission, reference } = permitted;
  const report = { reference, hostname: request.hostname, version: request.version, keyIds: request.keyIds };
  const known = machines[permission.machine];
  const name = request.hostname === '' ? reference : `${reference} (${request.hostname})`;
  if (known) {
    renewMachine(vendor.db, known.id, report, given, now);
    if (permission.begins) setUsedSince(vendor.db, known.id, now);
    record(vendor.db, order.id, 'activated again', `serial ${given.serial} on ${name}`, now);
    return known.id;
  }
  const count = `machine ${machines.length + 1} of ${activationLimit(order)}`;
  record(vendor.db, order.id, 'activated', `serial ${given.serial} on ${name}, ${count}`, now);
  return insertMachine(vendor.db, order.id, report, given, now);
}

function supersede(vendor: Vendor, { order, permission }: Permitted, now: number): void {
  if (permission.supersedes === '') return;
  setSuperseded(vendor.db, permission.supersedes, order.id);
  record(vendor.db, permission.supersedes, 'superseded', `by ${order.id}`, now);
}

/** Within the caller's transaction. Returns license.xml. */
function issue(vendor: Vendor, request: Request): string | SeatkeeperError {
  const now = vendor.clock.now();
  const permitted = decide(vendor, request, now);
  if (permitted instanceof SeatkeeperError) return permitted;
  const { order, machines, permission, reference } = permitted;
  const { nonce, formats } = request;
  const keyIds = request.keyIds ?? machines[permission.machine]?.keyIds ?? undefined;
  const serial = order.serial + 1;
  const xml = issueDocument(vendor, order, { reference, serial, nonce, formats, keyIds }, () =>
    enroll(vendor, permitted, request, { serial, online: nonce !== undefined }, now),
  );
  supersede(vendor, permitted, now);
  return xml;
}

/**
 * The license document of this order for this machine. A repeated `once` gives the stored bytes. A refusal of LICENSING 4
 * is returned; FORMAT_UNSUPPORTED, KEY_UNAVAILABLE, IDEMPOTENCY_MISMATCH and what `requireOrder` and `requireReference`
 * throw is thrown.
 */
export const judgeActivation = (vendor: Vendor, request: Request, once?: Once): Verdict =>
  answerOnce(vendor, once, () => issue(vendor, request));

/** As `judgeActivation`, on disk when it returns; throws refusals. */
export const activate = (vendor: Vendor, request: Request, once?: Once): Answer =>
  orThrow(judgeActivation(vendor, request, once));
