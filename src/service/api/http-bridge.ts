/** node:http to fetch and back. Both ways stream; the request's signal aborts when its client goes away. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type FetchHandler = (request: Request) => Promise<Response>;

/** Answers one request. Never rejects: a handler that throws is a defect, answered with a bare 500. */
export async function answer(req: IncomingMessage, res: ServerResponse, handler: FetchHandler): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  const body = hasBody(req) ? bodyOf(req) : undefined;
  const request = toRequest(req, body?.stream, gone.signal);
  if (!request) {
    res.writeHead(400).end();
    return;
  }
  try {
    await send(res, await handler(request), req.method === 'HEAD');
  } catch {
    if (!res.headersSent) res.writeHead(500).end();
    else res.destroy();
  } finally {
    // What the handler left unread would block the next request of this connection.
    body?.drain();
  }
}

const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

function toRequest(
  req: IncomingMessage,
  body: ReadableStream<Uint8Array> | undefined,
  signal: AbortSignal,
): Request | undefined {
  const url = `http://${req.headers.host ?? ''}${req.url ?? ''}`;
  if (!req.url?.startsWith('/') || !URL.canParse(url)) return undefined;
  const headers = new Headers();
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
    headers.append(req.rawHeaders[i] ?? '', req.rawHeaders[i + 1] ?? '');
  }
  const init = { method: req.method ?? 'GET', headers, signal };
  try {
    return new Request(url, body ? ({ ...init, body, duplex: 'half' } as RequestInit) : init);
  } catch {
    return undefined; // TRACE, CONNECT, a body with GET
  }
}

/** Unlike Readable.toWeb, giving up on the body does not cut the connection before the answer is read. */
function bodyOf(req: IncomingMessage): { stream: ReadableStream<Uint8Array>; drain(): void } {
  let open = true;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        req.on('data', (chunk: Buffer) => {
          if (!open) return;
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) req.pause();
        });
        const end = (work: () => void) => () => {
          if (!open) return;
          open = false;
          work();
        };
        req.once(
          'end',
          end(() => controller.close()),
        );
        req.once(
          'close',
          end(() => controller.error(new Error('the sender went away'))),
        );
        req.once('error', (error) => end(() => controller.error(error))());
        req.pause();
      },
      pull() {
        req.resume();
      },
      cancel() {
        open = false;
        req.resume();
      },
    },
    { highWaterMark: 256 * 1024, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return {
    stream,
    drain() {
      open = false;
      req.resume();
    },
  };
}

async function send(res: ServerResponse, response: Response, headOnly: boolean): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  if (res.destroyed) {
    await response.body?.cancel();
    return;
  }
  res.writeHead(response.status, headers);
  if (!response.body || headOnly) {
    await response.body?.cancel();
    res.end();
    return;
  }
  res.flushHeaders();
  const source = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  // A client that goes away ends the source; that is its right, not an error.
  await pipeline(source, res).catch(() => res.destroy());
}
