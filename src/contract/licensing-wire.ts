/**
 * What control service and licensing server say to each other over HTTP (INTERFACES 3). Requests are JSON; members that
 * are not known are passed over, so that a newer service can ask an older vendor. Answers to the first three are
 * `200 application/xml`, a signed license document (LICENSING 2); refusals are problems with a code of the catalogue.
 */
import { z } from 'zod';
import { isPlainText, isToken } from '../core/license/values.ts';
import type { ErrorCode } from './errors.ts';

export const ACTIVATIONS_PATH = '/v1/activations';
export const VALIDATIONS_PATH = '/v1/validations';
export const LICENSES_PATH = '/v1/licenses';
export const RELEASES_PATH = '/v1/releases';
export const ORDERS_PATH = '/v1/orders';

/** A request that succeeded is answered again with the same bytes for seven days. The same key, another body: IDEMPOTENCY_MISMATCH. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
export const LICENSE_TYPE = 'application/xml';
export const PROBLEM_TYPE = 'application/problem+json';
/** Of requests. A license document has at most as much (LICENSING 2). */
export const MAX_BODY_BYTES = 64 * 1024;

/** One line that a document can carry: no control characters, no half characters. */
export const oneLine = (max: number): z.ZodType<string, string> =>
  z.string().trim().max(max, `at most ${max} characters`).refine(isPlainText, 'not one line of text');

const orderId = z.string().min(1).max(64);
const referenceId = z.string().min(1).max(128);
const nonce = z.string().min(16, 'at least 16 characters').refine(isToken, 'at most 128 plain characters');
const licenseId = z.string().min(1).max(128);

/** Who asks: every request for a document has these. */
const asking = {
  /** As typed: read leniently. */
  orderId,
  /** Of the machine as it is now. As typed: read leniently. */
  referenceId,
  hostname: oneLine(255).default(''),
  /** Of Seatkeeper. */
  version: oneLine(64).default(''),
  /** The signing keys that are trusted there: the answer is signed with the newest common one. Absent: not known. */
  keyIds: z.array(z.string().max(64)).max(64).optional(),
  /** The document formats that are read there. */
  formats: z.array(z.number().int()).max(32).default([1]),
};

/** `POST /v1/activations`. Repeated in the answer: `nonce`. `currentLicenseId` proves the older license of an update. */
export const activationRequest = z.object({ ...asking, nonce, currentLicenseId: licenseId.optional() });

/** `POST /v1/licenses`: a file, for a machine without a network; its document has no `<answer>`. */
export const fileRequest = z.object({ ...asking, currentLicenseId: licenseId.optional() });

/**
 * `POST /v1/validations`: `licenseId` and `serial` of the license in force. The answer has a higher serial, the Reference
 * ID that was sent, and repeats the nonce.
 */
export const validationRequest = z.object({
  ...asking,
  licenseId,
  serial: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  nonce,
});

/** `POST /v1/releases`: of the machine to release, with the holder's e-mail as proof. Answer: the order as JSON. */
export const releaseRequest = z.object({ orderId, referenceId, email: z.string().min(1).max(254) });

/** `GET /v1/orders/{id}`. */
export const orderParams = z.object({ id: orderId });
/** One of both. */
export const proofQuery = z.object({
  reference: z.string().max(128).optional(),
  email: z.string().max(254).optional(),
});

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/, 'Idempotency-Key: 8 to 128 printable characters, such as a UUID')
  .optional();

/** As a client writes it. */
export type ValidationBody = z.input<typeof validationRequest>;

/** As the licensing server reads them. */
export type ActivationRequest = z.output<typeof activationRequest>;
export type FileRequest = z.output<typeof fileRequest>;
export type ValidationRequest = z.output<typeof validationRequest>;

/** An error (RFC 9457). RATE_LIMITED (429) and LICENSING_SERVER_BUSY (503) also have `Retry-After`, in seconds, and `params.seconds`. */
export interface Problem {
  readonly type: string;
  /** The code in words: the same for every occurrence. */
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly next: string;
  readonly params: Readonly<Record<string, string | number>>;
}
