/** Answers that are no procedure's, and the headers that all have. */
import { SECURITY_HEADERS } from './bundle.ts';
import { isPagePath } from './pages.ts';
import type { WireError } from './wire-errors.ts';

export const json = (status: number, value: unknown): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

/** In the shape that the asker reads: oRPC's protocol, REST, or words for a person's browser. */
export function refusal(path: string, error: WireError): Response {
  if (path.startsWith('/rpc/')) return json(error.status, { json: error.toJSON() });
  if (!isPagePath(path)) return json(error.status, error.toJSON());
  const text = `${error.message}\n${error.data.next}\n`;
  return new Response(text, { status: error.status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

export function hardened(response: Response): Response {
  const headers = { 'cache-control': 'no-store', ...SECURITY_HEADERS };
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
