/** The console in a browser: its bundle, and the one-time link that signs the browser in. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Authentication } from './authenticate.ts';
import { serveBundle } from './bundle.ts';
import type { Caller } from './context.ts';

const CONSOLE = '/console/';

export const isPagePath = (path: string): boolean => path === '/' || path === '/console' || path.startsWith(CONSOLE);

export const consoleAddress = (url: string, token: string): string => `${url}${CONSOLE}?token=${token}`;

/** GET or HEAD of a page path. Throws LINK_USED, or PATH_NOT_FOUND when this host serves no bundle. */
export async function servePages(
  request: Request,
  url: URL,
  caller: Caller | undefined,
  options: { readonly auth: Authentication; readonly rendererFolder: string | undefined },
): Promise<Response> {
  if (!url.pathname.startsWith(CONSOLE)) return redirect({});
  const token = url.searchParams.get('token');
  if (token === null) {
    if (options.rendererFolder === undefined) throw new SeatkeeperError('PATH_NOT_FOUND');
    return serveBundle(options.rendererFolder, url.pathname.slice(CONSOLE.length - 1));
  }
  // Reloading the address from the history of a signed-in browser is no reason to send it away.
  if (caller) return redirect({});
  return redirect({ 'set-cookie': signIn(request, token, options.auth) });
}

function signIn(request: Request, token: string, auth: Authentication): string {
  // HEAD is what link checkers send: it must not use the link up.
  const secret = request.method === 'GET' ? auth.sessions.redeemLink(token) : undefined;
  if (secret === undefined) throw new SeatkeeperError('LINK_USED');
  return `${auth.cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
}

const redirect = (headers: Record<string, string>): Response =>
  new Response(null, { status: 303, headers: { location: CONSOLE, ...headers } });
