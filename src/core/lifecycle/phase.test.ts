import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, dayOf, HOUR, nextMidnight } from '../calendar.ts';
import { EMERGENCY_PERIOD, EVALUATION_PERIOD, MISMATCH_PERIOD } from './constants.ts';
import { deadlinesOf } from './deadlines.ts';
import { revalidationDue } from './due.ts';
import type { Cause, LicenseFacts, LifecycleFacts } from './facts.ts';
import { isFrozen, type Phase, phaseOf, statusOf } from './phase.ts';
import { sentenceOf } from './sentence.ts';

const at = (iso: string): number => Date.parse(iso);
const START = at('2026-11-01T10:00:00Z');
const full: LicenseFacts = { id: 'L-1', type: 'full', issued: START, expires: null, everyDays: 30, graceDays: 2 };
const trial: LicenseFacts = { ...full, type: 'trial', expires: START + 30 * DAY };
const facts = (some: Partial<LifecycleFacts> = {}): LifecycleFacts => ({
  firstStart: START,
  license: full,
  failingSince: null,
  mismatchSince: null,
  stoppedSince: null,
  noStopBefore: 0,
  timeZone: 'Europe/Berlin',
  ...some,
});

const none = facts({ license: null });
const onTrial = facts({ license: trial });
const failing = facts({ failingSince: START });
const foreign = facts({ mismatchSince: START });
/** The same, after services were stopped at the midnight that the clock names. */
const stopped = (given: LifecycleFacts): LifecycleFacts => ({
  ...given,
  stoppedSince: deadlinesOf(given)[0]?.stopAt ?? null,
});

describe('LICENSING 5: the table of phases', () => {
  test.each<[string, LifecycleFacts, string, Phase, string]>([
    ['no license: evaluation from the first start', none, '2026-11-01T10:00:00Z', 'evaluation', 'Evaluation'],
    ['evaluation lasts 30 days', none, '2026-12-01T09:59:59.999Z', 'evaluation', 'Evaluation'],
    ['after 30 days: emergency', none, '2026-12-01T10:00:00Z', 'emergency', 'Evaluation'],
    ['emergency lasts 7 days and to midnight', none, '2026-12-08T22:59:59.999Z', 'emergency', 'Evaluation'],
    ['then all services stop', stopped(none), '2026-12-08T23:00:00Z', 'stopped', 'Evaluation'],
    ['down over that midnight: still in emergency', none, '2026-12-09T08:00:00Z', 'emergency', 'Evaluation'],
    ['a full license on its machine', facts(), '2040-01-01T00:00:00Z', 'ok', 'OK'],
    ['a trial license', onTrial, '2026-12-01T09:59:59Z', 'evaluation', 'Evaluation'],
    ['the trial expired', onTrial, '2026-12-01T10:00:00Z', 'emergency', 'Evaluation'],
    ['a re-validation failed (T0)', failing, '2026-11-01T10:00:00Z', 'revalidating', 'OK'],
    ['grace of 2 days', failing, '2026-11-03T09:59:59.999Z', 'revalidating', 'OK'],
    ['T0 + grace-days: emergency', failing, '2026-11-03T10:00:00Z', 'emergency', 'Evaluation'],
    ['7 days of emergency are over', failing, '2026-11-10T22:59:59Z', 'emergency', 'Evaluation'],
    ['stopped at the next midnight', stopped(failing), '2026-11-10T23:00:00Z', 'stopped', 'Evaluation'],
    ['and not before', stopped(failing), '2026-11-10T22:59:59Z', 'emergency', 'Evaluation'],
    ['the license is for another machine', foreign, '2026-11-01T10:00:00Z', 'mismatch', 'Reference ID Mismatch'],
    ['7 days of mismatch are over', foreign, '2026-11-08T22:59:59Z', 'mismatch', 'Reference ID Mismatch'],
    [
      'mismatch stops at the next midnight',
      stopped(foreign),
      '2026-11-08T23:00:00Z',
      'stopped',
      'Reference ID Mismatch',
    ],
    ['down over that midnight: still mismatch', foreign, '2026-11-09T08:00:00Z', 'mismatch', 'Reference ID Mismatch'],
    [
      'mismatch outranks evaluation',
      facts({ license: trial, mismatchSince: START }),
      '2026-11-02T10:00:00Z',
      'mismatch',
      'Reference ID Mismatch',
    ],
    [
      'frozen if any clock says so',
      facts({ failingSince: START, mismatchSince: START }),
      '2026-11-03T10:00:00Z',
      'emergency',
      'Reference ID Mismatch',
    ],
    [
      'a trial whose re-validation fails stays an evaluation',
      facts({ license: trial, failingSince: START }),
      '2026-11-01T11:00:00Z',
      'revalidating',
      'Evaluation',
    ],
    [
      'no license, no clock but the evaluation’s',
      facts({ license: null, failingSince: START - 90 * DAY, mismatchSince: START - 90 * DAY }),
      '2026-11-02T10:00:00Z',
      'evaluation',
      'Evaluation',
    ],
  ])('%s', (_rule, given, now, phase, status) => {
    expect(phaseOf(given, at(now))).toBe(phase);
    expect(statusOf(phase, given)).toBe(status);
  });

  test('the earliest stop wins', () => {
    const both = facts({ failingSince: START, mismatchSince: START + 4 * DAY });
    expect(deadlinesOf(both).map((d) => d.cause)).toEqual(['revalidation', 'mismatch']);
    expect(phaseOf(stopped(both), at('2026-11-10T23:00:00Z'))).toBe('stopped');
  });

  test.each<[string, Partial<LifecycleFacts>, string]>([
    ['no stop is caught up after downtime', { noStopBefore: at('2026-11-20T08:00:00Z') }, '2026-11-20T23:00:00Z'],
    ['none at the midnight of the start', { noStopBefore: at('2026-11-20T23:00:00Z') }, '2026-11-21T23:00:00Z'],
    [
      'none within 24 h of its notice',
      { warnedAt: { revalidation: at('2026-11-20T23:00:01Z') } },
      '2026-11-22T23:00:00Z',
    ],
    [
      '24 h after its notice it may',
      { warnedAt: { revalidation: at('2026-11-20T23:00:00Z') } },
      '2026-11-21T23:00:00Z',
    ],
    [
      'the notice of another clock delays nothing',
      { warnedAt: { mismatch: at('2026-11-20T08:00:00Z') } },
      '2026-11-10T23:00:00Z',
    ],
  ])('%s: it waits for the next midnight', (_rule, some, midnight) => {
    expect(deadlinesOf(facts({ failingSince: START, ...some }))[0]?.stopAt).toBe(at(midnight));
  });

  test('a recorded stop lasts while its reason lasts, also across a restart', () => {
    const stop = { stoppedSince: at('2026-11-10T23:00:00Z'), noStopBefore: at('2026-11-20T08:00:00Z') };
    expect(phaseOf(facts({ ...stop, failingSince: START }), at('2026-11-20T09:00:00Z'))).toBe('stopped');
    expect(phaseOf(facts(stop), at('2026-11-20T09:00:00Z'))).toBe('ok');
  });
});

describe('laws', () => {
  const near = (spread: number) => fc.integer({ min: START - spread, max: START + spread });
  const someLicense = fc.record({
    id: fc.constant('L-1'),
    type: fc.constant('full' as const),
    issued: near(40 * DAY),
    expires: fc.constant(null),
    everyDays: fc.constant(30),
    graceDays: fc.integer({ min: 2, max: 7 }),
  });
  const someTrial = someLicense.map((l) => ({ ...l, type: 'trial' as const, expires: l.issued + 30 * DAY }));
  const someFacts: fc.Arbitrary<LifecycleFacts> = fc.record({
    firstStart: near(60 * DAY),
    license: fc.oneof(someLicense, someTrial, fc.constant(null)),
    failingSince: fc.option(near(20 * DAY)),
    mismatchSince: fc.option(near(20 * DAY)),
    stoppedSince: fc.option(near(20 * DAY)),
    noStopBefore: fc.oneof(fc.constant(0), near(20 * DAY)),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Pacific/Kiritimati'),
  });
  const someTime = near(60 * DAY);
  const ARROWS: Record<Phase, Phase[]> = {
    ok: ['ok'],
    evaluation: ['evaluation', 'emergency', 'stopped'],
    revalidating: ['revalidating', 'emergency', 'stopped'],
    mismatch: ['mismatch', 'emergency', 'stopped'],
    emergency: ['emergency', 'stopped'],
    stopped: ['stopped'],
  };

  test('while nothing but time passes, a phase only moves along the arrows', () => {
    fc.assert(
      fc.property(someFacts, someTime, fc.integer({ min: 0, max: 60 * DAY }), (given, now, later) => {
        expect(ARROWS[phaseOf(given, now)]).toContain(phaseOf(given, now + later));
      }),
    );
  });

  test('no stop before the midnight after seven days of emergency or mismatch, and none before the floor', () => {
    const WARNED: Record<Cause, (given: LifecycleFacts) => number> = {
      evaluation: (given) => given.firstStart + EVALUATION_PERIOD + EMERGENCY_PERIOD,
      trial: (given) => (given.license?.expires ?? 0) + EMERGENCY_PERIOD,
      revalidation: (given) => (given.failingSince ?? 0) + (given.license?.graceDays ?? 0) * DAY + EMERGENCY_PERIOD,
      mismatch: (given) => (given.mismatchSince ?? 0) + MISMATCH_PERIOD,
    };
    fc.assert(
      fc.property(someFacts, (given) => {
        for (const { cause, stopAt } of deadlinesOf(given)) {
          const earliest = Math.max(WARNED[cause](given), given.noStopBefore);
          expect(stopAt).toBe(nextMidnight(earliest, given.timeZone));
        }
      }),
    );
  });

  test('every stop is at a midnight', () => {
    fc.assert(
      fc.property(someFacts, (given) => {
        for (const { stopAt } of deadlinesOf(given)) {
          expect(dayOf(stopAt - 1, given.timeZone)).toBe(dayOf(stopAt, given.timeZone) - 1);
        }
      }),
    );
  });

  test('frozen exactly in emergency and stopped, and the sentence always says a date', () => {
    fc.assert(
      fc.property(someFacts, someTime, (given, now) => {
        const phase = phaseOf(given, now);
        expect(isFrozen(phase)).toBe(phase === 'emergency' || phase === 'stopped');
        const sentence = sentenceOf(phase, given, now);
        expect(sentence).toMatch(/^[A-Z].*\d{4}, \d\d:\d\d \(.+\).*\.$/);
        expect(/settings are frozen/i.test(sentence)).toBe(phase === 'emergency');
      }),
    );
  });
});

test.each<[Phase, LifecycleFacts, string, string]>([
  ['ok', facts(), '2026-11-02T10:00:00Z', 'The license is fully registered; it will be re-validated'],
  ['ok', facts(), '2026-12-02T10:00:00Z', 'has been due since'],
  ['evaluation', none, '2026-11-02T10:00:00Z', '200 seats ends on 1 December 2026, 11:00 (Europe/Berlin)'],
  ['evaluation', onTrial, '2026-11-02T10:00:00Z', 'a trial license that ends on 1 December 2026, 11:00'],
  ['revalidating', failing, '2026-11-02T10:00:00Z', 'frozen on 3 November 2026, 11:00 (Europe/Berlin)'],
  ['emergency', failing, '2026-11-04T10:00:00Z', 'stopped on 11 November 2026, 00:00 (Europe/Berlin)'],
  ['mismatch', foreign, '2026-11-02T10:00:00Z', 'stopped on 9 November 2026, 00:00 (Europe/Berlin)'],
  ['stopped', stopped(foreign), '2026-11-09T10:00:00Z', 'stopped on 9 November 2026, 00:00 (Europe/Berlin) because'],
])('INTERFACES 4: the sentence in phase %s says what happens next and when', (phase, given, now, words) => {
  expect(phaseOf(given, at(now))).toBe(phase);
  expect(sentenceOf(phase, given, at(now))).toContain(words);
});

test('LICENSING 5: re-validation is due every-days after the issue, up to 24 h earlier, the same for a license always', () => {
  const dues = Array.from({ length: 200 }, (_, n) => revalidationDue({ ...full, id: `L-${n}` }));
  for (const due of dues) {
    expect(due).toBeLessThanOrEqual(START + 30 * DAY);
    expect(due).toBeGreaterThan(START + 29 * DAY);
  }
  const hours = new Set(dues.map((due) => Math.floor((START + 30 * DAY - due) / HOUR)));
  expect(hours.size).toBeGreaterThan(15);
  expect(revalidationDue({ ...full, id: 'L-7' })).toBe(dues[7]);
});
