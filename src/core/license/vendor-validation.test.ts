import { describe, expect, it } from 'vitest';
import { DAY } from '../calendar.ts';
import { machine, NOW, on, order, record } from './vendor.testkit.ts';
import { decideValidation, type ValidationFacts } from './vendor-validation.ts';

const facts = (changes: Partial<ValidationFacts> = {}): ValidationFacts => ({
  order: order(),
  machines: on(1),
  licenseId: 'license-b',
  serial: 1,
  referenceId: machine(1),
  now: NOW,
  ...changes,
});
const refused = (code: string, params: object) => ({ allowed: false, code, params });
const NEXT = { allowed: true, machine: 0, serial: 10, changed: [], stale: 0 };

describe('LICENSING 4, 5: may this machine go on with its license?', () => {
  const drifted = machine(1, { network: 'new' });
  const table: readonly [rule: string, changes: Partial<ValidationFacts>, outcome: object][] = [
    ['it gets a serial above all of the order', {}, NEXT],
    ['and above its own, if the records were restored from a backup', { serial: 50 }, { ...NEXT, serial: 51 }],
    ['one component that changed is enrolled', { referenceId: drifted }, { ...NEXT, changed: ['network'] }],
    [
      'a license that is not the order’s',
      { licenseId: 'another' },
      refused('LICENSE_UNKNOWN', { licenseId: 'another', orderId: 'B' }),
    ],
    [
      'a serial out of the air',
      { serial: 1_000_010 },
      refused('LICENSE_UNKNOWN', { licenseId: 'license-b', orderId: 'B' }),
    ],
    [
      'who does not know the license is not told about its order',
      { licenseId: 'another', order: order({ blocked: true }) },
      refused('LICENSE_UNKNOWN', { licenseId: 'another', orderId: 'B' }),
    ],
    ['a blocked order', { order: order({ blocked: true }) }, refused('LICENSE_BLOCKED', { orderId: 'B' })],
    [
      'an extended order names the newer one',
      { order: order({ supersededBy: 'C' }) },
      refused('ORDER_SUPERSEDED', { orderId: 'B', newer: 'C' }),
    ],
    [
      'a trial that is over',
      { order: order({ expires: '2026-11-21T10:00:00Z' }) },
      refused('LICENSE_EXPIRED', { expires: '2026-11-21T10:00:00Z' }),
    ],
    [
      'another machine, with the one that the serial was issued for',
      { machines: on(1, 2), serial: 1, referenceId: machine(9) },
      refused('LICENSE_WRONG_MACHINE', { licensed: machine(1), actual: machine(9) }),
    ],
    [
      'an order that is active nowhere',
      { machines: [] },
      refused('ACTIVATION_NOT_FOUND', { orderId: 'B', referenceId: machine(1) }),
    ],
    [
      'a released machine',
      { machines: [record(1, { released: true })] },
      refused('ACTIVATION_RELEASED', { orderId: 'B' }),
    ],
    [
      'the older of two machines after 31 days, and the order is flagged',
      { machines: [record(1, { usedSince: 0 }), record(2, { usedSince: NOW - 31 * DAY - 1 })] },
      { ...refused('PARALLEL_USE_ENDED', { days: 31 }), flag: expect.stringContaining(machine(1)) },
    ],
  ];
  it.each(table)('%s', (_rule, changes, outcome) => {
    expect(decideValidation(facts(changes))).toEqual(outcome);
  });
});

describe('LICENSING 3: one stale serial presented twice is a clone', () => {
  /** What each of these serials in a row makes of one machine, whose records follow. */
  function story(...presented: number[]): string[] {
    let one = record(1, { serial: 9, answeredSerial: 9 });
    let issued = 9;
    return presented.map((serial) => {
      const decision = decideValidation(facts({ order: order({ serial: issued }), machines: [one], serial }));
      if (!decision.allowed) return decision.code;
      issued = decision.serial;
      one = { ...one, serial: issued, answeredSerial: issued, stale: decision.stale };
      return decision.flag === undefined ? `${issued}` : `${issued} flagged`;
    });
  }
  it('a machine that presents what it was given last is never flagged', () => {
    expect(story(9, 10, 11, 12)).toEqual(['10', '11', '12', '13']);
  });
  it('a lost answer or a snapshot taken back is one stale serial', () => {
    expect(story(9, 9, 11, 12, 10, 14)).toEqual(['10', '11', '12', '13', '14', '15']);
  });
  it('the same stale serial again is not', () => {
    expect(story(9, 9, 9)).toEqual(['10', '11', '12 flagged']);
  });
  it('two machines from one image that take turns are found at the second turn', () => {
    expect(story(9, 9, 10, 11)).toEqual(['10', '11', '12 flagged', '13 flagged']);
  });
  it('a file that nobody entered is not held against the machine', () => {
    const filed = record(1, { serial: 12, answeredSerial: 9, stale: 1 });
    expect(decideValidation(facts({ machines: [filed], serial: 9 }))).toMatchObject({ stale: 0 });
  });
});
