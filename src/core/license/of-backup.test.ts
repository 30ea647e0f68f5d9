import { expect, test } from 'vitest';
import { nodeCrypto } from '../../platform/crypto.ts';
import type { LicenseDocument } from './document.ts';
import { COMPONENTS, documentWith, ORDER, orderId, REFERENCE } from './license.testkit.ts';
import { type BackupLicenseFacts, backupLicenseInWords, licenseOfBackup } from './of-backup.ts';
import { composeReferenceId } from './reference-id.ts';

const OTHER = orderId(2);
const ELSEWHERE = composeReferenceId({ os: 'x', board: 'y', install: 'z' }, nodeCrypto);
const DRIFTED = composeReferenceId({ ...COMPONENTS, network: 'new' }, nodeCrypto);
const LATER = '2026-12-21T10:00:00Z';
const EARLIER = '2026-10-21T10:00:00Z';
const UPDATE = { order: { id: ORDER, previous: OTHER }, serial: 1 };
const here = (changes: Partial<LicenseDocument>): Partial<BackupLicenseFacts> => ({ inForce: documentWith(changes) });

type Row = [name: string, document: Partial<LicenseDocument>, facts: Partial<BackupLicenseFacts>, expected: string];

test.each<Row>([
  ['nothing is in force', {}, {}, 'enter'],
  ['nothing is in force, one component changed', {}, { referenceId: DRIFTED }, 'enter'],
  ['nothing is in force, but a newer one was', {}, { highestSerial: 4 }, 'enter, not re-validated'],
  ['nothing is in force, but its order was replaced', {}, { replacedOrders: [ORDER] }, 'enter, not re-validated'],
  ['the very same', {}, here({}), 'same'],
  ['an older one of the order', {}, here({ serial: 4 }), 'LICENSE_SUPERSEDED'],
  ['a newer one of the order', { serial: 4 }, here({}), 'enter'],
  ['an order that was extended', {}, here({ order: { id: OTHER, previous: ORDER } }), 'LICENSE_SUPERSEDED'],
  ['another order, issued before', { issued: EARLIER }, here({ order: { id: OTHER, previous: '' } }), 'older'],
  ['another order, issued at once', {}, here({ order: { id: OTHER, previous: '' } }), 'older'],
  ['another order, issued later', { issued: LATER }, here({ order: { id: OTHER, previous: '' } }), 'enter'],
  [
    'another order that had a newer document',
    { issued: LATER },
    { ...here({ order: { id: OTHER, previous: '' } }), highestSerial: 4 },
    'older',
  ],
  ['the one in force is for another computer', {}, here({ machine: { reference: ELSEWHERE }, serial: 1 }), 'enter'],
  ['another computer without a license', {}, { referenceId: ELSEWHERE }, 'mismatch'],
  ['another computer with a license', {}, { referenceId: ELSEWHERE, ...here({ serial: 1 }) }, 'other-computer'],
  ['another computer on which a newer one was', {}, { referenceId: ELSEWHERE, highestSerial: 4 }, 'older'],
  ['another computer, and expired', { type: 'trial', expires: EARLIER }, { referenceId: ELSEWHERE }, 'LICENSE_EXPIRED'],
  ['a computer that cannot be told from others', {}, { referenceId: '' }, 'unidentifiable'],
  ['a trial that is over', { type: 'trial', expires: EARLIER }, {}, 'LICENSE_EXPIRED'],
  ['issued in the future', { issued: '2027-01-21T10:00:00Z' }, {}, 'LICENSE_NOT_YET_VALID'],
  ['an update without its older license', UPDATE, {}, 'LICENSE_PREVIOUS_REQUIRED'],
  ['an update whose older license is in the backup', UPDATE, { previousOnRecord: true }, 'enter'],
])('LICENSING 11: %s', (_name, document, facts, expected) => {
  const verdict = licenseOfBackup(documentWith(document), { referenceId: REFERENCE, now: Date.parse(LATER), ...facts });
  const said = verdict.action === 'leave-out' ? verdict.why : verdict.action;
  const outdated = verdict.action === 'enter' && verdict.judged.outdated;
  expect(said + (outdated ? ', not re-validated' : '')).toBe(expected);
  const words = { enter: /comes into force/, mismatch: /7 days/, 'leave-out': /left out|already/ };
  expect(backupLicenseInWords(verdict)).toMatch(words[verdict.action]);
});
