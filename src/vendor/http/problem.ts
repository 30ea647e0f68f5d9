/** Errors on the wire: application/problem+json with a code of the catalogue (RFC 9457, INTERFACES 3). */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply } from 'fastify';
import { z } from 'zod';
import { describeError, ERRORS, type ErrorCode, SeatkeeperError } from '../../contract/errors.ts';
import { PROBLEM_TYPE, type Problem } from '../../contract/licensing-wire.ts';

const inWords = (code: ErrorCode): string => code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');

export const problemOf = ({ code, params }: SeatkeeperError): Problem => {
  const { message, next } = describeError(code, params);
  const type = `urn:seatkeeper:error:${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: inWords(code), status: ERRORS[code].status, code, detail: message, next, params };
};

function schemaDetail(error: z.ZodError): string {
  const issue = error.issues[0];
  const path = issue?.path.join('.');
  return `${path ? `${path}: ` : ''}${issue?.message ?? 'not as described'}`;
}

/** What a request that fastify itself refuses means. */
function requestError(error: FastifyError): SeatkeeperError | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new SeatkeeperError('BODY_TOO_LARGE', { limit: '64 KiB' });
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new SeatkeeperError('INPUT_INVALID', { detail: 'the Content-Type is not one that is read here' });
  }
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return undefined;
  return new SeatkeeperError('INPUT_INVALID', { detail: error.message.slice(0, 200) });
}

/**
 * The catalogue's error for anything thrown. What is not expected is INTERNAL, with `cause` for the log: where the data
 * folder is and what ails it is no customer's business.
 */
export function asSeatkeeperError(error: unknown): SeatkeeperError {
  if (error instanceof SeatkeeperError) return error;
  if (error instanceof z.ZodError) return new SeatkeeperError('INPUT_INVALID', { detail: schemaDetail(error) });
  const refused = error instanceof Error ? requestError(error as FastifyError) : undefined;
  return refused ?? new SeatkeeperError('INTERNAL', { correlationId: randomUUID() }, { cause: error });
}

/** Says when to come again, to machines that only read headers. */
export function setRetryAfter(reply: FastifyReply, error: SeatkeeperError): void {
  if (error.code === 'RATE_LIMITED' || error.code === 'LICENSING_SERVER_BUSY')
    reply.header('retry-after', String(error.params.seconds));
}

export function sendProblem(reply: FastifyReply, error: SeatkeeperError): FastifyReply {
  const problem = problemOf(error);
  setRetryAfter(reply, error);
  return reply.code(problem.status).type(`${PROBLEM_TYPE}; charset=utf-8`).send(JSON.stringify(problem));
}
