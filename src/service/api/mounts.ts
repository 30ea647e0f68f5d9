/** The two mounts of one router: oRPC's own protocol at /rpc, REST at /api, with the same guards and limits (DESIGN 3). */
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError } from '@orpc/server';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/fetch';
import { SimpleCsrfProtectionHandlerPlugin } from '@orpc/server/plugins';
import type { Logger } from 'pino';
import type { CallContext } from './context.ts';
import { CSRF_HEADER, CSRF_VALUE } from './origin.ts';
import type { ApiRouter } from './router.ts';
import { BODY_LIMIT, toWireError, type WireError, wireError } from './wire-errors.ts';

export interface Mount {
  readonly prefix: '/rpc' | '/api';
  /** Undefined: no procedure has this address. */
  handle(request: Request, context: CallContext): Promise<Response | undefined>;
}

export function createMounts(router: ApiRouter, log: Logger): readonly Mount[] {
  const options = () => ({
    plugins: [
      new BodyLimitPlugin<CallContext>({ maxBodySize: BODY_LIMIT }),
      new SimpleCsrfProtectionHandlerPlugin<CallContext>({ headerName: CSRF_HEADER, headerValue: CSRF_VALUE }),
    ],
    // What is refused before a procedure runs has the catalogue's words, too.
    interceptors: [
      async <T>({ next }: { next: () => Promise<T> }): Promise<T> => {
        try {
          return await next();
        } catch (error) {
          throw error instanceof ORPCError ? toWireError(error, log) : unreadable(error, log);
        }
      },
    ],
    eventIteratorKeepAliveInterval: 15_000,
  });
  return [mount('/rpc', new RPCHandler(router, options())), mount('/api', new OpenAPIHandler(router, options()))];
}

/** Procedures answer for their own errors (see guard): what else fails is the reading of the request. */
function unreadable(error: unknown, log: Logger): WireError {
  log.warn({ err: error }, 'a request could not be read');
  return wireError('INPUT_INVALID', { detail: 'its body is not what its content type says' });
}

type Handler = RPCHandler<CallContext> | OpenAPIHandler<CallContext>;

const mount = (prefix: Mount['prefix'], handler: Handler): Mount => ({
  prefix,
  async handle(request, context) {
    const { matched, response } = await handler.handle(request, { prefix, context });
    return matched ? response : undefined;
  },
});
