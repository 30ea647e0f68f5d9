import { describe, expect, test } from 'vitest';
import { SAMPLE_TIME, sampleLicense, sampleStatus } from '../../contract/samples.testkit.ts';
import type { LicenseModuleRow, LicenseView } from '../../contract/schemas.ts';
import type { ServiceStatus } from '../../contract/schemas-lifecycle.ts';
import { verdictOf } from './check-license.ts';

const NOW = SAMPLE_TIME;
const row = (changes: Partial<LicenseModuleRow>): LicenseModuleRow => ({
  id: 'im',
  name: 'Instant Messaging',
  category: 'Server',
  group: 'Collaboration',
  seats: 10,
  used: 1,
  assigned: 0,
  trial: 0,
  renewalDays: 300,
  exceeded: false,
  recommended: [],
  moreSeats: 0,
  licensed: true,
  ownPool: false,
  ...changes,
});
const license = (modules: LicenseModuleRow[] = [row({})], changes: Partial<LicenseView> = {}): LicenseView =>
  sampleLicense({ modules, ...changes });
const status = sampleStatus;

const failure = { at: NOW, code: 'LICENSE_BLOCKED', detail: '' };
const suspect = { since: NOW, direction: 'back' as const, believedFrom: null };
const pending = [{ action: 'stop' as const, modules: [], failures: 2, retryAt: NOW }];

describe('INTERFACES 2: check license', () => {
  test.each<[string, LicenseView, ServiceStatus, number, string]>([
    ['all is well', license(), status(), 0, ''],
    [
      'an evaluation with time left',
      license([row({ renewalDays: null })], { expires: '2026-12-20T10:00:00Z' }),
      status({ phase: 'evaluation' }),
      0,
      '',
    ],
    [
      'an evaluation that ends',
      license([], { expires: '2026-11-28T10:00:00Z' }),
      status({ phase: 'evaluation' }),
      1,
      'ends in 7 days',
    ],
    [
      're-validation fails',
      license(),
      status({ phase: 'revalidating', revalidation: { ...status().revalidation, failure } }),
      1,
      'LICENSE_BLOCKED',
    ],
    ['another computer', license(), status({ phase: 'mismatch' }), 1, 'another computer'],
    [
      'a renewal period that ends',
      license([row({ renewalDays: 14 })]),
      status(),
      1,
      'ends in 14 days: Instant Messaging',
    ],
    ['one that has 15 days', license([row({ renewalDays: 15 })]), status(), 0, ''],
    [
      'a renewal period that is over alone changes nothing',
      license([row({ renewalDays: -1 })]),
      status(),
      1,
      'is over',
    ],
    [
      'an item that is not licensed has no renewal',
      license([row({ licensed: false, renewalDays: -1 })]),
      status(),
      0,
      '',
    ],
    ['more used seats than seats', license([row({ exceeded: true })]), status(), 1, 'more used seats'],
    [
      'a clock that is not believed',
      license(),
      status({ clock: { trusted: NOW, system: NOW, suspect } }),
      1,
      'clock went back',
    ],
    ['a program that fails', license(), status({ pending }), 1, 'a program to stop'],
    [
      'a module left out of the renewal',
      license(),
      status({ modulesStopped: [{ module: 'im', name: 'Instant Messaging', since: NOW }] }),
      5,
      'not covered',
    ],
    [
      'Emergency Mode',
      license([row({ exceeded: true })]),
      status({ phase: 'emergency', frozen: true }),
      5,
      'Emergency Mode',
    ],
    ['services stopped', license(), status({ phase: 'stopped', frozen: true }), 5, 'services are stopped'],
  ])('%s', (_what, view, now, code, first) => {
    const verdict = verdictOf(view, now);
    expect(verdict.code).toBe(code);
    if (first === '') expect(verdict.problems).toEqual([]);
    else expect(verdict.problems[0]).toContain(first);
  });
});
