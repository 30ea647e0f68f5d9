import { expect, test } from 'vitest';
import { buildLicense } from './build.ts';
import type { LicenseDocument } from './document.ts';
import { documentWith, item, ORDER, orderId } from './license.testkit.ts';
import { documentProblem } from './rules.ts';

const mail = item({ group: 'communication' });
const holder = documentWith().holder;
const one = <T>(value: unknown): T => value as T;

test.each<[string, Partial<LicenseDocument>]>([
  ['a category license of groups', {}],
  ['a module of its own beside its group', { items: [mail, item({ module: 'im' })] }],
  ['mail by a module item', { items: [item({ module: 'mail' })] }],
  ['a module license', { structure: 'module', items: [item({ module: 'mail' }), item({ module: 'im' })] }],
  ['a trial', { type: 'trial', expires: '2026-12-21T10:00:00Z' }],
  ['an update', { order: { id: ORDER, previous: orderId(2) } }],
  ['an allowance on mail’s item', { items: [{ ...mail, outgoingAllowance: 0 }] }],
  ['a trial item beside mail', { items: [mail, item({ module: 'im', trialUntil: '2026-12-21T10:00:00Z' })] }],
  [
    'communication on trial where mail has its own item',
    { items: [item({ module: 'mail' }), { ...mail, trialUntil: '2026-12-21T10:00:00Z' }] },
  ],
  ['a leap day', { items: [{ ...mail, renewal: '2028-02-29' }] }],
  ['a year between validations', { revalidation: { everyDays: 365, graceDays: 2 } }],
])('LICENSING 2: %s is valid', (_, changes) => {
  expect(documentProblem(documentWith(changes))).toBeUndefined();
});

test.each<[string, Partial<LicenseDocument>, string]>([
  ['id', { id: '' }, 'id'],
  ['id with markup', { id: 'a"/><b c="' }, 'id'],
  ['serial 0', { serial: 0 }, 'serial'],
  ['half a serial', { serial: 1.5 }, 'serial'],
  ['a serial that is not exact', { serial: 2 ** 53 }, 'serial'],
  ['type', { type: one('gift') }, 'type'],
  ['structure', { structure: one('both') }, 'structure'],
  ['issued with fractions', { issued: '2026-11-21T10:00:00.000Z' }, 'issued'],
  ['issued on no day', { issued: '2026-02-29T10:00:00Z' }, 'issued'],
  ['issued at no hour', { issued: '2026-02-28T24:00:00Z' }, 'issued'],
  ['a full license that expires', { expires: '2027-01-01T00:00:00Z' }, 'no trial'],
  ['a trial without end', { type: 'trial' }, 'when it expires'],
  ['a misspelled order', { order: { id: '0000-0000-0001', previous: '' } }, 'Order ID'],
  ['an order in small letters', { order: { id: orderId(200).toLowerCase(), previous: '' } }, 'Order ID'],
  ['a misspelled previous order', { order: { id: ORDER, previous: 'x' } }, 'Previous Order ID'],
  ['its own previous order', { order: { id: ORDER, previous: ORDER } }, 'its own'],
  ['a line end in a name', { holder: { ...holder, name: 'a\nb' } }, 'control characters'],
  ['NUL in a name', { holder: { ...holder, email: 'a\u0000b' } }, 'control characters'],
  ['half a character in a name', { holder: { ...holder, company: '\ud800' } }, 'broken Unicode'],
  ['a Unicode line end in an address', { holder: { ...holder, address: 'a\u2028b' } }, 'control characters'],
  ['no Reference ID', { machine: { reference: '' } }, 'Reference ID'],
  ['a Reference ID of one component', { machine: { reference: 'SK1-AAAA-0000-0000-0000-0000-00' } }, 'Reference ID'],
  ['validation every 6 days', { revalidation: { everyDays: 6, graceDays: 7 } }, 'every-days'],
  ['validation every 366 days', { revalidation: { everyDays: 366, graceDays: 7 } }, 'every-days'],
  ['1 day of grace', { revalidation: { everyDays: 30, graceDays: 1 } }, 'grace-days'],
  ['8 days of grace', { revalidation: { everyDays: 30, graceDays: 8 } }, 'grace-days'],
  ['grace that is no number', { revalidation: { everyDays: 30, graceDays: Number.NaN } }, 'grace-days'],
  ['no item', { items: [] }, 'mail'],
  ['everything but mail', { items: [item({ group: 'security' }), item({ module: 'im' })] }, 'mail'],
  ['mail that ends by itself', { items: [{ ...mail, trialUntil: '2026-12-21T10:00:00Z' }] }, 'cannot be a trial'],
  ['a group in a module license', { structure: 'module' }, 'by module names a group'],
  ['an item of nothing', { items: [mail, item({})] }, 'neither or both'],
  ['an item of both', { items: [mail, item({ group: 'desktop', module: 'im' })] }, 'neither or both'],
  ['an unknown module', { items: [mail, item({ module: one('telepathy') })] }, 'no module'],
  ['an unknown group', { items: [mail, item({ group: one('toString') })] }, 'no group'],
  ['a group twice', { items: [mail, mail] }, 'twice'],
  ['a module twice', { items: [mail, item({ module: 'im' }), item({ module: 'im', seats: 5 })] }, 'twice'],
  ['no seats', { items: [{ ...mail, seats: 0 }] }, 'seats'],
  ['fewer than no seats', { items: [{ ...mail, seats: -5 }] }, 'seats'],
  ['half a seat', { items: [{ ...mail, seats: 2.5 }] }, 'seats'],
  ['endless seats', { items: [{ ...mail, seats: Number.POSITIVE_INFINITY }] }, 'seats'],
  ['a renewal on no day', { items: [{ ...mail, renewal: '2027-02-29' }] }, 'renewal'],
  ['a metric with another’s overuse', { items: [{ ...mail, metric: 'mailboxes', overuse: 'trial' }] }, 'do not belong'],
  ['an allowance elsewhere', { items: [mail, item({ module: 'im', outgoingAllowance: 50 })] }, 'covers mail'],
  ['a nonce with a blank', { answer: { nonce: 'a b', serverTime: '2026-11-21T10:00:00Z' } }, 'nonce'],
  ['a server time of another form', { answer: { nonce: 'n', serverTime: 'today' } }, 'server-time'],
])('LICENSING 2: %s is refused, by whoever builds it and whoever reads it', (_, changes, words) => {
  const document = documentWith(changes);
  expect(documentProblem(document)).toContain(words);
  expect(() => buildLicense(document)).toThrow(RangeError);
});
