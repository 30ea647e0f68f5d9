import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SeatkeeperError } from '../contract/errors.ts';
import { consoleHandler } from './app-protocol.ts';
import { openRouter, type ServicePort, type ServiceRouter } from './router.ts';
import type { Address } from './service-request.ts';

const TOKEN = 'token-1';
const servers: Server[] = [];
const routers: ServiceRouter[] = [];
afterEach(async () => {
  for (const router of routers.splice(0)) await router.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** A daemon that answers what it was asked. */
async function daemon(token = TOKEN, port = 0): Promise<Address> {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{}');
    const { method, url, headers } = request;
    const body = await bodyOf(request);
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
    return response.end(JSON.stringify({ by: 'daemon', method, url, headers, body }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token };
}

const stopDaemons = (): void => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
};

/** A data folder: who works on it decides whether a start succeeds. */
function folder() {
  const state = {
    running: undefined as Address | undefined,
    hosting: 0,
    closed: 0,
    onYield: () => {},
  };
  const port: ServicePort = {
    async start(onYield) {
      if (state.running) throw new SeatkeeperError('SERVICE_ALREADY_RUNNING', { folder: '/d', pid: 1, url: '' });
      state.hosting += 1;
      state.onYield = onYield;
      return {
        fetch: async (request) => Response.json({ by: 'console', url: request.url, body: await request.text() }),
        close: async () => {
          state.closed += 1;
        },
      };
    },
    find: async () => state.running,
  };
  return { state, port };
}

async function opened(port: ServicePort): Promise<ServiceRouter> {
  const router = await openRouter(port);
  routers.push(router);
  return router;
}

const call = (path = '/rpc/license/read', init: RequestInit = {}): Request =>
  new Request(`app://console${path}`, { method: 'POST', body: '{}', ...init });

describe('DESIGN 4: one writer per data folder; the second attaches', () => {
  test('hosts when nobody works on the folder', async () => {
    const { port } = folder();
    const router = await opened(port);
    expect(router.isHosting()).toBe(true);
    expect(await (await router.fetch(call())).json()).toMatchObject({ by: 'console', body: '{}' });
  });

  test('attaches when somebody does, and says who it is with the token alone', async () => {
    const { state, port } = folder();
    state.running = await daemon();
    const router = await opened(port);
    const headers = { origin: 'app://console', cookie: 'c=1', 'sec-fetch-site': 'same-origin', 'x-csrf-token': 'orpc' };
    const response = await router.fetch(call('/rpc/a?b=1', { headers }));
    const seen = (await response.json()) as { url: string; headers: Record<string, string> };
    expect(seen.url).toBe('/rpc/a?b=1');
    expect(seen.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' });
    for (const name of ['origin', 'cookie', 'sec-fetch-site']) expect(seen.headers).not.toHaveProperty(name);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(router.isHosting()).toBe(false);
  });

  test('yields to a daemon that asks: closes, waits for it, goes on with it', async () => {
    const { state, port } = folder();
    const router = await opened(port);
    state.onYield();
    const waiting = router.fetch(call());
    state.running = await daemon();
    expect(await (await waiting).json()).toMatchObject({ by: 'daemon' });
    expect(state.closed).toBe(1);
  });

  test('hosts again when the daemon has gone; the call that found out is repeated', async () => {
    const { state, port } = folder();
    state.running = await daemon();
    const router = await opened(port);
    stopDaemons();
    state.running = undefined;
    expect(await (await router.fetch(call())).json()).toMatchObject({ by: 'console', body: '{}' });
    expect(router.isHosting()).toBe(true);
  });

  test('finds a daemon again that was started anew with another token', async () => {
    const { state, port } = folder();
    state.running = await daemon('old');
    const router = await opened(port);
    const { port: number } = new URL(state.running.url);
    stopDaemons();
    state.running = await daemon('new', Number(number));
    expect(await (await router.fetch(call())).json()).toMatchObject({ by: 'daemon', body: '{}' });
  });

  test('an upload is streamed, and never repeated', async () => {
    const { state, port } = folder();
    state.running = await daemon();
    const router = await opened(port);
    const upload = () =>
      call('/uploads', { body: new Blob(['address\na@b.c\n']).stream(), duplex: 'half' } as RequestInit);
    expect(await (await router.fetch(upload())).json()).toMatchObject({ body: 'address\na@b.c\n' });
    stopDaemons();
    state.running = undefined;
    const response = await router.fetch(upload());
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ json: { code: 'SHUTTING_DOWN' } });
  });

  test('what keeps the service from starting is thrown', async () => {
    const start = async () => {
      throw new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder: '/d' });
    };
    await expect(openRouter({ start, find: async () => undefined })).rejects.toMatchObject({
      code: 'DATA_FOLDER_READ_ONLY',
    });
  });

  test('a call of more than 1 MiB is refused', async () => {
    const { port } = folder();
    const router = await opened(port);
    const response = await router.fetch(call('/rpc/a', { body: 'x'.repeat(1024 * 1024 + 1) }));
    expect(response.status).toBe(413);
  });
});

describe('DESIGN 6: app://console/ answers its own page only', () => {
  const asked: string[] = [];
  const handler = consoleHandler('/nowhere', async (request) => {
    asked.push(new URL(request.url).pathname);
    return new Response('asked');
  });
  const status = async (url: string, init?: RequestInit) => (await handler(new Request(url, init))).status;

  test('API paths go to the service, everything else is a file', async () => {
    expect(await status('app://console/rpc/license/read', { method: 'POST' })).toBe(200);
    expect(await status('app://console/uploads', { method: 'POST' })).toBe(200);
    expect(await status('app://console/rpcx')).toBe(404);
    expect(await status('app://console/', { method: 'POST' })).toBe(405);
    expect(asked).toEqual(['/rpc/license/read', '/uploads']);
  });
  test('other hosts and other origins are refused', async () => {
    expect(await status('app://other/')).toBe(403);
    expect(await status('app://console/rpc/a', { headers: { origin: 'https://example.com' } })).toBe(403);
    expect(await status('app://console/rpc/a', { headers: { origin: 'null' } })).toBe(403);
  });
});
