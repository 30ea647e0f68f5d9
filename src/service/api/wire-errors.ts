/** Whatever was thrown, as what may travel: a code of the catalogue with its words, and never a stack (DESIGN 5). */
import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { Logger } from 'pino';
import { describeError, ERRORS, type ErrorCode, type ErrorParams, SeatkeeperError } from '../../contract/errors.ts';
import { type ErrorData, errorData } from '../../contract/procedure.ts';

export type WireError = ORPCError<ErrorCode, ErrorData>;

/** Bodies of procedures; uploads have a limit of their own. */
export const BODY_LIMIT = 512 * 1024;

export function wireError(code: ErrorCode, params: ErrorParams = {}, correlationId?: string): WireError {
  const { message, next } = describeError(code, params);
  const data: ErrorData = { next, params: { ...params }, ...(correlationId === undefined ? {} : { correlationId }) };
  return new ORPCError(code, { defined: true, status: ERRORS[code].status, message, data });
}

/** Unknown errors become INTERNAL with a reference under which the log has the stack. */
export function toWireError(error: unknown, log: Logger): WireError {
  if (isWireError(error)) return error;
  if (error instanceof SeatkeeperError) {
    if (error.cause !== undefined) log.warn({ err: error, cause: error.cause }, 'expected failure with a cause');
    return wireError(error.code, error.params);
  }
  if (error instanceof ORPCError) {
    const known = ofLibrary(error);
    if (known) return known;
  }
  if (isAbort(error)) return wireError('CANCELLED');
  const correlationId = randomUUID().slice(0, 8);
  log.error({ err: error, cause: (error as Error | undefined)?.cause, correlationId }, 'unexpected error');
  return wireError('INTERNAL', { correlationId }, correlationId);
}

const isWireError = (error: unknown): error is WireError =>
  error instanceof ORPCError && Object.hasOwn(ERRORS, error.code) && errorData.safeParse(error.data).success;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** What oRPC itself refuses, before a procedure runs. */
function ofLibrary(error: ORPCError<string, unknown>): WireError | undefined {
  switch (error.code) {
    case 'BAD_REQUEST':
      return wireError('INPUT_INVALID', { detail: issueOf(error) });
    case 'PAYLOAD_TOO_LARGE':
      return wireError('BODY_TOO_LARGE', { limit: `${BODY_LIMIT / 1024} KiB` });
    case 'CSRF_TOKEN_MISMATCH':
      return wireError('REQUEST_FORGED');
    case 'METHOD_NOT_SUPPORTED':
    case 'NOT_FOUND':
      return wireError('PATH_NOT_FOUND');
    default:
      return undefined;
  }
}

interface Issue {
  readonly message: string;
  readonly code?: string;
  readonly origin?: string;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/** A text's length in words; everything else as the schema says it. */
function wordsOf({ message, code, origin, minimum, maximum }: Issue): string {
  if (origin !== 'string') return message;
  if (code === 'too_small' && minimum === 1) return 'it is empty';
  return code === 'too_big' ? `it is longer than ${maximum} characters` : message;
}

/** Names the field: `values.C_Reference: Invalid input`. */
function issueOf(error: ORPCError<string, unknown>): string {
  const issues = (error.data as { issues?: readonly Issue[] } | undefined)?.issues;
  const first = issues?.[0];
  if (!first) return 'the body is not what its content type says';
  const path = (first.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return path === '' ? wordsOf(first) : `${path}: ${wordsOf(first)}`;
}
