import { expect, test } from 'vitest';
import { licenseChange } from '../../contract/schemas.ts';
import { EVALUATION } from '../lifecycle/evaluation.ts';
import type { LicenseDocument } from './document.ts';
import { documentWith, item, ORDER, orderId } from './license.testkit.ts';
import { type PreviewSide, previewLicense, previewSideOf } from './preview.ts';

const moment = { now: Date.parse('2026-11-21T12:00:00Z'), timeZone: 'UTC' };
const full = [item({ group: 'communication' }), item({ group: 'collaboration' })];
const side = (changes: Partial<LicenseDocument> = {}): PreviewSide =>
  previewSideOf(documentWith({ items: full, ...changes }), 'OK');

/** Changes as `what row: before > after`, a loss marked with `!`. */
const changes = (before: PreviewSide, after: PreviewSide): string[] =>
  previewLicense(before, after, moment).map((change) => {
    licenseChange.parse(change);
    return `${change.loss ? '! ' : ''}${change.what} ${change.row}: ${change.before} > ${change.after}`;
  });

test('LICENSING 4: a re-validated document changes nothing', () => {
  expect(changes(side(), side({ serial: 4, issued: '2026-12-21T10:00:00Z' }))).toEqual([]);
});

test('LICENSING 4: from the evaluation to a license of one group', () => {
  const evaluation: PreviewSide = {
    orderId: '',
    holder: '',
    status: 'Evaluation',
    type: 'trial',
    entitlement: EVALUATION,
  };
  const after = side({ items: [item({ group: 'communication' })], holder: { ...documentWith().holder, address: '' } });
  const found = changes(evaluation, after);
  expect(found.slice(0, 6)).toEqual([
    `order : none > ${ORDER}`,
    'holder : none > Ada Example, Example & Sons, ada@example.com',
    'status : Evaluation > OK',
    'type : trial > full',
    'seats Communication: 200 > 250',
    'renewal Communication: none > 2027-11-21',
  ]);
  expect(found.slice(6)).toHaveLength(16);
  expect(found[6]).toBe('! module-stops AntiSpam: 200 seats > not licensed');
});

test.each<[string, Partial<LicenseDocument>, Partial<LicenseDocument>, string[]]>([
  [
    'more seats',
    {},
    { items: [item({ group: 'communication', seats: 300 }), item({ group: 'collaboration' })] },
    ['seats Communication: 250 > 300'],
  ],
  [
    'fewer seats',
    {},
    { items: [item({ group: 'communication', seats: 9 }), item({ group: 'collaboration' })] },
    ['! seats Communication: 250 > 9'],
  ],
  [
    'unlimited seats',
    {},
    { items: [item({ group: 'communication', seats: 'unlimited' }), item({ group: 'collaboration' })] },
    ['seats Communication: 250 > unlimited'],
  ],
  [
    'no longer unlimited',
    { items: [item({ group: 'communication', seats: 'unlimited' })] },
    { items: [item({ group: 'communication' })] },
    ['! seats Communication: unlimited > 250'],
  ],
  [
    'a renewal',
    {},
    { items: [item({ group: 'communication', renewal: '2028-11-21' }), item({ group: 'collaboration' })] },
    ['renewal Communication: 2027-11-21 > 2028-11-21'],
  ],
  [
    'a shorter renewal',
    {},
    { items: [item({ group: 'communication', renewal: '2027-01-01' }), item({ group: 'collaboration' })] },
    ['! renewal Communication: 2027-11-21 > 2027-01-01'],
  ],
  [
    'a module that leaves its group',
    {},
    { items: [...full, item({ module: 'im', seats: 25 })] },
    ['! seats Instant Messaging: 250 > 25'],
  ],
  [
    'a module on trial',
    {},
    { items: [...full, item({ module: 'im', trialUntil: '2026-12-21T10:00:00Z' })] },
    ['! expires Instant Messaging: never > 21 December 2026, 10:00 (UTC)'],
  ],
  [
    'a module on a trial that has ended',
    {},
    { items: [...full, item({ module: 'im', trialUntil: '2026-11-21T12:00:00Z' })] },
    ['! module-stops Instant Messaging: 250 seats > not licensed'],
  ],
  [
    'a module added',
    {},
    { items: [...full, item({ module: 'antispam', seats: 'unlimited' })] },
    ['module-added AntiSpam: not licensed > unlimited seats'],
  ],
  ['another order', {}, { order: { id: orderId(2), previous: ORDER } }, [`order : ${ORDER} > ${orderId(2)}`]],
  [
    'a new e-mail address',
    {},
    { holder: { ...documentWith().holder, email: 'new@example.com' } },
    [
      'holder : Ada Example, Example & Sons, ada@example.com, 1 Main Street > Ada Example, Example & Sons, new@example.com, 1 Main Street',
    ],
  ],
  [
    'a trial in place of a full license',
    {},
    { type: 'trial', expires: '2026-12-21T10:00:00Z' },
    ['! type : full > trial', '! expires : never > 21 December 2026, 10:00 (UTC)'],
  ],
  [
    'a longer trial',
    { type: 'trial', expires: '2026-12-01T00:00:00Z' },
    { type: 'trial', expires: '2026-12-21T00:00:00Z' },
    ['expires : 1 December 2026, 00:00 (UTC) > 21 December 2026, 00:00 (UTC)'],
  ],
  [
    'the other structure with the same modules',
    { items: [item({ module: 'mail' })] },
    { structure: 'module', items: [item({ module: 'mail' })] },
    ['structure : category > module'],
  ],
])('LICENSING 4: %s', (_, before, after, expected) => {
  expect(changes(side(before), side(after))).toEqual(expected);
});

test('LICENSING 4: a status that gets worse takes something away', () => {
  expect(changes(side(), { ...side(), status: 'Evaluation' })).toEqual(['! status : OK > Evaluation']);
});
