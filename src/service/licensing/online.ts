/** Online activation: one question to the licensing server, asked until an answer came (LICENSING 4). */
import { randomBytes, randomUUID } from 'node:crypto';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import type { Store } from '../store/store.ts';
import { readAnswer } from './answer.ts';
import { beginAttempt, endAttempt, type Question } from './attempts.ts';
import { isFinal, type LicensingServer, postActivation } from './client.ts';
import type { InForce } from './in-force.ts';

export interface OnlineDeps {
  readonly store: Store;
  /** Trusted. */
  readonly now: () => number;
  readonly server: LicensingServer;
  readonly trustedKeys: readonly TrustedKey[];
  readonly hostname: string;
  readonly version: string;
}

/** The document formats that this version reads (LICENSING 2). */
export const FORMATS = [1];

/** A license that the vendor has sent, verified and not judged yet. */
export interface Answered extends InForce {
  /** Epoch ms of the vendor's clock at this moment; null when the answer may be one that was lost long ago. */
  readonly serverTime: number | null;
}

/** The license that the vendor issued for this order and machine. */
export async function requestLicense(
  deps: OnlineDeps,
  question: Question,
  currentLicenseId: string | undefined,
): Promise<Answered> {
  try {
    return await ask(deps, question, currentLicenseId);
  } catch (error) {
    // The question has changed since its key was stored (an update, another license in force): ask it anew.
    if (!(error instanceof SeatkeeperError) || error.code !== 'IDEMPOTENCY_MISMATCH') throw error;
    return ask(deps, question, currentLicenseId);
  }
}

async function ask(deps: OnlineDeps, question: Question, currentLicenseId: string | undefined): Promise<Answered> {
  const { store, server, trustedKeys } = deps;
  const fresh = { idempotencyKey: randomUUID(), nonce: randomBytes(16).toString('hex') };
  const attempt = await beginAttempt(store, question, fresh, deps.now());
  const request = {
    ...question,
    hostname: deps.hostname,
    version: deps.version,
    nonce: attempt.nonce,
    keyIds: trustedKeys.filter((key) => key.state === 'active').map((key) => key.id),
    formats: FORMATS,
    ...(currentLicenseId === undefined ? {} : { currentLicenseId }),
  };
  try {
    const answer = await postActivation(server, request, attempt.idempotencyKey);
    const license = readAnswer(answer, { ...question, ...attempt }, deps);
    await endAttempt(store, attempt);
    return { ...license, serverTime: attempt === fresh ? serverTimeOf(license.document) : null };
  } catch (error) {
    if (isFinal(error)) await endAttempt(store, attempt);
    throw error;
  }
}

/** As the signed answer says it. */
export function serverTimeOf(document: LicenseDocument): number | null {
  const instant = Date.parse(document.answer?.serverTime ?? '');
  return Number.isNaN(instant) ? null : instant;
}
