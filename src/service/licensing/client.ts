/**
 * The conversation with the licensing server (LICENSING 4). Whatever answers is believed to be anything: capped, timed,
 * no redirect followed, and only a license document or a problem of the catalogue counts as an answer.
 */

import { type ErrorParams, isErrorCode, SeatkeeperError } from '../../contract/errors.ts';
import {
  ACTIVATIONS_PATH,
  LICENSE_TYPE,
  PROBLEM_TYPE,
  VALIDATIONS_PATH,
  type ValidationBody,
} from '../../contract/licensing-wire.ts';
import { MAX_LICENSE_BYTES } from '../../core/license/frame.ts';
import { failureInWords } from './connection-failure.ts';
import { retryAfterSeconds } from './retry-after.ts';

export interface LicensingServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
  /** The service ends: no answer is awaited any more. */
  readonly closing?: AbortSignal;
}

export interface ActivationRequest {
  readonly orderId: string;
  readonly referenceId: string;
  readonly hostname: string;
  readonly version: string;
  readonly nonce: string;
  /** Trusted keys: the vendor signs with the newest that both know. */
  readonly keyIds: readonly string[];
  readonly formats: readonly number[];
  readonly currentLicenseId?: string;
}

/**
 * The document that the server issued, as bytes and not judged yet. Throws LICENSING_SERVER_UNREACHABLE,
 * NOT_THE_LICENSING_SERVER, LICENSING_SERVER_FAILED, or the refusal that the server named.
 */
export function postActivation(
  server: LicensingServer,
  request: ActivationRequest,
  idempotencyKey: string,
): Promise<Uint8Array> {
  return post(server, ACTIVATIONS_PATH, request, idempotencyKey);
}

/** The same for a re-validation (LICENSING 5). */
export function postValidation(
  server: LicensingServer,
  request: ValidationBody,
  idempotencyKey: string,
): Promise<Uint8Array> {
  return post(server, VALIDATIONS_PATH, request, idempotencyKey);
}

async function post(
  server: LicensingServer,
  path: string,
  request: object,
  idempotencyKey: string,
): Promise<Uint8Array> {
  const late = AbortSignal.timeout(server.timeoutMs);
  const signal = server.closing ? AbortSignal.any([late, server.closing]) : late;
  const response = await reached(server, () =>
    server.fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: `${LICENSE_TYPE}, ${PROBLEM_TYPE}`,
        'idempotency-key': idempotencyKey,
      },
      body: JSON.stringify(request),
      redirect: 'manual',
      signal,
    }),
  );
  if (isRedirect(response)) {
    await response.body?.cancel().catch(() => {});
    throw notTheServer(server, 'it redirects elsewhere');
  }
  const body = await reached(server, () => readCapped(server, response));
  const type = mediaType(response);
  if (response.status === 200 && type === LICENSE_TYPE) return body;
  throw problemOf(server, response, type, body);
}

/** Did the server decide, so that asking the same question again would change nothing? */
export function isFinal(error: unknown): boolean {
  if (!(error instanceof SeatkeeperError)) return false;
  return !NOT_DECIDED.has(error.code);
}
const NOT_DECIDED = new Set([
  'LICENSING_SERVER_UNREACHABLE',
  'NOT_THE_LICENSING_SERVER',
  'LICENSING_SERVER_FAILED',
  'LICENSING_SERVER_BUSY',
  'RATE_LIMITED',
]);

export const notTheServer = (server: LicensingServer, detail: string): SeatkeeperError =>
  new SeatkeeperError('NOT_THE_LICENSING_SERVER', { host: new URL(server.url).hostname, detail });

/** An opaque redirect is what browsers' `fetch` makes of it, a 3xx what Node's does. */
const isRedirect = (response: Response): boolean =>
  response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);

const mediaType = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Runs network work; a connection that fails is LICENSING_SERVER_UNREACHABLE with host and port to open. */
async function reached<T>(server: LicensingServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SeatkeeperError) throw error;
    if (server.closing?.aborted) throw new SeatkeeperError('SHUTTING_DOWN', {}, { cause: error });
    const { hostname, port, protocol } = new URL(server.url);
    const params = { host: hostname, port: port || (protocol === 'https:' ? '443' : '80') };
    throw new SeatkeeperError(
      'LICENSING_SERVER_UNREACHABLE',
      { ...params, detail: failureInWords(error) },
      { cause: error },
    );
  }
}

async function readCapped(server: LicensingServer, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the body, and with it the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_LICENSE_BYTES) throw notTheServer(server, 'the answer does not end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function problemOf(server: LicensingServer, response: Response, type: string, body: Uint8Array): SeatkeeperError {
  const host = new URL(server.url).hostname;
  const problem = type === PROBLEM_TYPE ? parseProblem(body) : undefined;
  const seconds = retryAfterSeconds(response.headers);
  if (problem && WAITING.has(problem.code)) {
    return new SeatkeeperError(problem.code as 'RATE_LIMITED', {
      ...problem.params,
      seconds: seconds ?? Number(problem.params.seconds ?? 60),
    });
  }
  const wait = seconds === undefined ? {} : { seconds };
  if (response.status >= 500) {
    const detail = `HTTP ${response.status}${problem?.code ? `, ${problem.code}` : ''}`;
    return new SeatkeeperError('LICENSING_SERVER_FAILED', { host, detail, ...wait });
  }
  if (!problem) return notTheServer(server, `HTTP ${response.status}, ${type || 'no content type'}`);
  const { code, params } = problem;
  if (!isErrorCode(code)) return new SeatkeeperError('LICENSING_SERVER_FAILED', { host, detail: code, ...wait });
  return new SeatkeeperError(code, params);
}

/** The server asks for patience, and says how long. */
const WAITING: ReadonlySet<string> = new Set(['RATE_LIMITED', 'LICENSING_SERVER_BUSY']);

const LONGEST_CODE = 64;
const LONGEST_PARAM = 200;

/** RFC 9457 with our members `code` and `params`; undefined if it is anything else. */
function parseProblem(body: Uint8Array): { code: string; params: ErrorParams } | undefined {
  const parsed = parseJson(Buffer.from(body).toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { code, params } = parsed as { code?: unknown; params?: unknown };
  if (typeof code !== 'string') return undefined;
  return { code: code.slice(0, LONGEST_CODE), params: plainParams(params) };
}

function plainParams(params: unknown): ErrorParams {
  if (typeof params !== 'object' || params === null) return {};
  const plain: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number') plain[name] = value;
    if (typeof value === 'string') plain[name] = value.slice(0, LONGEST_PARAM);
  }
  return plain;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
