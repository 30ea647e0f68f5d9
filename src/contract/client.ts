/** A typed client of a control service. Imports the contract's types only, so that no zod reaches the renderer. */
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { SimpleCsrfProtectionLinkPlugin } from '@orpc/client/plugins';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from './contract.ts';
import { describeError, type ErrorCode, isErrorCode, SeatkeeperError } from './errors.ts';
import type { Job } from './schemas.ts';

export type Client = ContractRouterClient<Contract>;

export interface ClientOptions {
  /** Origin of the service, without a path: `http://127.0.0.1:32000`, `app://console`. */
  readonly url: string;
  readonly headers?: () => Record<string, string>;
  readonly fetch?: (request: Request, init: RequestInit) => Promise<Response>;
}

export function createClient(options: ClientOptions): Client {
  const link = new RPCLink({
    url: `${options.url}/rpc`,
    headers: () => options.headers?.() ?? {},
    fetch: (request, init) => (options.fetch ?? ((r, i) => fetch(r, i)))(request, { ...init, redirect: 'error' }),
    plugins: [new SimpleCsrfProtectionLinkPlugin()],
  });
  return createORPCClient(link);
}

export interface ShownError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
}

/** The words of whatever a call threw. A failed connection is SERVICE_UNREACHABLE. */
export function shownError(error: unknown, url = 'this address'): ShownError {
  if (error instanceof ORPCError && isErrorCode(error.code)) {
    const next = (error.data as { next?: unknown } | undefined)?.next;
    return {
      code: error.code,
      message: error.message,
      next: typeof next === 'string' ? next : describeError(error.code).next,
    };
  }
  if (error instanceof SeatkeeperError || error instanceof JobError) {
    return { code: error.code, message: error.message, next: error.next };
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return { code: 'INPUT_INVALID', ...describeError('INPUT_INVALID', { detail: error.message }) };
  }
  const unreachable = error instanceof TypeError;
  const code = unreachable ? 'SERVICE_UNREACHABLE' : 'INTERNAL';
  const params = { url, detail: error instanceof Error ? error.message : String(error), correlationId: 'none' };
  return { code, ...describeError(code, params) };
}

/** Follows a job to its end; throws its error, or CANCELLED. */
export async function finishedJob(
  client: Client,
  jobId: string,
  onProgress: (job: Job) => void = () => {},
): Promise<Job> {
  for (;;) {
    const job = await client.jobs.get({ id: jobId, waitMs: 500 });
    onProgress(job);
    if (job.state === 'done') return job;
    if (job.state === 'cancelled') throw new SeatkeeperError('CANCELLED');
    if (job.state === 'failed') throw new JobError(job);
  }
}

/** A job that failed, with the words its service chose. */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly code: ErrorCode;
  readonly next: string;
  constructor(job: Job) {
    super(job.error?.message ?? 'failed');
    this.code = isErrorCode(job.error?.code) ? job.error.code : 'INTERNAL';
    this.next = job.error?.next ?? '';
  }
}
