import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../calendar.ts';
import { machine, NOW, on, order, record } from './vendor.testkit.ts';
import type { MachineOnRecord } from './vendor-record.ts';
import { orderState } from './vendor-record.ts';
import { type ActivationFacts, decideActivation, findMachine } from './vendor-rules.ts';

const previous = (...machines: MachineOnRecord[]) => ({
  order: order({ id: 'A', licenseId: 'license-a' }),
  machines,
});
const facts = (changes: Partial<ActivationFacts> = {}): ActivationFacts => ({
  order: order(),
  machines: [],
  referenceId: machine(1),
  now: NOW,
  ...changes,
});

const update = order({ previous: 'A' });
const NEW = { allowed: true, machine: -1, begins: true, supersedes: '' };
const AGAIN = { ...NEW, begins: false };
const refused = (code: string, params: object) => ({ allowed: false, code, params });

describe('LICENSING 4: may this machine activate this order?', () => {
  const table: readonly [rule: string, facts: Partial<ActivationFacts>, outcome: object][] = [
    ['an authorized order activates on a first machine', {}, NEW],
    [
      'an order that waits does not',
      { order: order({ authorized: false }) },
      refused('ORDER_NOT_AUTHORIZED', { orderId: 'B' }),
    ],
    ['a blocked order does not', { order: order({ blocked: true }) }, refused('LICENSE_BLOCKED', { orderId: 'B' })],
    [
      'blocked outranks waiting: the vendor has to be asked',
      { order: order({ blocked: true, authorized: false }) },
      refused('LICENSE_BLOCKED', { orderId: 'B' }),
    ],
    [
      'a superseded order names the one that extended it',
      { order: order({ supersededBy: 'C' }) },
      refused('ORDER_SUPERSEDED', { orderId: 'B', newer: 'C' }),
    ],
    [
      'a trial that is over does not',
      { order: order({ expires: '2026-11-21T10:00:00Z' }) },
      refused('LICENSE_EXPIRED', { expires: '2026-11-21T10:00:00Z' }),
    ],
    ['a trial in its last second does', { order: order({ expires: '2026-11-21T10:00:01Z' }) }, NEW],
    ['a third machine', { machines: on(2, 3) }, NEW],
    [
      'no fourth machine in its life',
      { machines: on(2, 3, 4) },
      refused('ACTIVATIONS_EXCEEDED', { machines: 3, limit: 3 }),
    ],
    [
      'a release does not give back one of the three',
      { machines: [...on(2, 3), record(4, { released: true })] },
      refused('ACTIVATIONS_EXCEEDED', { machines: 3, limit: 3 }),
    ],
    ['the same machine again is free', { machines: on(2, 1, 3) }, { ...AGAIN, machine: 1 }],
    [
      'a released machine that comes back is the same one; before its license ran out it never was dead, and that shows',
      { machines: [...on(2, 3), record(1, { released: true })] },
      { ...AGAIN, machine: 2, flag: expect.stringContaining('came back') },
    ],
    [
      'one that comes back alone was released by mistake',
      { machines: [record(1, { released: true })] },
      { ...AGAIN, machine: 0 },
    ],
    [
      'one that comes back when its license has run out begins anew',
      { machines: [...on(2, 3), record(1, { released: true, contactedAt: NOW - 37 * DAY - 1 })] },
      { ...NEW, machine: 2 },
    ],
    [
      'the older of two machines does not get by activation what its re-validation is refused',
      { machines: [record(1, { usedSince: 0 }), record(2, { usedSince: NOW - 31 * DAY - 1 })] },
      { ...refused('PARALLEL_USE_ENDED', { days: 31 }), flag: expect.stringContaining(machine(1)) },
    ],
    [
      'it may go back within the 31 days',
      { machines: [record(1, { usedSince: 0 }), record(2, { usedSince: NOW - 31 * DAY })] },
      { ...AGAIN, machine: 0 },
    ],
    [
      'and any time once the newer one is released',
      { machines: [record(1, { usedSince: 0 }), record(2, { usedSince: NOW - 90 * DAY, released: true })] },
      { ...AGAIN, machine: 0 },
    ],
    [
      'a reinstalled system burns no activation (LICENSING 3: two of mainboard, disk, network)',
      { machines: on(2, 3, 1), referenceId: machine(1, { os: 'new', install: 'new', network: 'new' }) },
      { ...AGAIN, machine: 2 },
    ],
    ['a grant adds one', { order: order({ granted: 1 }), machines: on(2, 3, 4) }, NEW],
    [
      'and no more than that',
      { order: order({ granted: 1 }), machines: on(2, 3, 4, 5) },
      refused('ACTIVATIONS_EXCEEDED', { machines: 4, limit: 4 }),
    ],
    [
      'an update without its older license names the order needed',
      { order: update, previous: previous() },
      refused('LICENSE_PREVIOUS_REQUIRED', { previous: 'A' }),
    ],
    [
      'an update stands on its older order on record for this machine, and ends it',
      { order: update, previous: previous(...on(2, 1)) },
      { ...NEW, supersedes: 'A' },
    ],
    [
      'on record for another machine is not enough',
      { order: update, previous: previous(...on(2)) },
      refused('LICENSE_PREVIOUS_REQUIRED', { previous: 'A' }),
    ],
    [
      'a released machine has the older license no more',
      { order: update, previous: previous(record(1, { released: true })) },
      refused('LICENSE_PREVIOUS_REQUIRED', { previous: 'A' }),
    ],
    [
      'an update stands on the license that is in force at the machine',
      { order: update, previous: previous(), currentLicenseId: 'license-a' },
      { ...NEW, supersedes: 'A' },
    ],
    [
      'any other license in force does not help',
      { order: update, previous: previous(), currentLicenseId: 'license-b' },
      refused('LICENSE_PREVIOUS_REQUIRED', { previous: 'A' }),
    ],
    [
      'once activated, an update migrates like any license: what it stood on has ended',
      { order: update, previous: previous(...on(2)), machines: on(2) },
      NEW,
    ],
  ];
  it.each(table)('%s', (_rule, changes, outcome) => {
    expect(decideActivation(facts(changes))).toEqual(outcome);
  });

  it('LICENSING 4: however machines come and go, never more than the limit are let in', () => {
    const visits = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 40 });
    fc.assert(
      fc.property(visits, fc.integer({ min: 0, max: 3 }), (sequence, granted) => {
        const machines: MachineOnRecord[] = [];
        for (const n of sequence) {
          const decision = decideActivation(
            facts({ order: order({ granted }), machines, referenceId: machine(n), now: NOW }),
          );
          const known = machines.some((m) => m.reference === machine(n));
          expect(decision.allowed).toBe(known || machines.length < 3 + granted);
          if (decision.allowed && decision.machine < 0) machines.push(record(n, { released: n % 2 === 0 }));
        }
        expect(new Set(machines.map((m) => m.reference)).size).toBe(machines.length);
      }),
      { numRuns: 60 },
    );
  });
});

it('LICENSING 3: the very same Reference ID is found before one that merely fits', () => {
  const drifted = machine(1, { network: 'other' });
  const machines = [record(1, { reference: drifted }), record(1)];
  expect(findMachine(machines, machine(1))).toBe(1);
  expect(findMachine(machines, drifted)).toBe(0);
  expect(findMachine(machines, machine(1, { disk: 'other' }))).toBe(1);
  expect(findMachine(machines, machine(2))).toBe(-1);
});

it('says what the person must know first about an order', () => {
  expect(orderState(order({ authorized: false }))).toBe('waiting');
  expect(orderState(order())).toBe('authorized');
  expect(orderState(order({ supersededBy: 'C' }))).toBe('superseded');
  expect(orderState(order({ supersededBy: 'C', blocked: true }))).toBe('blocked');
});
