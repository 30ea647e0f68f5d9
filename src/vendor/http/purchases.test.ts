import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeOrder, requireOrder } from '../orders.ts';
import { listOrders } from '../store/orders.ts';
import { HOLDER, machine, startTestVendor, type TestVendor, UNLIMITED } from '../vendor.testkit.ts';
import { activeOrder, errorOf, getPage, hiddenField, submitForm } from './browser.testkit.ts';

let server: TestVendor;
beforeAll(async () => {
  server = await startTestVendor({ limits: UNLIMITED });
});
afterAll(() => server.end());

const get = (path: string) => getPage(server, path);
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  submitForm(server, path, fields, headers);
const orderedId = (text: string): string => /Order ID is <code>([^<]+)/.exec(text)?.[1] ?? '';

describe('purchases make an order on top of the license that waits for the vendor', () => {
  const orderOf = (text: string) => requireOrder(server.vendor, orderedId(text));
  const summary = (id: string) =>
    requireOrder(server.vendor, id).items.map((i) => [i.group ?? i.module, i.seats, i.renewal, i.trialDays]);

  /** Opens the page as the console does, fills it in and sends it. */
  async function purchase(path: string, order: string, fields: Record<string, string>) {
    const page = await get(`${path}?order=${order}&reference=${machine(1)}`);
    const once = hiddenField(page.text, 'once');
    const form = { order, reference: machine(1), step: 'order', once, ...fields };
    return { form, page, answer: await submit(path, form) };
  }

  it('Add Users', async () => {
    const order = await activeOrder(server);
    const { answer } = await purchase('/purchase/users', order, { 'seats-im': '75' });
    const made = orderOf(answer.text);
    expect(made).toMatchObject({ previous: order, authorized: false, source: 'page', holder: HOLDER });
    expect(summary(made.id)).toEqual([
      ['communication', 250, '2027-11-21', undefined],
      ['im', 100, '2027-11-21', undefined],
    ]);
  });

  it('Purchase Renewal, with an item left out on purpose', async () => {
    const order = await activeOrder(server);
    const { answer } = await purchase('/purchase/renewal', order, { 'renew-communication': 'yes', years: '2' });
    expect(summary(orderedId(answer.text))).toEqual([
      ['communication', 250, '2029-11-21', undefined],
      ['im', 25, '2027-11-21', undefined],
    ]);
  });

  it('Add Modules and Add Trial', async () => {
    const order = await activeOrder(server);
    const modules = await purchase('/purchase/modules', order, { 'seats-security': '250' });
    const added = orderedId(modules.answer.text);
    expect(summary(added)[2]).toEqual(['security', 250, '2027-11-21', undefined]);
    const trial = await purchase('/purchase/trial', order, { 'seats-module:desktop': '10' });
    const tried = orderOf(trial.answer.text);
    expect(summary(tried.id)[3]).toEqual(['desktop', 10, '2027-11-21', 30]);
    expect(tried.previous).toBe(added);
    const [, , , item] = authorizeOrder(server.vendor, tried.id).items;
    expect(item).toMatchObject({ module: 'desktop', trialUntil: '2026-12-21T10:00:00Z' });
  });

  it('sent twice, it is one order; changed and sent again, it asks first', async () => {
    const order = await activeOrder(server);
    const { form, answer } = await purchase('/purchase/users', order, { 'seats-im': '5' });
    const again = await submit('/purchase/users', form);
    expect(orderedId(again.text)).toBe(orderedId(answer.text));
    const before = listOrders(server.vendor.db).length;
    const changed = await submit('/purchase/users', { ...form, 'seats-im': '6' });
    expect([changed.status, changed.text.includes('has made an order already')]).toEqual([400, true]);
    expect(listOrders(server.vendor.db)).toHaveLength(before);
    expect(hiddenField(changed.text, 'once')).not.toBe(form.once);
  });

  it('says beside the field what cannot be ordered', async () => {
    const order = await activeOrder(server);
    const before = listOrders(server.vendor.db).length;
    const bad = await purchase('/purchase/users', order, { 'seats-im': 'many' });
    expect([bad.answer.status, errorOf(bad.answer.text, 'seats-im')]).toEqual([
      400,
      'Enter a whole number from 0 to 1000000.',
    ]);
    const none = await purchase('/purchase/users', order, {});
    expect(errorOf(none.answer.text, 'seats-communication')).toContain('at least one');
    expect(listOrders(server.vendor.db)).toHaveLength(before);
  });

  it('is for the owner of the license', async () => {
    const order = await activeOrder(server);
    const before = listOrders(server.vendor.db).length;
    const form = { order, reference: machine(2), step: 'order', once: crypto.randomUUID(), 'seats-im': '5' };
    const stranger = await submit('/purchase/users', form);
    expect([stranger.status, stranger.text.includes(HOLDER.company)]).toEqual([403, false]);
    expect(listOrders(server.vendor.db)).toHaveLength(before);
  });

  it('Purchase Another License stands on nothing', async () => {
    const { text } = await get('/purchase/license');
    const form = { ...HOLDER, once: hiddenField(text, 'once'), step: 'order', years: '1', 'seats-communication': '10' };
    const made = orderOf((await submit('/purchase/license', form)).text);
    expect(made).toMatchObject({ previous: '', authorized: false, holder: HOLDER });
    expect(summary(made.id)).toEqual([['communication', 10, '2027-11-21', undefined]]);
    const wrong = await submit('/purchase/license', { ...form, once: crypto.randomUUID(), email: 'nobody' });
    expect([wrong.status, errorOf(wrong.text, 'email')]).toEqual([400, 'This is not a mail address.']);
  });
});
