/** The renderer's requests on their way to the service, in this process or over loopback. */
import { describeError, type ErrorCode, type ErrorParams } from '../contract/errors.ts';

export interface Address {
  /** `http://127.0.0.1:32000` */
  readonly url: string;
  readonly token: string;
}

/** What the page says of its own origin and of this machine's other programs means nothing to the service. */
const DROPPED = /^(origin|referer|cookie|authorization|host|connection|content-length|sec-.*|user-agent)$/;
/** What fetch has undone already. */
const UNDONE = ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'];
/** Calls are small; what is larger is an upload, which streams. */
const REPEATABLE_BYTES = 1024 * 1024;

export interface OutgoingRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
}

/** Reads a small body, so that the request can be made again on another connection. */
export async function outgoing(request: Request): Promise<OutgoingRequest> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers();
  request.headers.forEach((value, name) => {
    if (!DROPPED.test(name)) headers.set(name, value);
  });
  headers.set('x-seatkeeper-client', 'console');
  const streams = pathname === '/uploads';
  const body = request.body === null || streams ? request.body : await readSmall(request);
  return { method: request.method, target: pathname + search, headers, body };
}

async function readSmall(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > REPEATABLE_BYTES) throw new RequestTooLarge();
  return bytes;
}
export class RequestTooLarge extends Error {}

export const isRepeatable = (request: OutgoingRequest): boolean => !(request.body instanceof ReadableStream);

/** A new Request for the service in this process; its address is never looked up. */
export const toLocalRequest = ({ method, target, headers, body }: OutgoingRequest): Request =>
  new Request(`http://console.invalid${target}`, { method, headers, ...bodyInit(body) });

/** Asks the service of another process. Throws TypeError when nobody answers there. */
export async function forward(request: OutgoingRequest, address: Address): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${address.token}`);
  const response = await fetch(address.url + request.target, {
    method: request.method,
    headers,
    redirect: 'error',
    ...bodyInit(request.body),
  });
  const answered = new Headers(response.headers);
  for (const name of UNDONE) answered.delete(name);
  answered.delete('set-cookie');
  return new Response(response.body, { status: response.status, headers: answered });
}

const bodyInit = (body: OutgoingRequest['body']): RequestInit =>
  body === null ? {} : ({ body, duplex: 'half' } as RequestInit);

/** An error of the catalogue in the form in which the service's own errors reach the client. */
export function errorResponse(code: ErrorCode, status: number, params: ErrorParams = {}): Response {
  const { message, next } = describeError(code, params);
  const error = { defined: true, code, status, message, data: { next, params } };
  return Response.json({ json: error }, { status });
}
