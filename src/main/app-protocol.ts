/** `app://console/`: the bundle, and on the same origin the service's API (DESIGN 3). */
import { SECURITY_HEADERS, serveBundle } from '../service/api/bundle.ts';
import { errorResponse } from './service-request.ts';

export const SCHEME = 'app';
export const CONSOLE_ORIGIN = `${SCHEME}://console`;
export const CONSOLE_URL = `${CONSOLE_ORIGIN}/`;

const isApi = (pathname: string): boolean =>
  pathname.startsWith('/rpc/') ||
  pathname.startsWith('/api/') ||
  pathname === '/uploads' ||
  pathname.startsWith('/downloads/');

/** `ask` passes a request to the service. */
export function consoleHandler(bundle: string, ask: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const { host, pathname } = new URL(request.url);
    const origin = request.headers.get('origin');
    if (host !== 'console' || (origin !== null && origin !== CONSOLE_ORIGIN)) {
      return errorResponse('REQUEST_FORGED', 403);
    }
    if (isApi(pathname)) return ask(request);
    if (request.method === 'GET') return serveBundle(bundle, pathname);
    return new Response(null, { status: 405, headers: SECURITY_HEADERS });
  };
}
