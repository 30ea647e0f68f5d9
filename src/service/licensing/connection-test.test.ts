import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { postActivation } from './client.ts';
import { createConnection } from './connection.ts';
import { testConnection } from './connection-test.ts';
import { createNetwork, type Fetch } from './network.ts';
import { TEST_CERTIFICATE, TEST_KEY, type TestProxy, testProxy } from './proxy.testkit.ts';
import { routeTo } from './proxy.ts';
import { type FakeServer, fakeServer, reply } from './wire.testkit.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const kept = <T extends { close(): Promise<unknown> }>(server: T): T => {
  closers.push(() => server.close());
  return server;
};

const HEALTH = JSON.stringify({ status: 'ok', product: 'Seatkeeper licensing server' });
const vendor = async (): Promise<FakeServer> =>
  kept(await fakeServer((_seen, response) => reply(response, 200, 'application/json', HEALTH)));
const proxyTo = async (port: number, status?: number): Promise<TestProxy> => kept(await testProxy(port, status));

async function tlsVendor(): Promise<number> {
  const server = createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(HEALTH);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

/** Takes connections and does with them what it is told. */
async function rawServer(work: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    work(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

interface World {
  readonly proxy?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly systemFetch?: Fetch;
}
const run = async (url: string, { proxy = '', env = {}, systemFetch }: World = {}) => {
  const settings = { licensingUrl: () => url, licensingProxy: () => proxy, setVariables: async () => ({ changed: 0 }) };
  const tested = await createConnection({ settings, systemFetch, env }).test({});
  return { ...tested, stages: tested.steps.map(({ step, ok }) => `${step} ${ok ? 'ok' : 'failed'}`) };
};
const detailOf = (tested: Awaited<ReturnType<typeof run>>): string => tested.steps.at(-1)?.detail ?? '';

describe('LICENSING 4: name resolution, connect, TLS and answer are told apart', () => {
  test('all is well over plain HTTP', async () => {
    const { url } = await vendor();
    const tested = await run(url);
    expect(tested).toMatchObject({ url, proxy: 'direct', ok: true });
    expect(tested.steps.map(({ step, detail }) => [step, detail])).toEqual([
      ['name', '127.0.0.1 is an address, no name'],
      ['connect', `to 127.0.0.1 port ${new URL(url).port}`],
      ['tls', 'not used: the address begins with http://'],
      ['answer', 'the licensing server answers'],
    ]);
  });

  test('a name that is not known', async () => {
    // Too long for a label: no name server is asked.
    const tested = await run(`http://${'a'.repeat(64)}.example`);
    expect(tested.stages).toEqual(['name failed']);
    expect(detailOf(tested)).toMatch(/the name is not known|the name could not be looked up/);
  });

  test('a port that nobody listens on', async () => {
    const server = await vendor();
    await closers.pop()?.();
    const tested = await run(server.url);
    expect(tested.stages).toEqual(['name ok', 'connect failed']);
    expect(detailOf(tested)).toBe('the connection was refused');
  });

  test('a server that speaks no TLS, and one that nobody vouches for', async () => {
    const plain = await run(`https://127.0.0.1:${await rawServer((socket) => socket.end('no TLS here\r\n'))}`);
    expect(plain.stages).toEqual(['name ok', 'connect ok', 'tls failed']);
    expect(detailOf(plain)).toContain('TLS');
    const strange = await run(`https://127.0.0.1:${await tlsVendor()}`);
    expect(strange.stages).toEqual(['name ok', 'connect ok', 'tls failed']);
    expect(detailOf(strange)).toContain('SELF_SIGNED');
  });

  test.each([
    ['a page', 200, { 'content-type': 'text/html' }, '<html>Sign in</html>', /something other .* text\/html.*Sign in/],
    ['a redirect', 302, { location: 'http://portal.example/' }, '', /redirects elsewhere: a captive portal/],
    ['other JSON', 200, { 'content-type': 'application/json' }, '{"status":"ok"}', /something other/],
    ['an endless page', 200, { 'content-type': 'text/html' }, 'x'.repeat(200_000), /something other/],
    ['an outage', 503, { 'content-type': 'text/plain' }, 'down', /HTTP 503/],
  ])('a captive portal or a proxy in between: %s', async (_what, status, headers, body, expected) => {
    const server = kept(await fakeServer((_seen, response) => void response.writeHead(status, headers).end(body)));
    const tested = await run(server.url);
    expect(tested.stages.at(-1)).toBe('answer failed');
    expect(detailOf(tested)).toMatch(expected);
  });
});

describe('LICENSING 4: system proxy honored', () => {
  const HOST = 'http://licensing.example.com';

  test('HTTP_PROXY leads there, for the test as for a real question; the name is the proxy’s matter', async () => {
    const { port, seen } = await vendor();
    const proxy = await proxyTo(port);
    const env = { HTTP_PROXY: `http://me:secret@127.0.0.1:${proxy.port}` };
    const tested = await run(HOST, { env });
    expect(tested).toMatchObject({ ok: true, proxy: `http://me:***@127.0.0.1:${proxy.port}` });
    expect(tested.steps[1]?.detail).toBe(`to licensing.example.com port 80 through the proxy 127.0.0.1:${proxy.port}`);
    expect(proxy.seen).toEqual([`GET ${HOST}/healthz me:secret`]);
    const { fetch } = createNetwork({ systemFetch: undefined, env, proxy: () => '' });
    const request = {
      orderId: 'o',
      referenceId: 'r',
      hostname: 'h',
      version: '1',
      nonce: 'n',
      keyIds: [],
      formats: [1],
    };
    await postActivation({ url: HOST, fetch, timeoutMs: 5_000 }, request, 'key').catch(() => {});
    expect(proxy.seen[1]).toBe(`POST ${HOST}/v1/activations me:secret`);
    expect(seen[1]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'key' } });
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({ orderId: 'o' });
  });

  test('a proxy that refuses says so, one that is away too', async () => {
    const { port } = await vendor();
    const refusing = await proxyTo(port, 403);
    const env = { HTTPS_PROXY: refusing.url, HTTP_PROXY: refusing.url };
    expect(detailOf(await run('https://licensing.example.com', { env }))).toBe('the proxy refuses it: HTTP 403');
    expect((await run(HOST, { env })).stages.at(-1)).toBe('answer failed');
    const wantsLogin = await proxyTo(port, 407);
    expect(detailOf(await run(HOST, { env: { http_proxy: wantsLogin.url } }))).toContain('user name and a password');
    await closers.pop()?.();
    const away = await run(HOST, { env: { HTTP_PROXY: wantsLogin.url } });
    expect(away.stages).toEqual(['name ok', 'connect failed']);
  });

  test('a setting outranks the environment; direct means none', async () => {
    const server = await vendor();
    const proxy = await proxyTo(server.port);
    const broken = { HTTP_PROXY: 'http://127.0.0.1:9' };
    expect(await run(HOST, { proxy: proxy.url, env: broken })).toMatchObject({ ok: true, proxy: proxy.url });
    expect(await run(server.url, { proxy: 'direct', env: broken })).toMatchObject({ ok: true, proxy: 'direct' });
    expect(proxy.seen).toHaveLength(1);
  });

  test('a proxy that only the console’s host knows is believed for its answer', async () => {
    const answers: Fetch = async () => new Response(HEALTH, { headers: { 'content-type': 'application/json' } });
    const name = `http://${'a'.repeat(64)}.example`;
    const tested = await run(name, { systemFetch: answers });
    expect(tested).toMatchObject({ ok: true, proxy: 'system' });
    expect(tested.stages).toEqual(['name ok', 'connect ok', 'tls ok', 'answer ok']);
    const fails: Fetch = async () => Promise.reject(new TypeError('fetch failed'));
    expect((await run(name, { systemFetch: fails })).stages).toEqual(['name failed']);
  });

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['https://licensing.example.com', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:2' }, 'p:1'],
    ['http://licensing.example.com', { HTTPS_PROXY: 'http://p:1', http_proxy: 'q:2' }, 'q:2'],
    ['https://licensing.example.com', { HTTP_PROXY: 'http://q:2' }, 'direct'],
    ['https://licensing.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'direct'],
    ['https://licensing.example.com', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.test, .Example.com' }, 'direct'],
    ['https://licensing.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ample.com' }, 'p:1'],
    ['https://licensing.example.com:444', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com:443' }, 'p:1'],
    ['https://licensing.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.example.com:443' }, 'direct'],
    ['http://127.0.0.1:32080', { HTTP_PROXY: 'http://q:2' }, 'direct'],
    ['http://[::1]:32080', { HTTP_PROXY: 'http://q:2' }, 'direct'],
    ['https://licensing.example.com', { HTTPS_PROXY: 'socks5://p:1' }, 'direct'],
  ])('%s with %j goes by %s', (url, env, expected) => {
    const route = routeTo(url, { setting: '', systemFetch: false, env });
    expect(route.kind === 'proxy' ? route.proxy.host : route.kind).toBe(expected);
  });
});

test('each step has its own time: a server that accepts and says nothing', async () => {
  const port = await rawServer(() => {});
  const route = { kind: 'direct' } as const;
  const tested = await testConnection(`https://127.0.0.1:${port}`, { route, fetch, timeoutMs: 50 });
  expect(tested.steps.at(-1)).toEqual({ step: 'tls', ok: false, detail: 'it did not answer in time' });
  const plain = await testConnection(`http://127.0.0.1:${port}`, { route, fetch, timeoutMs: 50 });
  expect(plain.steps.at(-1)).toEqual({ step: 'answer', ok: false, detail: 'it did not answer in time' });
});

describe('with a certificate that is believed', () => {
  beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), TEST_CERTIFICATE]));

  test('TLS is told with its certificate, directly and through a tunnel', async () => {
    const port = await tlsVendor();
    const direct = await run(`https://127.0.0.1:${port}`);
    expect(direct.stages).toEqual(['name ok', 'connect ok', 'tls ok', 'answer ok']);
    expect(direct.steps[2]?.detail).toMatch(/^TLSv1\.3, issued by Seatkeeper tests, valid until .*2125/);
    const proxy = await proxyTo(port);
    const tunnelled = await run('https://licensing.test', { proxy: proxy.url });
    expect(tunnelled.stages).toEqual(['name ok', 'connect ok', 'tls ok', 'answer ok']);
    expect(proxy.seen).toEqual(['CONNECT licensing.test:443', 'CONNECT licensing.test:443']);
  });
});
