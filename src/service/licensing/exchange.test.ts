/** The question and its answer: lost, replayed, forged (LICENSING 4). */
import { afterEach, describe, expect, test } from 'vitest';
import { KEY, ORDER, orderId, signed } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { generateSigningKey, nodeCrypto } from '../../platform/crypto.ts';
import { activate, cleanUp, onDisk, refusalOf, type TestServer, testServer, testVendor } from './licensing.testkit.ts';
import { type FakeServer, fakeServer, problem, reply, type SeenRequest } from './wire.testkit.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await cleanUp();
});

type Answer = (seen: SeenRequest, question: { nonce: string }) => string | number;

/** A vendor that signs with the test's key whatever `answer` says; a number is a code `500`, or 0: hang up. */
async function signing(answer: Answer): Promise<FakeServer> {
  const server = await fakeServer((seen, response) => {
    const said = answer(seen, JSON.parse(seen.body));
    if (typeof said === 'string') return reply(response, 200, 'application/xml', said);
    if (said === 0) return void response.socket?.destroy();
    if (said === 409) return problem(response, 422, 'IDEMPOTENCY_MISMATCH');
    return problem(response, said, 'INTERNAL');
  });
  servers.push(server);
  return server;
}

const answering = (nonce: string, changes: Parameters<typeof signed>[0] = {}): string =>
  signed({ answer: { nonce, serverTime: '2026-11-21T10:00:00Z' }, ...changes });

const keysOf = (server: FakeServer) => server.seen.map((s) => s.headers['idempotency-key']);
const noncesOf = (server: FakeServer) => server.seen.map((s) => JSON.parse(s.body).nonce);
const attemptsOf = ({ store }: TestServer) => store.read.selectFrom('activation_attempt').selectAll().execute();

test('a lost answer: key and nonce were stored before, and are used again until an answer came, also after a crash', async () => {
  let lost = 2;
  const vendor = await signing((_seen, { nonce }) => (lost-- > 0 ? 0 : answering(nonce)));
  let server = await testServer({ licensingUrl: vendor.url });
  const ask = () => server.licensing.requestOnline({ orderId: ORDER });
  expect(await refusalOf(ask())).toMatchObject({ code: 'LICENSING_SERVER_UNREACHABLE' });
  expect(await attemptsOf(server)).toMatchObject([{ order_id: ORDER, idempotency_key: keysOf(vendor)[0] }]);
  server = await server.restart();
  expect(await refusalOf(ask())).toMatchObject({ code: 'LICENSING_SERVER_UNREACHABLE' });
  await ask();
  expect(new Set(keysOf(vendor)).size).toBe(1);
  expect(new Set(noncesOf(vendor)).size).toBe(1);
  expect(await attemptsOf(server)).toEqual([]);
  await ask();
  expect(new Set(keysOf(vendor)).size).toBe(2);
  expect(new Set(noncesOf(vendor)).size).toBe(2);
});

test('a lost answer of the real vendor is the very document that was issued', async () => {
  const vendor = await testVendor();
  const order = vendor.order();
  let answers = 0;
  const losing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    answers += 1;
    if (answers > 1) return response;
    await response.arrayBuffer();
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  };
  const server = await testServer({ ...vendor.trust, fetch: losing });
  expect(await refusalOf(server.licensing.requestOnline({ orderId: order }))).toMatchObject({
    code: 'LICENSING_SERVER_UNREACHABLE',
  });
  const again = await server.restart();
  expect(await again.licensing.requestOnline({ orderId: order })).toMatchObject({ serial: 1 });
  expect(answers).toBe(2);
});

test('a question that has changed since its key was stored is asked anew', async () => {
  const vendor = await testVendor();
  const order = vendor.order();
  const losing: typeof fetch = async (input, init) => {
    await (await fetch(input, init)).arrayBuffer();
    throw new TypeError('fetch failed');
  };
  const server = await testServer({ ...vendor.trust, fetch: losing });
  await refusalOf(server.licensing.requestOnline({ orderId: order }));
  const updated = await server.restart({ version: '0.2.0', fetch });
  expect(await updated.licensing.requestOnline({ orderId: order })).toMatchObject({ serial: 2 });
});

test('a vendor that never agrees to a key is not asked for ever', async () => {
  const vendor = await signing(() => 409);
  const server = await testServer({ licensingUrl: vendor.url });
  expect(await refusalOf(server.licensing.requestOnline({ orderId: ORDER }))).toMatchObject({
    code: 'IDEMPOTENCY_MISMATCH',
  });
  expect(vendor.seen).toHaveLength(2);
});

test('two askers at once: one question after the other, both have their answer', async () => {
  const vendor = await testVendor();
  const order = vendor.order();
  const { licensing } = await testServer(vendor.trust);
  const both = await Promise.all([1, 2].map(() => licensing.requestOnline({ orderId: order })));
  expect(both.map((p) => p.serial)).toEqual([1, 2]);
});

describe('LICENSING 2, 4: an answer is believed only if it is the vendor’s, to this question, for this machine', () => {
  const stranger = generateSigningKey();
  const elsewhere = composeReferenceId({ os: 'x', board: 'x', disk: 'x', network: 'x', install: 'x' }, nodeCrypto);
  const page = '<!doctype html><html></html>';
  test.each<[string, Answer, string]>([
    ['another question’s nonce', () => answering('an-older-questions-nonce'), 'NOT_THE_LICENSING_SERVER'],
    ['no nonce', () => signed(), 'NOT_THE_LICENSING_SERVER'],
    [
      'another order',
      (_s, { nonce }) => answering(nonce, { order: { id: orderId(9), previous: '' } }),
      'NOT_THE_LICENSING_SERVER',
    ],
    ['a page that says it is XML', () => page, 'NOT_THE_LICENSING_SERVER'],
    ['half a document', (_s, { nonce }) => answering(nonce).slice(0, 400), 'NOT_THE_LICENSING_SERVER'],
    [
      'changed on the way',
      (_s, { nonce }) => answering(nonce).replace('seats="250"', 'seats="999"'),
      'LICENSE_SIGNATURE_INVALID',
    ],
    [
      'another machine',
      (_s, { nonce }) => answering(nonce, { machine: { reference: elsewhere } }),
      'LICENSE_WRONG_MACHINE',
    ],
    ['a failure', () => 500, 'LICENSING_SERVER_FAILED'],
  ])('%s', async (_what, answer, code) => {
    const vendor = await signing(answer);
    const server = await testServer({ licensingUrl: vendor.url });
    const before = await onDisk(server.store);
    expect(await refusalOf(server.licensing.requestOnline({ orderId: ORDER }))).toMatchObject({ code });
    expect(await onDisk(server.store)).toEqual(before);
  });

  test('a key that is not trusted here, or under a name that is', async () => {
    const vendor = await signing((_s, { nonce }) => answering(nonce));
    const unknown = await testServer({ licensingUrl: vendor.url, trustedKeys: [{ ...KEY, id: '2031z' }] });
    expect(await refusalOf(unknown.licensing.requestOnline({ orderId: ORDER }))).toMatchObject({
      code: 'LICENSE_UNKNOWN_KEY',
      params: { key: KEY.id },
    });
    const other = { ...KEY, publicKey: stranger.publicKey };
    const forged = await testServer({ licensingUrl: vendor.url, trustedKeys: [other] });
    expect(await refusalOf(forged.licensing.requestOnline({ orderId: ORDER }))).toMatchObject({
      code: 'LICENSE_SIGNATURE_INVALID',
    });
  });
});

test('LICENSING 2: the question names the keys that can still sign, and the formats that are read', async () => {
  const vendor = await signing((_s, { nonce }) => answering(nonce));
  const keys = [
    KEY,
    { ...KEY, id: '2025a', state: 'retired' as const, retiredAt: '2026-01-01T00:00:00Z' },
    { ...KEY, id: '2024a', state: 'compromised' as const },
  ];
  const { licensing } = await testServer({ licensingUrl: vendor.url, trustedKeys: keys });
  await activate(licensing, ORDER);
  await licensing.requestOnline({ orderId: ORDER });
  const [first, second] = vendor.seen.map((s) => JSON.parse(s.body));
  expect(first).toMatchObject({ keyIds: [KEY.id], formats: [1], hostname: 'mail.example.com', version: '0.1.0' });
  expect(first).not.toHaveProperty('currentLicenseId');
  expect(second).toMatchObject({ currentLicenseId: 'lic-1' });
});
