/** Everything the service answers, as one function from Request to Response: over HTTP, and within the process. */
import type { Logger } from 'pino';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Downloads } from '../downloads.ts';
import { type Authentication, callerOf } from './authenticate.ts';
import { type Caller, LOCAL_ADMINISTRATOR } from './context.ts';
import { createMounts } from './mounts.ts';
import { openApiDocument } from './openapi.ts';
import { refuseForeign, refuseWithoutCsrf } from './origin.ts';
import { isPagePath, servePages } from './pages.ts';
import { hardened, json, refusal } from './responses.ts';
import type { ApiRouter } from './router.ts';
import type { Uploads } from './uploads.ts';
import { toWireError } from './wire-errors.ts';

export interface ApiOptions {
  readonly router: ApiRouter;
  readonly uploads: Uploads;
  readonly downloads: Pick<Downloads, 'answer'>;
  readonly auth: Authentication;
  readonly version: string;
  /** The console's bundle; undefined: none is served. */
  readonly rendererFolder: string | undefined;
  readonly log: Logger;
}

export interface Api {
  /** From a listener. `loopback`: the connection comes from this machine. */
  overHttp(request: Request, loopback: boolean): Promise<Response>;
  /** From this process: the caller is this machine's administrator already. */
  inProcess(request: Request): Promise<Response>;
}

export function createApi(options: ApiOptions): Api {
  const mounts = createMounts(options.router, options.log);
  let description: Promise<string> | undefined;

  const knownCaller = (request: Request, caller: Caller | undefined): Caller => {
    refuseWithoutCsrf(request.headers);
    if (!caller) throw new SeatkeeperError('NOT_SIGNED_IN');
    return caller;
  };
  const upload = async (request: Request, caller: Caller | undefined): Promise<Response> => {
    if (knownCaller(request, caller).role !== 'admin') throw new SeatkeeperError('NOT_ALLOWED');
    const announced = Number(request.headers.get('content-length') ?? 0);
    return json(201, await options.uploads.receive(request.body, announced, request.signal));
  };

  const route = async (request: Request, path: string, caller: Caller | undefined): Promise<Response> => {
    if (path === '/openapi.json' && isReading(request)) {
      description ??= openApiDocument(options.version).then((document) => JSON.stringify(document));
      return new Response(await description, { headers: { 'content-type': 'application/json' } });
    }
    if (path === '/uploads' && request.method === 'POST') return upload(request, caller);
    if (path.startsWith(DOWNLOADS) && request.method === 'GET') {
      const { role } = knownCaller(request, caller);
      return options.downloads.answer(path.slice(DOWNLOADS.length), role);
    }
    const mount = mounts.find(({ prefix }) => path.startsWith(`${prefix}/`));
    const response = await mount?.handle(request, { caller });
    if (!response) throw new SeatkeeperError('PATH_NOT_FOUND');
    return response;
  };

  const answered = async (request: Request, work: (url: URL) => Promise<Response>): Promise<Response> => {
    const url = new URL(request.url);
    try {
      return hardened(await work(url));
    } catch (error) {
      return hardened(refusal(url.pathname, toWireError(error, options.log)));
    }
  };

  return {
    overHttp: (request, loopback) =>
      answered(request, async (url) => {
        const page = isReading(request) && isPagePath(url.pathname);
        refuseForeign(request.headers, page);
        const caller = callerOf(request.headers, loopback, url.pathname.startsWith('/api/'), options.auth);
        return page ? servePages(request, url, caller, options) : route(request, url.pathname, caller);
      }),
    inProcess: (request) => answered(request, (url) => route(request, url.pathname, LOCAL_ADMINISTRATOR)),
  };
}

const DOWNLOADS = '/downloads/';

const isReading = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';
