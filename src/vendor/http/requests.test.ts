import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeOrder, createOrder, requireOrder } from '../orders.ts';
import { machinesOf } from '../store/machines.ts';
import { ANSWER_KEPT_MS, forgetOld } from '../store/records.ts';
import {
  activationOf,
  authorizedOrder,
  machine,
  orderInput,
  postJson,
  refusal,
  startTestVendor,
  type TestVendor,
  UNLIMITED,
} from '../vendor.testkit.ts';

let server: TestVendor;
beforeAll(async () => {
  server = await startTestVendor({ limits: UNLIMITED });
});
afterAll(() => server.end());

const activate = (orderId: string, reference: string, changes: object = {}, headers: Record<string, string> = {}) =>
  postJson(`${server.url}/v1/activations`, activationOf(orderId, reference, changes), headers);

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': `${name}-6a0e1f6e-0000-4000-8000-000000000000` });

  it('a lost answer repeated with the same key is the same, byte for byte, and costs nothing (LICENSING 4)', async () => {
    const orderId = authorizedOrder(server.vendor);
    const first = await (await activate(orderId, machine(1), {}, key('lost'))).text();
    server.clock.advance(71 * 3_600_000);
    forgetOld(server.vendor.db, server.clock.now());
    const again = await activate(orderId, machine(1), {}, key('lost'));
    expect(again.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await again.text()).toBe(first);
    expect(requireOrder(server.vendor, orderId).serial).toBe(1);
  });

  it('the same key for another request is refused', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1), {}, key('mismatch'));
    expect(await refusal(await activate(orderId, machine(2), {}, key('mismatch')))).toBe('422 IDEMPOTENCY_MISMATCH');
    const offline = { orderId, referenceId: machine(1) };
    expect(await refusal(await postJson(`${server.url}/v1/licenses`, offline, key('mismatch')))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    expect(machinesOf(server.vendor.db, orderId)).toHaveLength(1);
  });

  it('a refusal is judged anew: authorized meanwhile, the same key succeeds', async () => {
    const { id } = createOrder(server.vendor, orderInput());
    expect(await refusal(await activate(id, machine(1), {}, key('anew')))).toBe('422 ORDER_NOT_AUTHORIZED');
    authorizeOrder(server.vendor, id);
    expect((await activate(id, machine(1), {}, key('anew'))).status).toBe(200);
  });

  it('twice at the same moment is once', async () => {
    const orderId = authorizedOrder(server.vendor);
    const answers = await Promise.all([1, 2, 3].map(() => activate(orderId, machine(1), {}, key('twice'))));
    const texts = await Promise.all(answers.map((a) => a.text()));
    expect(new Set(texts).size).toBe(1);
    expect(requireOrder(server.vendor, orderId).serial).toBe(1);
  });

  it('is forgotten in the end', async () => {
    const orderId = authorizedOrder(server.vendor);
    const first = await (await activate(orderId, machine(1), {}, key('old'))).text();
    server.clock.advance(ANSWER_KEPT_MS + 1);
    forgetOld(server.vendor.db, server.clock.now());
    expect(await (await activate(orderId, machine(1), {}, key('old'))).text()).not.toBe(first);
  });

  it('must be a key', async () => {
    const orderId = authorizedOrder(server.vendor);
    expect(await refusal(await activate(orderId, machine(1), {}, { 'idempotency-key': 'short' }))).toBe(
      '400 INPUT_INVALID',
    );
  });
});

describe('hostile bodies change nothing and are told what is wrong', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    postJson(`${server.url}/v1/activations`, body, headers);

  it.each([
    ['not JSON', '{"orderId":', '400 INPUT_INVALID'],
    ['empty', '', '400 INPUT_INVALID'],
    ['null', 'null', '400 INPUT_INVALID'],
    ['a list', '[]', '400 INPUT_INVALID'],
    ['wrong types', '{"orderId":{"$gt":""},"referenceId":[],"nonce":7}', '400 INPUT_INVALID'],
    ['a prototype key', '{"__proto__":{"orderId":"x"},"orderId":"x"}', '400 INPUT_INVALID'],
    ['a constructor key', '{"constructor":{"prototype":{"x":1}},"orderId":"x"}', '400 INPUT_INVALID'],
    ['deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, '400 INPUT_INVALID'],
    ['over 64 KiB', JSON.stringify({ orderId: 'x'.repeat(70_000) }), '413 BODY_TOO_LARGE'],
  ])('%s', async (_what, body, expected) => {
    expect(await refusal(await post(body))).toBe(expected);
  });

  it('another content type', async () => {
    expect(await refusal(await post('<x/>', { 'content-type': 'text/xml' }))).toBe('400 INPUT_INVALID');
  });

  it.each([
    ['a line break in the host name', { hostname: 'a\nb' }],
    ['half a character in the version', { version: '\ud800' }],
    ['a short nonce', { nonce: 'short' }],
    ['markup as nonce', { nonce: '"/><item module="im"' }],
    ['a thousand keys', { keyIds: Array.from({ length: 1000 }, String) }],
  ])('%s', async (_what, changes) => {
    const orderId = authorizedOrder(server.vendor);
    expect(await refusal(await activate(orderId, machine(1), changes))).toBe('400 INPUT_INVALID');
    expect(machinesOf(server.vendor.db, orderId)).toEqual([]);
  });

  it('unknown members are passed over, so that a newer service can ask', async () => {
    const orderId = authorizedOrder(server.vendor);
    expect((await activate(orderId, machine(1), { later: { than: 'this' } })).status).toBe(200);
  });

  it('what is not there and what is no address are problems too', async () => {
    expect(await refusal(await fetch(`${server.url}/v1/nothing`))).toBe('404 PATH_NOT_FOUND');
    expect(await refusal(await fetch(`${server.url}/v1/orders/%zz`))).toBe('400 INPUT_INVALID');
  });

  it('still answers afterwards', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
