/** Re-validation: one question about the license in force, asked until an answer came (LICENSING 5). */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ValidationBody } from '../../contract/licensing-wire.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import type { Store } from '../store/store.ts';
import { readAnswer } from './answer.ts';
import { isFinal, notTheServer, postValidation } from './client.ts';
import { type Answered, FORMATS, type OnlineDeps, serverTimeOf } from './online.ts';

/** What the question is about; with another license or machine it is another question. */
type About = Pick<ValidationBody, 'orderId' | 'licenseId' | 'serial' | 'referenceId'>;

const attempt = z.object({ about: z.string(), idempotencyKey: z.string(), nonce: z.string() });
type Attempt = z.infer<typeof attempt>;

/** Row of the table `standing`. */
const ATTEMPT = 'validation-attempt';

/**
 * The vendor's new document for the license in force on this machine, verified and newer. Throws what made the attempt
 * fail, each with its own code: the server's refusals, LICENSING_SERVER_UNREACHABLE, NOT_THE_LICENSING_SERVER,
 * LICENSE_UNKNOWN_KEY, LICENSE_SIGNATURE_INVALID, LICENSE_WRONG_MACHINE, LICENSE_SUPERSEDED.
 */
export async function requestValidation(
  deps: OnlineDeps,
  inForce: LicenseDocument,
  referenceId: string,
): Promise<Answered> {
  const { id: licenseId, serial, order } = inForce;
  const about: About = { orderId: order.id, licenseId, serial, referenceId };
  try {
    return await ask(deps, about, inForce);
  } catch (error) {
    // The version or the trusted keys have changed since the attempt was stored: ask anew.
    if (!(error instanceof SeatkeeperError) || error.code !== 'IDEMPOTENCY_MISMATCH') throw error;
    return ask(deps, about, inForce);
  }
}

async function ask(deps: OnlineDeps, about: About, inForce: LicenseDocument): Promise<Answered> {
  const { attempt, isFresh } = await beginAttempt(deps.store, about);
  const request: ValidationBody = {
    ...about,
    hostname: deps.hostname,
    version: deps.version,
    nonce: attempt.nonce,
    keyIds: deps.trustedKeys.filter((key) => key.state === 'active').map((key) => key.id),
    formats: FORMATS,
  };
  try {
    const answer = await postValidation(deps.server, request, attempt.idempotencyKey);
    const license = readAnswer(answer, { ...about, ...attempt }, deps);
    refuseUnlessNewer(deps, license.document, inForce, about.referenceId);
    return { ...license, serverTime: isFresh ? serverTimeOf(license.document) : null };
  } catch (error) {
    if (isFinal(error)) await endAttempt(deps.store);
    throw error;
  }
}

export function refuseUnlessNewer(
  { server }: OnlineDeps,
  document: LicenseDocument,
  inForce: LicenseDocument,
  referenceId: string,
): void {
  if (document.machine.reference !== referenceId) {
    throw new SeatkeeperError('LICENSE_WRONG_MACHINE', { licensed: document.machine.reference, actual: referenceId });
  }
  if (document.serial <= inForce.serial) {
    throw new SeatkeeperError('LICENSE_SUPERSEDED', { current: inForce.serial, serial: document.serial });
  }
  if (Date.parse(document.issued) < Date.parse(inForce.issued)) {
    throw notTheServer(server, 'its answer was issued before the license in force');
  }
}

/** The attempt that waits for its answer, or a new one, stored before anything is sent. */
async function beginAttempt(store: Store, about: About): Promise<{ attempt: Attempt; isFresh: boolean }> {
  const subject = JSON.stringify(about);
  return store.write(async (trx) => {
    const row = await trx.selectFrom('standing').select('value').where('key', '=', ATTEMPT).executeTakeFirst();
    const waiting = row && parseAttempt(row.value);
    if (waiting?.about === subject) return { attempt: waiting, isFresh: false };
    const fresh: Attempt = { about: subject, idempotencyKey: randomUUID(), nonce: randomBytes(16).toString('hex') };
    const value = JSON.stringify(fresh);
    const insert = trx.insertInto('standing').values({ key: ATTEMPT, value });
    await insert.onConflict((oc) => oc.column('key').doUpdateSet({ value })).execute();
    return { attempt: fresh, isFresh: true };
  });
}

function parseAttempt(text: string): Attempt | undefined {
  try {
    return attempt.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** An answer came and was applied, or the server decided: the next question is a new one. */
const endAttempt = (store: Store): Promise<void> =>
  store.write(async (trx) => {
    await trx.deleteFrom('standing').where('key', '=', ATTEMPT).execute();
  });
