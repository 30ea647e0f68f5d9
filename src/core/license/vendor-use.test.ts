import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../calendar.ts';
import { machine, NOW, order, record } from './vendor.testkit.ts';
import { decideActivation } from './vendor-rules.ts';
import { isInUse, parallelUses, replacedBy } from './vendor-use.ts';
import { decideValidation, type ValidatedMachine } from './vendor-validation.ts';

const terms = { everyDays: 30, graceDays: 7 };

describe('LICENSING 4: a machine is in use until what it was given runs out, or until it is released', () => {
  const table: readonly [rule: string, changes: Partial<ValidatedMachine>, inUse: boolean][] = [
    ['just activated', {}, true],
    ['silent for every-days and grace-days', { contactedAt: NOW - 37 * DAY }, true],
    ['silent for longer', { contactedAt: NOW - 37 * DAY - 1 }, false],
    ['released', { released: true }, false],
  ];
  it.each(table)('%s', (_rule, changes, inUse) => {
    expect(isInUse(record(1, changes), terms, NOW)).toBe(inUse);
  });
});

describe('LICENSING 4: at most 31 days in parallel', () => {
  const older = record(1, { usedSince: NOW - 400 * DAY });
  const since = (days: number, changes: Partial<ValidatedMachine> = {}) =>
    record(2, { usedSince: NOW - days * DAY, ...changes });
  const table: readonly [rule: string, machines: readonly ValidatedMachine[], index: number, replaced: boolean][] = [
    ['a single machine stays', [older], 0, false],
    ['the older one stays for 31 days', [older, since(31)], 0, false],
    ['and not longer', [older, since(31 + 1 / DAY)], 0, true],
    ['the newer one stays', [older, since(90)], 1, false],
    ['a released machine takes no place', [older, since(90, { released: true })], 0, false],
    [
      'nor one that was not heard of since its license ran out',
      [older, since(90, { contactedAt: NOW - 38 * DAY })],
      0,
      false,
    ],
    ['of two that began at once, the one that was activated last is the newer', [since(90), since(90)], 0, true],
    ['and it stays', [since(90), since(90)], 1, false],
    ['with three, the first move counts', [older, since(40), record(3, { usedSince: NOW - DAY })], 0, true],
    ['and the second machine has its own 31 days', [older, since(40), record(3, { usedSince: NOW - DAY })], 1, false],
  ];
  it.each(table)('%s', (_rule, machines, index, replaced) => {
    expect(replacedBy(machines, index, terms, NOW) !== undefined).toBe(replaced);
  });

  it.each([
    [0.9, 0],
    [1, 1],
    [13.9, 1],
    [14, 14],
    [28, 28],
    [40, 28],
  ])('after %d days the notice of day %d is due', (days, noticeDay) => {
    const [use] = parallelUses([older, since(days)], terms, NOW);
    expect(use).toMatchObject({ older: { reference: machine(1) }, newer: { reference: machine(2) }, noticeDay });
  });

  it('nobody is told of a machine that was released', () => {
    expect(parallelUses([{ ...older, released: true }, since(20)], terms, NOW)).toEqual([]);
    expect(parallelUses([older, since(20, { released: true })], terms, NOW)).toEqual([]);
  });
});

/** A vendor's order in memory that acts on the decisions, for laws over long stories. */
function world(every: number, grace: number) {
  let serial = 0;
  const machines: ValidatedMachine[] = [];
  const facts = () => order({ serial, everyDays: every, graceDays: grace });
  const put = (index: number, n: number, now: number, changes: Partial<ValidatedMachine> = {}) => {
    serial += 1;
    const given = { contactedAt: now, released: false, serial, answeredSerial: serial, ...changes };
    const known = machines[index];
    if (known) machines[index] = { ...known, ...given };
    else machines.push(record(n, { usedSince: now, ...given }));
  };
  return {
    machines,
    serial: () => serial,
    activate(n: number, now: number): string {
      const decision = decideActivation({ order: facts(), machines, referenceId: machine(n), now });
      if (!decision.allowed) return decision.code;
      put(decision.machine, n, now, decision.begins ? { usedSince: now } : {});
      return 'ok';
    },
    validate(n: number, now: number): string {
      const presented = machines.find((m) => m.reference === machine(n))?.serial ?? 1;
      const asked = { licenseId: 'license-b', serial: presented, referenceId: machine(n), now };
      const decision = decideValidation({ order: facts(), machines, ...asked });
      if (!decision.allowed) return decision.code;
      expect(decision.serial).toBeGreaterThan(Math.max(serial, presented));
      put(decision.machine, n, now, { stale: decision.stale });
      return 'ok';
    },
    release(n: number): void {
      const index = machines.findIndex((m) => m.reference === machine(n));
      const known = machines[index];
      if (known) machines[index] = { ...known, released: true };
    },
  };
}

describe('laws of LICENSING 4', () => {
  const step = fc.record({
    what: fc.constantFrom('activate', 'validate', 'release'),
    n: fc.integer({ min: 1, max: 4 }),
    days: fc.integer({ min: 0, max: 20 }),
  });

  it('however they come, go and ask: the newest that is in use is never refused for parallel use, the serial never falls', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const vendor = world(30, 7);
        let now = NOW;
        for (const { what, n, days } of steps) {
          now += days * DAY;
          const before = vendor.serial();
          if (what === 'release') vendor.release(n);
          else {
            const newest = vendor.machines
              .filter((m) => isInUse(m, terms, now))
              .reduce<ValidatedMachine | undefined>(
                (last, m) => (last && last.usedSince > m.usedSince ? last : m),
                undefined,
              );
            const outcome = what === 'activate' ? vendor.activate(n, now) : vendor.validate(n, now);
            if (newest?.reference === machine(n)) expect(outcome).toBe('ok');
            expect(vendor.serial() > before).toBe(outcome === 'ok');
          }
          expect(vendor.serial()).toBeGreaterThanOrEqual(before);
          expect(vendor.machines.length).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('two machines that both go on asking run in parallel for 31 days and what was given last, however often they activate again', () => {
    const stubborn = fc.array(fc.constantFrom('activate', 'validate'), { minLength: 90, maxLength: 90 });
    fc.assert(
      fc.property(stubborn, (attempts) => {
        const vendor = world(30, 7);
        expect([vendor.activate(1, NOW), vendor.activate(2, NOW + DAY)]).toEqual(['ok', 'ok']);
        let lastGiven = 0;
        attempts.forEach((what, i) => {
          const now = NOW + (i + 2) * DAY;
          expect(vendor.validate(2, now)).toBe('ok');
          const outcome = what === 'activate' ? vendor.activate(1, now) : vendor.validate(1, now);
          if (outcome === 'ok') lastGiven = i + 2;
          else expect(outcome).toBe('PARALLEL_USE_ENDED');
        });
        expect(lastGiven).toBe(32);
      }),
      { numRuns: 20 },
    );
  });

  it('who activated a new machine, switched it off and went back is never in Emergency Mode for it', () => {
    const story = fc.record({
      every: fc.integer({ min: 7, max: 31 }),
      grace: fc.integer({ min: 2, max: 7 }),
      tried: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(story, ({ every, grace, tried }) => {
        const vendor = world(every, grace);
        vendor.activate(1, NOW);
        vendor.activate(2, NOW + tried * DAY);
        // Machine 1 asks when it is due, and every day while it is refused.
        let failing = 0;
        for (let day = 0, given = 0; day < 200; day++) {
          if (day - given < every) continue;
          const ok = vendor.validate(1, NOW + day * DAY + 1) === 'ok';
          if (ok) given = day;
          failing = ok ? 0 : failing + 1;
          expect(failing).toBeLessThanOrEqual(grace);
        }
      }),
      { numRuns: 100 },
    );
  });
});
