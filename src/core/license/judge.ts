/** A believed document against this machine, this moment and what was here before (LICENSING 2, 4). */
import { CLOCK_BACK_LIMIT, CLOCK_SILENT } from '../lifecycle/constants.ts';
import type { LicenseDocument } from './document.ts';
import { type ComponentId, matchReferenceIds } from './reference-id.ts';

/** Clocks of vendor and machine may differ so far without a word (LICENSING 5, Clock). */
export const CLOCK_SILENT_MS = CLOCK_SILENT;
/** … and so far with a warning. A document issued further in the future is refused. */
export const CLOCK_TOLERANCE_MS = CLOCK_BACK_LIMIT;

export interface JudgeFacts {
  /** Of this machine, as it is written. */
  readonly referenceId: string;
  /** Trusted now, epoch milliseconds. */
  readonly now: number;
  /** The license in force here. */
  readonly inForce?: Pick<LicenseDocument, 'serial' | 'order'>;
  /** The highest serial of this document's order that was ever in force here, kept where a restore cannot turn it back. */
  readonly highestSerial?: number;
  /** Orders that were in force here until an update took their place. */
  readonly replacedOrders?: readonly string[];
  /** The vendor has the previous order on record for this machine: the document answers our own request. */
  readonly previousOnRecord?: boolean;
}

export type JudgeOutcome =
  | 'LICENSE_WRONG_MACHINE'
  | 'LICENSE_PREVIOUS_REQUIRED'
  | 'LICENSE_NOT_YET_VALID'
  | 'LICENSE_EXPIRED'
  | 'LICENSE_SUPERSEDED';

export interface Judged {
  readonly ok: true;
  /** Components that changed since the document was issued: tolerated, shown, enrolled at the next re-validation. */
  readonly changed: readonly ComponentId[];
  /** Something newer was in force here and is lost: to be installed as `revalidating` and validated at once. */
  readonly outdated: boolean;
  /** This clock is behind the vendor's by 10 minutes to 24 hours. */
  readonly clockBehind: boolean;
}
/** `params` fill the texts of the error catalogue. */
export interface JudgeRefusal {
  readonly ok: false;
  readonly outcome: JudgeOutcome;
  readonly params: Readonly<Record<string, string | number>>;
}

const refuse = (outcome: JudgeOutcome, params: JudgeRefusal['params']): JudgeRefusal => ({
  ok: false,
  outcome,
  params,
});

/** An update activates only on top of its older license; one that was in force here already stands by itself. */
function standsOnPrevious({ order }: LicenseDocument, facts: JudgeFacts): boolean {
  if (order.previous === '' || facts.previousOnRecord === true || facts.highestSerial !== undefined) return true;
  return facts.inForce?.order.id === order.previous || facts.inForce?.order.id === order.id;
}

/** Has what is in force taken the place of this document's order? */
const isReplaced = ({ order }: LicenseDocument, { inForce, replacedOrders }: JudgeFacts): boolean =>
  inForce?.order.id !== order.id &&
  (inForce?.order.previous === order.id || (replacedOrders?.includes(order.id) ?? false));

function refuseSuperseded(document: LicenseDocument, facts: JudgeFacts): JudgeRefusal | undefined {
  const { inForce } = facts;
  if (!inForce) return undefined;
  if (inForce.order.id === document.order.id && document.serial < inForce.serial) {
    return refuse('LICENSE_SUPERSEDED', { current: inForce.serial, serial: document.serial });
  }
  if (!isReplaced(document, facts)) return undefined;
  const current = `${inForce.serial} of order ${inForce.order.id}`;
  return refuse('LICENSE_SUPERSEDED', { current, serial: `${document.serial} of order ${document.order.id}` });
}

/**
 * Can this document be applied here and now? For a document that `readLicense` gave. Outcomes in the order of
 * LICENSE_OUTCOMES: the first that applies is the one that the person must know.
 */
export function judgeLicense(document: LicenseDocument, facts: JudgeFacts): Judged | JudgeRefusal {
  const { now, referenceId } = facts;
  const match = matchReferenceIds(document.machine.reference, referenceId);
  if (!match.fits)
    return refuse('LICENSE_WRONG_MACHINE', { licensed: document.machine.reference, actual: referenceId });
  if (!standsOnPrevious(document, facts))
    return refuse('LICENSE_PREVIOUS_REQUIRED', { previous: document.order.previous });
  const ahead = Date.parse(document.issued) - now;
  if (ahead > CLOCK_TOLERANCE_MS) return refuse('LICENSE_NOT_YET_VALID', { issued: document.issued });
  if (document.expires !== undefined && Date.parse(document.expires) <= now) {
    return refuse('LICENSE_EXPIRED', { expires: document.expires });
  }
  const superseded = refuseSuperseded(document, facts);
  if (superseded) return superseded;
  const outdated = (facts.highestSerial ?? 0) > document.serial || isReplaced(document, facts);
  return { ok: true, changed: match.changed, outdated, clockBehind: ahead > CLOCK_SILENT_MS };
}
