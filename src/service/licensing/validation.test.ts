/** What answers a re-validation, and what becomes of the attempt (LICENSING 2, 5). */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { DAY } from '../../core/calendar.ts';
import { COMPONENTS, KEY, ORDER, orderId, REFERENCE, signed } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { instantOf } from '../../core/license/values.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { addKey, compromiseKey } from '../../vendor/keys.ts';
import {
  activate,
  cleanUp,
  enter,
  onDisk,
  refusalOf,
  START,
  type TestServer,
  testClock,
  testServer,
  testVendor,
} from './licensing.testkit.ts';
import { type FakeServer, fakeServer, problem, reply } from './wire.testkit.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await cleanUp();
});

interface Question {
  readonly nonce: string;
  readonly serial: number;
  readonly referenceId: string;
  readonly licenseId: string;
}

async function answering(
  answer: (question: Question, response: ServerResponse) => void | Promise<void>,
): Promise<FakeServer> {
  const server = await fakeServer((seen, response) => answer(JSON.parse(seen.body), response));
  servers.push(server);
  return server;
}

const CURRENT = { serial: 7, issued: instantOf(START) };

async function licensed(vendor: FakeServer, changes: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
  const server = await testServer({ licensingUrl: vendor.url, timeoutMs: 1_000, ...changes });
  await enter(server.licensing, signed(CURRENT));
  return server;
}

const xml = (response: ServerResponse, text: string): void => reply(response, 200, 'application/xml', text);

/** A right answer, but for the changes. */
const renewed = ({ nonce, serial }: Question, changes: Parameters<typeof signed>[0] = {}): string =>
  signed({
    serial: serial + 1,
    issued: instantOf(START),
    answer: { nonce, serverTime: instantOf(START) },
    ...changes,
  });

const PAGE = '<!doctype html><html><title>Sign in to the network</title></html>';
const elsewhere = composeReferenceId({ ...COMPONENTS, os: 'another', install: 'another' }, nodeCrypto);

describe('LICENSING 5: what is not the answer is a failed attempt with its own reason, and changes nothing else', () => {
  test.each<[string, (question: Question, response: ServerResponse) => void | Promise<void>, string, string]>([
    ['HTML', (_q, r) => reply(r, 200, 'text/html', PAGE), 'NOT_THE_LICENSING_SERVER', 'text/html'],
    ['HTML that calls itself XML', (_q, r) => xml(r, PAGE), 'NOT_THE_LICENSING_SERVER', 'no license'],
    ['cut off', (q, r) => xml(r, renewed(q).slice(0, -40)), 'NOT_THE_LICENSING_SERVER', 'no license'],
    [
      'cut off on the way',
      (q, r) => {
        r.writeHead(200, { 'content-type': 'application/xml', 'content-length': '9000' });
        r.write(renewed(q).slice(0, 200));
        setTimeout(() => r.destroy(), 20);
      },
      'LICENSING_SERVER_UNREACHABLE',
      'closed',
    ],
    ['changed on the way', (q, r) => xml(r, renewed(q).replace('250', '999')), 'LICENSE_SIGNATURE_INVALID', ''],
    [
      'signed by an unknown key',
      (q, r) => xml(r, renewed(q).replace(`key="${KEY.id}"`, 'key="2031z"')),
      'LICENSE_UNKNOWN_KEY',
      '2031z',
    ],
    [
      'for another nonce',
      (q, r) => xml(r, renewed({ ...q, nonce: 'another-nonce-12345' })),
      'NOT_THE_LICENSING_SERVER',
      'another question',
    ],
    ['without an answer', (q, r) => xml(r, signed({ serial: q.serial + 1 })), 'NOT_THE_LICENSING_SERVER', 'another'],
    ['the serial in force', (q, r) => xml(r, renewed(q, { serial: q.serial })), 'LICENSE_SUPERSEDED', 'serial 7'],
    ['an older serial', (q, r) => xml(r, renewed(q, { serial: 2 })), 'LICENSE_SUPERSEDED', 'serial 7'],
    [
      'issued before',
      (q, r) => xml(r, renewed(q, { issued: instantOf(START - DAY) })),
      'NOT_THE_LICENSING_SERVER',
      'issued before',
    ],
    [
      'for another machine',
      (q, r) => xml(r, renewed(q, { machine: { reference: elsewhere } })),
      'LICENSE_WRONG_MACHINE',
      elsewhere,
    ],
    [
      'for another order',
      (q, r) => xml(r, renewed(q, { order: { id: orderId(5), previous: '' } })),
      'NOT_THE_LICENSING_SERVER',
      'another order',
    ],
    ['100 MB', (_q, r) => endless(r, 100 * 1024 * 1024, 0), 'NOT_THE_LICENSING_SERVER', 'does not end'],
    ['one that never ends', (_q, r) => endless(r, 1_000, 50), 'LICENSING_SERVER_UNREACHABLE', 'time'],
    ['none at all', () => {}, 'LICENSING_SERVER_UNREACHABLE', 'time'],
    ['a refusal', (_q, r) => problem(r, 422, 'LICENSE_BLOCKED', { orderId: ORDER }), 'LICENSE_BLOCKED', ORDER],
  ])('%s', async (_what, answer, code, detail) => {
    const { licensing, store } = await licensed(await answering(answer));
    const before = await onDisk(store);
    expect((await refusalOf(licensing.validate())).code).toBe(code);
    const { failure, failingSince, license } = licensing.watch.state();
    expect(failure).toMatchObject({ reason: code, detail: expect.stringContaining(detail) });
    expect({ failingSince, serial: license?.serial }).toEqual({ failingSince: null, serial: 7 });
    expect(await onDisk(store)).toMatchObject({ licenses: (before as { licenses: unknown }).licenses });
    expect(licensing.phase()).toBe('ok');
  });
});

/** Bytes at once, then a few now and then. */
function endless(response: ServerResponse, bytes: number, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'application/xml' });
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (!response.write(part)) return void response.once('drain', more);
    }
    if (response.destroyed || everyMs === 0) return;
    left = 10;
    setTimeout(more, everyMs);
  };
  more();
}

test('key and nonce are stored before anything is sent, used again after a lost answer and a crash', async () => {
  let lose = true;
  const vendor = await answering((question, response) =>
    lose ? void response.destroy() : xml(response, renewed(question)),
  );
  const server = await licensed(vendor);
  expect((await refusalOf(server.licensing.validate())).code).toBe('LICENSING_SERVER_UNREACHABLE');
  const again = await server.restart();
  lose = false;
  expect((await again.licensing.validate()).serial).toBe(8);
  const keys = vendor.seen.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(JSON.parse(vendor.seen[0]?.body ?? '')).toEqual(JSON.parse(vendor.seen[1]?.body ?? ''));
  await again.licensing.validate();
  expect(vendor.seen.at(-1)?.headers['idempotency-key']).not.toBe(keys[0]);
});

test('an answer that was lost long ago does not tell the time', async () => {
  const clock = testClock();
  let kept = '';
  const vendor = await answering((question, response) => {
    if (kept !== '') return xml(response, kept);
    kept = renewed(question);
    response.destroy();
  });
  const { licensing } = await licensed(vendor, { clock });
  await refusalOf(licensing.validate());
  clock.at += 3 * DAY;
  await licensing.validate();
  expect(licensing.watch.state().clock).toMatchObject({ suspect: null, trusted: clock.at });
});

test('Retry-After is honored, up to an hour', async () => {
  const waits: Record<string, string> = {};
  const vendor = await answering((_question, response) => {
    response.setHeader('retry-after', waits.now ?? '');
    problem(response, 429, 'RATE_LIMITED', { seconds: 1 });
  });
  const { licensing } = await licensed(vendor);
  const held = async (wait: string): Promise<number> => {
    waits.now = wait;
    await refusalOf(licensing.validate());
    return (licensing.watch.state().holdUntil - licensing.watch.now()) / 1000;
  };
  expect(await held('600')).toBe(600);
  expect(await held('86400')).toBe(3600);
  expect(await held('1')).toBe(60);
});

test('LICENSING 2: a key that turned compromised is a failed re-validation; a document with another key heals it', async () => {
  const clock = testClock();
  const vendor = await testVendor(clock);
  const server = await testServer(vendor.trust);
  await activate(server.licensing, vendor.order());
  const [key] = vendor.trust.trustedKeys;
  if (!key) throw new Error('the vendor has a key');
  const { db, folder } = vendor.running.vendor;
  const next = addKey(db, folder, clock);
  compromiseKey(db, key.id, clock);
  const trustedKeys = [
    { ...key, state: 'compromised' as const },
    { id: next.id, publicKey: next.publicKey, state: 'active' as const },
  ];
  const withdrawn = await server.restart({ trustedKeys });
  expect(withdrawn.licensing.phase()).toBe('revalidating');
  expect(withdrawn.licensing.watch.state()).toMatchObject({ failingSince: START });
  await withdrawn.licensing.validate();
  expect(withdrawn.licensing.phase()).toBe('ok');
  const again = await withdrawn.restart();
  expect(again.licensing.phase()).toBe('ok');
});

test('a license that is entered while the vendor is asked wins, and the late answer says nothing', async () => {
  const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
  const { promise: entered, resolve: nowEntered } = Promise.withResolvers<void>();
  const vendor = await answering(async (question, response) => {
    nowAsked();
    await entered;
    xml(response, renewed(question));
  });
  const { licensing } = await licensed(vendor);
  const validation = licensing.validate();
  await asked;
  await enter(licensing, signed({ ...CURRENT, serial: 20 }));
  nowEntered();
  expect((await validation).serial).toBe(20);
  expect(licensing.watch.state()).toMatchObject({ failure: null, license: { serial: 20 } });
});

test('without a license there is nothing to validate; without a Reference ID the attempt fails', async () => {
  const vendor = await answering((question, response) => xml(response, renewed(question)));
  const server = await testServer({ licensingUrl: vendor.url });
  expect((await refusalOf(server.licensing.validate())).code).toBe('NO_LICENSE');
  await enter(server.licensing, signed(CURRENT));
  const blind = await server.restart({ machine: { referenceId: '' } });
  expect((await refusalOf(blind.licensing.validate())).code).toBe('MACHINE_UNIDENTIFIABLE');
  expect(vendor.seen).toEqual([]);
});

test('the end of the service is no failure of the license', async () => {
  const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
  const { licensing } = await licensed(await answering(() => nowAsked()), { timeoutMs: 60_000 });
  const validation = refusalOf(licensing.validate());
  await asked;
  licensing.close();
  expect((await validation).code).toBe('SHUTTING_DOWN');
  expect(licensing.watch.state().failure).toBeNull();
});

test('a mismatch is asked about with the machine as it is', async () => {
  const vendor = await answering((question, response) =>
    xml(response, renewed(question, { machine: { reference: question.referenceId } })),
  );
  const server = await licensed(vendor);
  const moved = await server.restart({ machine: { referenceId: elsewhere } });
  expect(elsewhere).not.toBe(REFERENCE);
  expect(moved.licensing.phase()).toBe('mismatch');
  await moved.licensing.validate();
  expect(moved.licensing.phase()).toBe('ok');
});
