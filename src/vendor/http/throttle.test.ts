import { afterEach, expect, it } from 'vitest';
import { activate } from '../activation.ts';
import { createGroupCommit } from '../group-commit.ts';
import { requireOrder } from '../orders.ts';
import {
  activationOf,
  authorizedOrder,
  machine,
  postJson,
  refusal,
  startTestVendor,
  type TestVendor,
  testClock,
} from '../vendor.testkit.ts';
import { buildApp } from './app.ts';
import { addressKey, createThrottle } from './throttle.ts';

let server: TestVendor | undefined;
afterEach(async () => {
  await server?.end();
  server = undefined;
});

const WIDE = { burst: 1000, perMinute: 1000 };

it('lets a burst through, then as many as come back with time', () => {
  const clock = testClock();
  const take = createThrottle({ burst: 2, perMinute: 6 }, clock);
  take('a');
  take('a');
  take('b');
  expect(() => take('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED', params: { seconds: 10 } }));
  clock.advance(9_999);
  expect(() => take('a')).toThrow(expect.objectContaining({ params: { seconds: 1 } }));
  clock.advance(1);
  take('a');
  expect(() => take('a')).toThrow();
});

it('never saves more than a burst, and a clock set back gives nothing', () => {
  const clock = testClock();
  const take = createThrottle({ burst: 2, perMinute: 60 }, clock);
  take('a');
  clock.advance(3_600_000);
  take('a');
  take('a');
  expect(() => take('a')).toThrow();
  clock.advance(-3_600_000);
  expect(() => take('a')).toThrow();
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s shares the bucket %s', (ip, key) => {
  expect(addressKey(ip)).toBe(key);
});

it('answers 429 with Retry-After to an address that asks too often, API and pages alike; /healthz stays open', async () => {
  server = await startTestVendor({ limits: { address: { burst: 2, perMinute: 2 }, order: WIDE } });
  const { url } = server;
  const ask = () => postJson(`${url}/v1/activations`, activationOf('0000-0000-0000', machine(1)));
  await ask();
  await fetch(`${url}/`);
  const limited = await ask();
  expect(limited.headers.get('retry-after')).toBe('30');
  expect(await refusal(limited)).toBe('429 RATE_LIMITED');
  const page = await fetch(`${url}/activation`);
  expect([page.status, page.headers.get('retry-after'), page.headers.get('content-type')]).toEqual([
    429,
    '30',
    'text/html; charset=utf-8',
  ]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  server.clock.advance(30_000);
  expect(await refusal(await ask())).toBe('422 ORDER_UNKNOWN');
});

it('counts per order, however it is written, and leaves other orders alone', async () => {
  server = await startTestVendor({ limits: { address: WIDE, order: { burst: 2, perMinute: 2 } } });
  const { url, vendor } = server;
  const [one, other] = [authorizedOrder(vendor), authorizedOrder(vendor)];
  const guess = (order: string) => fetch(`${url}/v1/orders/${encodeURIComponent(order)}?email=eve@example.com`);
  expect(await refusal(await guess(one))).toBe('403 ORDER_PROOF_REQUIRED');
  expect(await refusal(await guess(one.toLowerCase()))).toBe('403 ORDER_PROOF_REQUIRED');
  expect(await refusal(await guess(one.replaceAll('-', ' ')))).toBe('429 RATE_LIMITED');
  const form = new URLSearchParams({ order: one, email: 'eve@example.com' });
  expect((await fetch(`${url}/orders/status`, { method: 'POST', body: form })).status).toBe(429);
  expect(await refusal(await guess(other))).toBe('403 ORDER_PROOF_REQUIRED');
});

it('a server that re-validates gets through whatever strangers ask about its order, from its own address', async () => {
  server = await startTestVendor({
    limits: { address: { burst: 3, perMinute: 3 }, order: { burst: 3, perMinute: 3 } },
  });
  const { url, vendor } = server;
  const orderId = authorizedOrder(vendor);
  activate(vendor, { orderId, referenceId: machine(1), hostname: '', version: '', formats: [1] });
  const validate = (licenseId: string) =>
    postJson(`${url}/v1/validations`, { ...activationOf(orderId, machine(1)), licenseId, serial: 1 });
  for (const _ of [1, 2, 3]) expect(await refusal(await validate('guessed'))).toBe('422 LICENSE_UNKNOWN');
  const limited = await validate('guessed');
  expect([limited.headers.get('retry-after'), await refusal(limited)]).toEqual(['20', '429 RATE_LIMITED']);
  expect(await refusal(await postJson(`${url}/v1/validations`, {}))).toBe('429 RATE_LIMITED');

  const { licenseId } = requireOrder(vendor, orderId);
  for (const _ of [1, 2, 3]) expect((await validate(licenseId)).status).toBe(200);
  // Only its own flood stops it, and only for a while.
  expect(await refusal(await validate(licenseId))).toBe('429 RATE_LIMITED');
  server.clock.advance(20_000);
  expect((await validate(licenseId)).status).toBe(200);
});

it('with more to do than it can, it says when to come again', async () => {
  server = await startTestVendor();
  const { vendor } = server;
  const app = buildApp({ vendor, limits: { address: WIDE, order: WIDE }, commits: createGroupCommit(vendor.db, 0) });
  const payload = activationOf(authorizedOrder(vendor), machine(1));
  const { statusCode, headers, body } = await app.inject({ method: 'POST', url: '/v1/activations', payload });
  await app.close();
  expect([statusCode, headers['retry-after'], JSON.parse(body).code]).toEqual([503, '30', 'LICENSING_SERVER_BUSY']);
});
