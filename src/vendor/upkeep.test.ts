import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activate } from './activation.ts';
import { blockOrder, requireOrder } from './orders.ts';
import { release } from './release.ts';
import { ANSWER_KEPT_MS } from './store/records.ts';
import { upkeep } from './upkeep.ts';
import { judgeValidation } from './validation.ts';
import { authorizedOrder, HOLDER, machine, NONCE, startTestVendor, type TestVendor } from './vendor.testkit.ts';
import type { Vendor } from './vendor.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let server: TestVendor;
let vendor: Vendor;
beforeEach(async () => {
  server = await startTestVendor();
  // As with an SMTP server; nothing is delivered here.
  vendor = { ...server.vendor, mails: true, publicUrl: 'https://licensing.example.com' };
});
afterEach(() => server.end());

const asking = (orderId: string, n: number) => ({
  orderId,
  referenceId: machine(n),
  hostname: `mx${n}.example.com`,
  version: '1.0.0',
  nonce: NONCE,
  formats: [1],
});
const put = (orderId: string, n: number) => activate(vendor, asking(orderId, n));
const validate = (orderId: string, n: number, serial: number) =>
  judgeValidation(vendor, { ...asking(orderId, n), licenseId: requireOrder(vendor, orderId).licenseId, serial });
const mails = (): { occasion: string; recipient: string; body: string }[] =>
  vendor.db
    .prepare("SELECT occasion, recipient, body FROM outbox WHERE occasion LIKE 'parallel-%' ORDER BY id")
    .all() as never;
const days = () => mails().map((m) => m.occasion.split(':')[0]);

/** Hour by hour, as the serving process does it. */
function live(hours: number): void {
  for (let i = 0; i < hours; i++) {
    server.clock.advance(HOUR);
    upkeep(vendor);
  }
}

describe('LICENSING 4: the holder is mailed on days 1, 14 and 28 of parallel use', () => {
  it('once each, at the hour, and no more after the 31 days', () => {
    const orderId = authorizedOrder(vendor);
    put(orderId, 1);
    server.clock.advance(100 * DAY);
    validate(orderId, 1, 1);
    put(orderId, 2);
    live(23);
    expect(days()).toEqual([]);
    live(1);
    expect(days()).toEqual(['parallel-1']);
    live(13 * 24 - 1);
    expect(days()).toEqual(['parallel-1']);
    live(1);
    expect(days()).toEqual(['parallel-1', 'parallel-14']);
    live(60 * 24);
    expect(days()).toEqual(['parallel-1', 'parallel-14', 'parallel-28']);
    const [mail] = mails();
    expect(mail).toMatchObject({ recipient: HOLDER.email });
    expect(mail?.body).toContain(`mx1.example.com (${machine(1)})`);
    expect(mail?.body).toContain('both may run for 31 days, until 2027-04-01T10:00:00Z');
    expect(mail?.body).toContain(`https://licensing.example.com/client-activations?order=${orderId}`);
  });

  it('a server that stood still mails the last notice that is due, not all of them', () => {
    const orderId = authorizedOrder(vendor);
    put(orderId, 1);
    put(orderId, 2);
    server.clock.advance(20 * DAY);
    upkeep(vendor);
    upkeep(vendor);
    expect(days()).toEqual(['parallel-14']);
  });

  it('who is refused was told: at the latest with the refusal', () => {
    const orderId = authorizedOrder(vendor);
    put(orderId, 1);
    put(orderId, 2);
    server.clock.advance(32 * DAY);
    upkeep(vendor);
    expect(days()).toEqual([]);
    for (const _ of [1, 2]) expect(validate(orderId, 1, 1)).toMatchObject({ code: 'PARALLEL_USE_ENDED' });
    expect(days()).toEqual(['parallel-28']);
    expect(mails()[0]?.body).toContain('They are over');
    expect(requireOrder(vendor, orderId).flagReason).toContain(machine(1));
  });

  it('a release ends it, a blocked order is not talked about', () => {
    const [moved, blocked] = [authorizedOrder(vendor), authorizedOrder(vendor)];
    for (const orderId of [moved, blocked]) for (const n of [1, 2]) put(orderId, n);
    release(vendor, { orderId: moved, referenceId: machine(1), email: HOLDER.email });
    blockOrder(vendor, blocked, '');
    live(48);
    expect(days()).toEqual([]);
  });

  it('another move is another occasion', () => {
    const orderId = authorizedOrder(vendor);
    for (const n of [1, 2]) put(orderId, n);
    live(25);
    release(vendor, { orderId, referenceId: machine(2), email: HOLDER.email });
    server.clock.advance(40 * DAY);
    validate(orderId, 1, 1);
    put(orderId, 2);
    live(25);
    expect(days()).toEqual(['parallel-1', 'parallel-1']);
  });
});

it('answers are forgotten when nobody repeats them any more', () => {
  const orderId = authorizedOrder(vendor);
  activate(vendor, asking(orderId, 1), { key: 'a-key-of-one', fingerprint: 'x' });
  const kept = () => vendor.db.prepare('SELECT count(*) FROM answers').pluck().get();
  server.clock.advance(ANSWER_KEPT_MS);
  upkeep(vendor);
  expect(kept()).toBe(1);
  server.clock.advance(1);
  upkeep(vendor);
  expect(kept()).toBe(0);
});
