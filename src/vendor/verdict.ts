/** What a request for a document comes to: an answer, or a refusal. A refusal may leave a flag on record, so it is no throw. */
import { SeatkeeperError } from '../contract/errors.ts';
import { LICENSE_TYPE } from '../contract/licensing-wire.ts';
import { exclusively } from './store/open.ts';
import { type Answer, storeAnswer, storedAnswer } from './store/records.ts';
import type { Vendor } from './vendor.ts';

export type Verdict = Answer | SeatkeeperError;

/** The request of an Idempotency-Key; the same one is answered with the same bytes. */
export interface Once {
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * Makes the license.xml of a request, or finds the one that it was answered with. All of it is on disk when the
 * outermost transaction returns, or nothing. Refusals are not stored: the same request is judged anew when the order has
 * changed. Throws what is no refusal, after undoing everything.
 */
export const answerOnce = (vendor: Vendor, once: Once | undefined, make: () => string | SeatkeeperError): Verdict =>
  exclusively(vendor.db, () => {
    const stored = once && storedAnswer(vendor.db, once.key, once.fingerprint);
    if (stored) return stored;
    const made = make();
    if (made instanceof SeatkeeperError) return made;
    const answer = { status: 200, contentType: `${LICENSE_TYPE}; charset=utf-8`, body: made };
    if (once) storeAnswer(vendor.db, once.key, once.fingerprint, answer, vendor.clock.now());
    return answer;
  });

/** The answer; throws the refusal. */
export function orThrow(verdict: Verdict): Answer {
  if (verdict instanceof SeatkeeperError) throw verdict;
  return verdict;
}
