/** Online activation: one question to the licensing server, asked until an answer came (LICENSING 4). */
import { randomBytes, randomUUID } from 'node:crypto';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { readLicense } from '../../core/license/read.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { type Attempt, beginAttempt, endAttempt, type Question } from './attempts.ts';
import { isFinal, type LicensingServer, notTheServer, postActivation } from './client.ts';
import { type InForce, PORTS } from './in-force.ts';

export interface OnlineDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly server: LicensingServer;
  readonly trustedKeys: readonly TrustedKey[];
  readonly hostname: string;
  readonly version: string;
}

/** The document formats that this version reads (LICENSING 2). */
const FORMATS = [1];

/** The license that the vendor issued for this order and machine. It is not judged yet. */
export async function requestLicense(
  deps: OnlineDeps,
  question: Question,
  currentLicenseId: string | undefined,
): Promise<InForce> {
  try {
    return await ask(deps, question, currentLicenseId);
  } catch (error) {
    // The question has changed since its key was stored (an update, another license in force): ask it anew.
    if (!(error instanceof SeatkeeperError) || error.code !== 'IDEMPOTENCY_MISMATCH') throw error;
    return ask(deps, question, currentLicenseId);
  }
}

async function ask(deps: OnlineDeps, question: Question, currentLicenseId: string | undefined): Promise<InForce> {
  const { store, server, trustedKeys } = deps;
  const fresh = { idempotencyKey: randomUUID(), nonce: randomBytes(16).toString('hex') };
  const attempt = await beginAttempt(store, question, fresh, deps.clock.now());
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
    const license = readAnswer(deps, question, attempt, answer);
    await endAttempt(store, attempt);
    return license;
  } catch (error) {
    if (isFinal(error)) await endAttempt(store, attempt);
    throw error;
  }
}

function readAnswer(deps: OnlineDeps, question: Question, attempt: Attempt, answer: Uint8Array): InForce {
  const { server } = deps;
  const read = readLicense(answer, deps.trustedKeys, PORTS);
  if (!read.ok && read.outcome === 'LICENSE_MALFORMED') {
    throw notTheServer(server, `its answer is no license: ${read.params.detail}`);
  }
  if (!read.ok) throw new SeatkeeperError(read.outcome, read.params);
  const { document } = read;
  if (document.answer?.nonce !== attempt.nonce) throw notTheServer(server, 'its answer is one to another question');
  if (document.order.id !== question.orderId) throw notTheServer(server, 'its answer is about another order');
  return { document, xml: new TextDecoder('utf-8', { ignoreBOM: true }).decode(answer) };
}
