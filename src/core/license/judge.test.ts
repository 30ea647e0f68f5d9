import { expect, test } from 'vitest';
import { describeError } from '../../contract/errors.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import type { LicenseDocument } from './document.ts';
import { type JudgeFacts, judgeLicense } from './judge.ts';
import { COMPONENTS, documentWith, ORDER, orderId, REFERENCE } from './license.testkit.ts';
import { composeReferenceId } from './reference-id.ts';

const OTHER = orderId(2);
const ISSUED = Date.parse(documentWith().issued);
const HOUR = 3_600_000;
const DRIFTED = composeReferenceId({ ...COMPONENTS, network: 'new' }, nodeCrypto);
const ELSEWHERE = composeReferenceId({ os: 'x', board: 'y', install: 'z' }, nodeCrypto);
const UPDATE = { order: { id: ORDER, previous: OTHER } };
const TRIAL = { type: 'trial', expires: '2026-12-21T10:00:00Z' } as const;
const inForce = (id: string, serial: number, previous = ''): Pick<JudgeFacts, 'inForce'> => ({
  inForce: { serial, order: { id, previous } },
});

type Row = [name: string, document: Partial<LicenseDocument>, facts: Partial<JudgeFacts>, expected: object];
const ok = { ok: true, changed: [], outdated: false, clockBehind: false };
const refusal = (outcome: string, params: object): object => ({ ok: false, outcome, params });
const atExpiry = { now: Date.parse(TRIAL.expires) };

test.each<Row>([
  ['a fitting license', {}, {}, ok],
  ['a network adapter that changed', {}, { referenceId: DRIFTED }, { ...ok, changed: ['network'] }],
  [
    'another machine',
    {},
    { referenceId: ELSEWHERE },
    refusal('LICENSE_WRONG_MACHINE', { licensed: REFERENCE, actual: ELSEWHERE }),
  ],
  ['an update on nothing', UPDATE, {}, refusal('LICENSE_PREVIOUS_REQUIRED', { previous: OTHER })],
  [
    'an update on another order',
    UPDATE,
    inForce(orderId(3), 1),
    refusal('LICENSE_PREVIOUS_REQUIRED', { previous: OTHER }),
  ],
  ['an update on its older license', UPDATE, inForce(OTHER, 9), ok],
  ['a newer document of an update', UPDATE, inForce(ORDER, 2, OTHER), ok],
  ['an update that the vendor vouches for', UPDATE, { previousOnRecord: true }, ok],
  ['an update that was here before', UPDATE, { highestSerial: 3 }, ok],
  ['a clock that is 10 minutes behind', {}, { now: ISSUED - HOUR / 6 }, ok],
  ['a clock that is a day behind', {}, { now: ISSUED - 24 * HOUR }, { ...ok, clockBehind: true }],
  [
    'a clock further behind',
    {},
    { now: ISSUED - 24 * HOUR - 1 },
    refusal('LICENSE_NOT_YET_VALID', { issued: documentWith().issued }),
  ],
  ['a trial in its last millisecond', TRIAL, { now: atExpiry.now - 1 }, ok],
  ['a trial at its end', TRIAL, atExpiry, refusal('LICENSE_EXPIRED', { expires: TRIAL.expires })],
  ['the document in force, again', {}, inForce(ORDER, 3), ok],
  ['an older document of the order', {}, inForce(ORDER, 4), refusal('LICENSE_SUPERSEDED', { current: 4, serial: 3 })],
  ['a lower serial of another order', {}, inForce(OTHER, 4), ok],
  [
    'the order that was updated',
    {},
    inForce(OTHER, 1, ORDER),
    refusal('LICENSE_SUPERSEDED', { current: `1 of order ${OTHER}`, serial: `3 of order ${ORDER}` }),
  ],
  [
    'an order that was updated twice',
    {},
    { ...inForce(OTHER, 1, orderId(3)), replacedOrders: [ORDER] },
    refusal('LICENSE_SUPERSEDED', { current: `1 of order ${OTHER}`, serial: `3 of order ${ORDER}` }),
  ],
  ['an older document where none is in force', {}, { highestSerial: 4 }, { ...ok, outdated: true }],
  ['a replaced order where none is in force', {}, { replacedOrders: [ORDER] }, { ...ok, outdated: true }],
  ['the highest serial after a wipe', {}, { highestSerial: 3 }, ok],
])('LICENSING 2, 4: %s', (_, changes, facts, expected) => {
  const judged = judgeLicense(documentWith(changes), { referenceId: REFERENCE, now: ISSUED + HOUR, ...facts });
  expect(judged).toEqual(expected);
  if (judged.ok) return;
  const { message, next } = describeError(judged.outcome, judged.params);
  expect(`${message} ${next}`).not.toContain('{');
});

test('LICENSING 2: of several refusals the first of the order is told', () => {
  const document = documentWith({ ...UPDATE, ...TRIAL });
  const all = { referenceId: ELSEWHERE, now: atExpiry.now, ...inForce(orderId(3), 9, ORDER) };
  const outcomes = [
    all,
    { ...all, referenceId: REFERENCE },
    { ...all, referenceId: REFERENCE, previousOnRecord: true },
  ].map((facts) => judgeLicense(document, facts));
  expect(outcomes).toMatchObject([
    { outcome: 'LICENSE_WRONG_MACHINE' },
    { outcome: 'LICENSE_PREVIOUS_REQUIRED' },
    { outcome: 'LICENSE_EXPIRED' },
  ]);
});
