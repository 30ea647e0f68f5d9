import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Holding, mergeTrials, NOTHING, withoutSeat } from './merge-holdings.ts';

const NOW = 1_000;
const holding = (seat: number | null, started: number | null, waiting = false): Holding => ({
  seat,
  trial: started === null ? null : { firstAccess: started, startedAt: started },
  waiting,
});
const seat = (at: number) => holding(at, null);
const trial = (at: number) => holding(null, at, true);
const once = (at: number) => holding(null, at);

test.each<[rule: string, present: Holding, backup: Holding, merged: Holding]>([
  ['nothing is known here: a seat comes back', NOTHING, seat(5), seat(5)],
  ['nothing is known here: a trial comes back as old as it was', NOTHING, trial(5), trial(5)],
  ['nothing is known here: a trial that is over stays known', NOTHING, once(5), once(5)],
  ['a trial of here outranks an older one', trial(700), trial(5), trial(700)],
  ['a trial of here outranks a younger one', trial(5), trial(700), trial(5)],
  ['a trial of here outranks a seat; its account is in line', trial(5), seat(1), trial(5)],
  ['a trial that nobody waits with is not forgotten for a seat', once(5), seat(1), trial(5)],
  ['a trial goes on where the backup had it waiting', once(5), trial(1), trial(5)],
  ['a seat of here stays', seat(5), trial(1), holding(5, 1)],
  ['a seat of here stays as it was assigned', seat(5), seat(1), seat(5)],
  ['a seat after a trial stays', holding(5, 1), trial(700), holding(5, 1)],
  ['what came after the backup stays', trial(5), NOTHING, trial(5)],
  ['a backup from a clock ahead: no trial in the future', NOTHING, trial(NOW + 9), trial(NOW)],
  ['a backup from a clock ahead: no seat in the future', NOTHING, seat(NOW + 9), seat(NOW)],
])('LICENSING 2: %s', (_rule, present, backup, merged) => {
  expect(mergeTrials(present, backup, NOW)).toEqual(merged);
});

test('LICENSING 2: who finds no seat has the trial of before; only who never had one begins it', () => {
  expect(withoutSeat(holding(5, 1), NOW)).toEqual(trial(1));
  expect(withoutSeat(seat(5), NOW)).toEqual({ seat: null, trial: { firstAccess: 5, startedAt: NOW }, waiting: true });
});

const anyTrial = (latest: number) =>
  fc.record({ firstAccess: fc.nat(latest), startedAt: fc.nat(latest) }, { noNullPrototype: true });
const anyHolding = (latest: number): fc.Arbitrary<Holding> =>
  fc
    .record({
      seat: fc.option(fc.nat(latest), { nil: null }),
      trial: fc.option(anyTrial(latest), { nil: null }),
      waiting: fc.boolean(),
    })
    .map((h) => ({ ...h, waiting: h.waiting && h.seat === null && h.trial !== null }));

test('LICENSING 2: whatever a backup says, no trial of here begins anew or becomes longer', () => {
  fc.assert(
    fc.property(anyHolding(NOW), anyHolding(5 * NOW), fc.boolean(), (present, backup, full) => {
      const merged = mergeTrials(present, backup, NOW);
      const left = full && merged.seat !== null ? withoutSeat(merged, NOW) : merged;
      if (present.trial) expect(left.trial).toEqual(present.trial);
      if (present.seat !== null) expect(merged.seat).toBe(present.seat);
      if (left.trial) expect(left.trial.startedAt).toBeLessThanOrEqual(NOW);
      if (left.waiting) expect([left.seat, left.trial]).toEqual([null, expect.anything()]);
    }),
  );
});

test('LICENSING 11: the backup of what is here changes nothing, and a second restore nothing more', () => {
  fc.assert(
    fc.property(anyHolding(NOW), anyHolding(5 * NOW), (present, backup) => {
      expect(mergeTrials(present, present, NOW)).toEqual(present);
      const first = mergeTrials(present, backup, NOW);
      expect(mergeTrials(first, backup, NOW)).toEqual(first);
    }),
  );
});
