import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { SeatkeeperError } from '../../contract/errors.ts';
import { type ActivationRequest, isFinal, postActivation } from './client.ts';
import { type FakeServer, fakeServer, problem, reply } from './wire.testkit.ts';

const request: ActivationRequest = {
  orderId: '7K3Q-9XWD-4MHT',
  referenceId: 'SK1-AAAA-BBBB-CCCC-DDDD-EEEE-KK',
  hostname: 'mail.example.com',
  version: '0.1.0',
  nonce: 'nonce-nonce-nonce',
  keyIds: ['2026a'],
  formats: [1],
};

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving(answer: (response: ServerResponse) => void | Promise<void>): Promise<FakeServer> {
  const server = await fakeServer((_seen, response) => answer(response));
  servers.push(server);
  return server;
}

const ask = (url: string, timeoutMs = 5_000) => postActivation({ url, fetch, timeoutMs }, request, 'key-1');

async function refusal(url: string, timeoutMs?: number): Promise<SeatkeeperError> {
  const error = await ask(url, timeoutMs).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SeatkeeperError)) throw new Error(`no refusal: ${String(error)}`);
  return error;
}

test('LICENSING 4: the question carries key, nonce and Reference ID, and the answer’s bytes come back as they are', async () => {
  const server = await serving((response) =>
    reply(response, 200, 'application/xml; charset=utf-8', '\ufeff<a>\r\n</a>'),
  );
  expect(Buffer.from(await ask(server.url)).toString('utf8')).toBe('\ufeff<a>\r\n</a>');
  const [seen] = server.seen;
  expect(seen).toMatchObject({ method: 'POST', url: '/v1/activations' });
  expect(seen?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'key-1' });
  expect(JSON.parse(seen?.body ?? '')).toEqual(request);
});

const PORTAL = '<!doctype html><html><title>Welcome to Hotel WiFi</title></html>';

describe('LICENSING 4: what is not the licensing server is told apart, and decides nothing', () => {
  test.each<[string, (response: ServerResponse) => void | Promise<void>, string]>([
    ['a captive portal’s page', (r) => reply(r, 200, 'text/html', PORTAL), 'NOT_THE_LICENSING_SERVER'],
    ['a page that is not found', (r) => reply(r, 404, 'text/html', PORTAL), 'NOT_THE_LICENSING_SERVER'],
    ['an empty answer', (r) => void r.writeHead(204).end(), 'NOT_THE_LICENSING_SERVER'],
    ['JSON', (r) => reply(r, 200, 'application/json', '{}'), 'NOT_THE_LICENSING_SERVER'],
    ['a problem that is no JSON', (r) => reply(r, 422, 'application/problem+json', '{'), 'NOT_THE_LICENSING_SERVER'],
    ['a problem without code', (r) => reply(r, 422, 'application/problem+json', '{}'), 'NOT_THE_LICENSING_SERVER'],
    ['a server error with a page', (r) => reply(r, 502, 'text/html', PORTAL), 'LICENSING_SERVER_FAILED'],
    ['a server error with a problem', (r) => problem(r, 500, 'INTERNAL'), 'LICENSING_SERVER_FAILED'],
    ['a problem that is not known here', (r) => problem(r, 422, 'MOON_IN_PISCES'), 'LICENSING_SERVER_FAILED'],
    ['a connection that is reset', (r) => void r.socket?.resetAndDestroy(), 'LICENSING_SERVER_UNREACHABLE'],
  ])('%s', async (_what, answer, code) => {
    const server = await serving(answer);
    const error = await refusal(server.url);
    expect(error.code).toBe(code);
    expect(error.params.host).toBe('127.0.0.1');
    expect(isFinal(error)).toBe(false);
  });
});

test('LICENSING 4: a redirect is refused, not followed', async () => {
  const target = await serving((response) => reply(response, 200, 'application/xml', '<a/>'));
  const server = await serving((response) => void response.writeHead(307, { location: target.url }).end());
  expect((await refusal(server.url)).code).toBe('NOT_THE_LICENSING_SERVER');
  expect(target.seen).toEqual([]);
});

test('LICENSING 2: an answer without end is cut at 64 KiB and its connection closed', async () => {
  const closed = Promise.withResolvers<void>();
  const server = await serving(async (response) => {
    response.on('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': 'application/xml' });
    while (!response.destroyed)
      if (!response.write('x'.repeat(8192))) await Promise.race([once(response, 'drain'), closed.promise]);
  });
  const error = await refusal(server.url);
  expect([error.code, error.params.detail]).toEqual(['NOT_THE_LICENSING_SERVER', 'the answer does not end']);
  await closed.promise;
});

test('LICENSING 4: an answer that breaks off is a connection problem', async () => {
  const server = await serving((response) => {
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': '1000' });
    response.write('<?xml', () => response.destroy());
  });
  const error = await refusal(server.url);
  expect(error.code).toBe('LICENSING_SERVER_UNREACHABLE');
  expect(error.params.detail).toContain('closed before the answer was complete');
});

test('LICENSING 4: nobody answers: time-out, with host and port to open', async () => {
  const server = await serving(() => {});
  const error = await refusal(server.url, 200);
  expect(error.code).toBe('LICENSING_SERVER_UNREACHABLE');
  expect(error.params).toEqual({ host: '127.0.0.1', port: String(server.port), detail: 'it did not answer in time' });
});

test('LICENSING 4: nobody listens: host and port to open', async () => {
  const server = await serving(() => {});
  await server.close();
  servers.pop();
  const error = await refusal(server.url);
  expect(error.code).toBe('LICENSING_SERVER_UNREACHABLE');
  expect(error.message).toContain(`127.0.0.1 port ${server.port}`);
  expect(error.params.detail).toBe('the connection was refused');
});

test.each([
  ['ORDER_UNKNOWN', 422, { orderId: '7K3Q-9XWD-4MHT' }],
  ['ACTIVATIONS_EXCEEDED', 422, { machines: 3, limit: 3 }],
  ['LICENSE_BLOCKED', 422, { orderId: '7K3Q-9XWD-4MHT' }],
])('LICENSING 4: the vendor’s refusal %s passes through, and is final', async (code, status, params) => {
  const server = await serving((response) => problem(response, status, code, params));
  const error = await refusal(server.url);
  expect([error.code, error.params]).toEqual([code, params]);
  expect(isFinal(error)).toBe(true);
});

test('a throttled question waits as long as the server says, and keeps its key', async () => {
  const server = await serving((response) => {
    response.setHeader('retry-after', '120');
    problem(response, 429, 'RATE_LIMITED', { seconds: 5 });
  });
  const error = await refusal(server.url);
  expect([error.code, error.params]).toEqual(['RATE_LIMITED', { seconds: 120 }]);
  expect(isFinal(error)).toBe(false);
});

test('parameters of a stranger’s problem are cut, and only plain ones are taken', async () => {
  const params = { orderId: 'x'.repeat(5_000), machines: { deep: true }, limit: 3 };
  const server = await serving((response) => problem(response, 422, 'ACTIVATIONS_EXCEEDED', params));
  const error = await refusal(server.url);
  expect(error.params).toEqual({ orderId: 'x'.repeat(200), limit: 3 });
});
