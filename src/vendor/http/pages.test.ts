import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLicense } from '../../core/license/read.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import { authorizeOrder, blockOrder, createOrder } from '../orders.ts';
import { machinesOf } from '../store/machines.ts';
import {
  authorizedOrder,
  HOLDER,
  machine,
  orderInput,
  startTestVendor,
  type TestVendor,
  UNLIMITED,
} from '../vendor.testkit.ts';
import { activeOrder, errorOf, getPage, submitForm } from './browser.testkit.ts';

let server: TestVendor;
beforeAll(async () => {
  server = await startTestVendor({ limits: UNLIMITED });
});
afterAll(() => server.end());

const get = (path: string) => getPage(server, path);
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  submitForm(server, path, fields, headers);

describe('every page', () => {
  const PATHS = [
    '/',
    '/orders/status',
    '/activation',
    '/client-activations',
    '/purchase',
    '/purchase/renewal',
    '/purchase/users',
    '/purchase/modules',
    '/purchase/trial',
    '/purchase/license',
  ];
  it.each(PATHS)('%s runs nothing, loads nothing foreign, and labels its fields', async (path) => {
    const { status, headers, text } = await get(path);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<script|style="|<style| on\w+=/);
    expect(text).toMatch(/<html lang="en">/);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    for (const [, id] of text.matchAll(/<(?:input|select) id="([^"]+)"/g))
      expect(text).toContain(`<label for="${id}">`);
    const style = /href="(\/style-[^"]+)"/.exec(text)?.[1] ?? '';
    expect((await fetch(server.url + style)).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it('an unknown address is a page for people', async () => {
    const { status, text } = await get('/nothing');
    expect([status, text.includes('There is no such page')]).toEqual([404, true]);
  });
});

describe('License Activation', () => {
  it('makes license.xml of Order ID and Reference ID', async () => {
    const orderId = authorizedOrder(server.vendor);
    const answer = await submit('/activation', { order: orderId.toLowerCase(), reference: machine(1) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="license.xml"');
    const keys = [{ ...server.key, state: 'active' as const }];
    const license = readLicense(answer.text, keys, { crypto: nodeCrypto, parseXml });
    expect(license).toMatchObject({ ok: true, document: { machine: { reference: machine(1) } } });
    expect(machinesOf(server.vendor.db, orderId)).toHaveLength(1);
  });

  it('is filled in by the console’s link, and does nothing before the button', async () => {
    const orderId = authorizedOrder(server.vendor);
    const { text } = await get(`/activation?order=${orderId}&reference=${machine(1)}`);
    expect(text).toContain(`value="${orderId}"`);
    expect(text).toContain(`value="${machine(1)}"`);
    expect(machinesOf(server.vendor.db, orderId)).toEqual([]);
  });

  it('says a refusal beside the field it is about, and keeps what was typed', async () => {
    const waiting = createOrder(server.vendor, orderInput()).id;
    const refused = await submit('/activation', { order: waiting, reference: machine(1) });
    expect(refused.status).toBe(422);
    expect(errorOf(refused.text, 'order')).toContain('has not been authorized yet');
    expect(refused.text).toContain(`value="${machine(1)}"`);
    expect(refused.text).toContain('<title>Error: ');

    const misspelled = await submit('/activation', { order: 'ABC', reference: machine(1) });
    expect(errorOf(misspelled.text, 'order')).toContain('misspelled');
    const wrong = await submit('/activation', { order: waiting, reference: 'SK1-X' });
    expect([wrong.status, errorOf(wrong.text, 'reference')]).toEqual([400, expect.stringContaining('Reference ID')]);
    const empty = await submit('/activation', { order: waiting });
    expect(errorOf(empty.text, 'reference')).toBe('Enter the Reference ID.');
  });

  it('refuses the fourth machine like the API', async () => {
    const orderId = authorizedOrder(server.vendor);
    for (const n of [1, 2, 3]) await submit('/activation', { order: orderId, reference: machine(n) });
    const fourth = await submit('/activation', { order: orderId, reference: machine(4) });
    expect(errorOf(fourth.text, 'reference')).toContain('3 different computers already');
  });
});

describe('what is shown is escaped', () => {
  it('a holder’s name and a query are text', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'';
    const escaped = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;';
    const orderId = authorizedOrder(server.vendor, { holder: { ...HOLDER, name: evil } });
    const shown = await submit('/orders/status', { order: orderId, email: HOLDER.email });
    expect(shown.text).toContain(escaped);
    const form = await get(`/activation?order=${encodeURIComponent(evil)}`);
    expect(form.text).toContain(`value="${escaped}"`);
    expect(shown.text + form.text).not.toContain('<img');
  });

  it('odd queries and forms are just empty ones', async () => {
    expect((await get('/activation?order=a&order=b&__proto__=x&constructor=y')).status).toBe(200);
    const form = await submit('/activation', { __proto__: 'x', constructor: 'y', order: 'x'.repeat(5000) });
    expect(form.status).toBe(400);
  });
});

describe('forms of other sites are refused', () => {
  const table: readonly [what: string, headers: Record<string, string>, forged: boolean][] = [
    ['another site, said by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }, true],
    ['a sibling of the same domain', { 'sec-fetch-site': 'same-site' }, true],
    ['another site, said by Origin', { origin: 'https://evil.example' }, true],
    ['a sandboxed frame', { origin: 'null' }, true],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, false],
    ['a program', {}, false],
  ];
  it.each(table)('%s', async (_what, headers, forged) => {
    const orderId = authorizedOrder(server.vendor);
    const { status } = await submit('/activation', { order: orderId, reference: machine(1) }, headers);
    expect(status).toBe(forged ? 403 : 200);
    expect(machinesOf(server.vendor.db, orderId)).toHaveLength(forged ? 0 : 1);
  });

  it('our own page, said by Origin', async () => {
    const orderId = authorizedOrder(server.vendor);
    const answer = await submit('/activation', { order: orderId, reference: machine(1) }, { origin: server.url });
    expect(answer.status).toBe(200);
  });
});

describe('Order status', () => {
  it('is shown at once to the console’s link from an active machine', async () => {
    const orderId = await activeOrder(server);
    const { text } = await get(`/orders/status?order=${orderId}&reference=${machine(1)}`);
    expect(text).toContain('Authorized: it can be activated');
    expect(text).toContain('mail.example.com');
    expect(text).toContain('1 of 3 different computers');
  });

  it('asks anybody else for a proof', async () => {
    const orderId = await activeOrder(server);
    const stranger = await get(`/orders/status?order=${orderId}&reference=${machine(2)}`);
    expect([stranger.status, stranger.text.includes(HOLDER.company)]).toEqual([403, false]);
    expect(errorOf(stranger.text, 'email')).toContain('Proof is needed');
    const holder = await submit('/orders/status', { order: orderId, email: HOLDER.email });
    expect(holder.status).toBe(200);
  });

  it('says what an order waits for, and which one extended it', async () => {
    const older = await activeOrder(server);
    const update = createOrder(server.vendor, orderInput({ previous: older })).id;
    const show = async (order: string) => (await submit('/orders/status', { order, email: HOLDER.email })).text;
    expect(await show(update)).toContain('Waiting to be authorized');
    const fromConsole = await get(`/orders/status?order=${older}&reference=${machine(1)}`);
    const link = `/orders/status?order=${update}&amp;reference=${machine(1)}`;
    expect(fromConsole.text).toContain(link);
    expect((await get(link.replace('&amp;', '&'))).text).toContain('Waiting to be authorized');
    expect((await get(`/orders/status?order=${update}&reference=${machine(2)}`)).status).toBe(403);
    authorizeOrder(server.vendor, update);
    await submit('/activation', { order: update, reference: machine(1) });
    expect(await show(older)).toContain(`/orders/status?order=${update}`);
    blockOrder(server.vendor, update, '');
    expect(await show(update)).toContain('Blocked by the vendor');
  });
});

describe('Client Activations', () => {
  it('shows the computers and releases one with the holder’s e-mail', async () => {
    const order = await activeOrder(server);
    const list = await get(`/client-activations?order=${order}&reference=${machine(1)}`);
    expect(list.text).toContain(machine(1));
    const proof = { order, reference: machine(1), release: machine(1) };
    const refused = await submit('/client-activations/release', { ...proof, email: 'eve@example.com' });
    expect([refused.status, errorOf(refused.text, 'email') !== '']).toEqual([403, true]);
    expect(machinesOf(server.vendor.db, order)[0]?.released).toBe(false);
    const released = await submit('/client-activations/release', { ...proof, email: HOLDER.email });
    expect([released.status, released.text.includes('is no longer active')]).toEqual([200, true]);
    expect(machinesOf(server.vendor.db, order)[0]?.released).toBe(true);
  });

  it('knows no invented links', async () => {
    expect((await get('/client-activations/manage?token=guess')).status).toBe(403);
    const release = await submit('/client-activations/manage', { token: 'guess', release: machine(1) });
    expect(release.status).toBe(403);
  });
});
