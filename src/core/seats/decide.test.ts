import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../calendar.ts';
import { type DecideFacts, decide, SEAT_TRIAL, TRIAL_FORGOTTEN } from './decide.ts';
import { ALL_FLAGS, moduleOf } from './modules.ts';
import { balance, demotions, promotions } from './moves.ts';
import { poolOfModule, poolsInForce, poolsUntil } from './pools.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const IM = moduleOf('im').mask;
const SMTP = 1;
const POP = 2;
const user = { type: 0, disabled: 0, flags: ALL_FLAGS };
const facts: DecideFacts = {
  domainFlags: ALL_FLAGS,
  account: user,
  leadsElsewhere: false,
  asked: IM,
  stopped: false,
  overuse: 'trial',
  seat: false,
  seatFree: false,
  trial: null,
  known: true,
  clockTrusted: true,
  now: NOW,
};
const trial = (age: number, more = {}) => ({ startedAt: NOW - age, lastAccess: NOW - age, waiting: true, ...more });

const RULES: readonly (readonly [rule: string, given: Partial<DecideFacts>, says: string, effects: string])[] = [
  ['1: in no local domain', { domainFlags: null, account: null }, 'not-local', ''],
  ['1: not a User account, even disabled', { account: { ...user, type: 7, disabled: 1 } }, 'not-user', ''],
  ['1: an alias of several, or of others', { account: null, leadsElsewhere: true, known: false }, 'not-user', ''],
  ['1: an account whose address is such an alias too', { leadsElsewhere: true, seat: true }, 'seat', ''],
  ['1: unknown, over the limit', { account: null, known: false }, 'trial', 'create-account record-access start-trial'],
  [
    '1: unknown, a free seat',
    { account: null, known: false, seatFree: true },
    'seat',
    'create-account record-access assign-seat',
  ],
  ['1: unknown, the domain withholds it', { account: null, domainFlags: 3 }, 'SERVICE_DISABLED', 'create-account'],
  ['1: disabled outranks its seat', { account: { ...user, disabled: 1 }, seat: true }, 'ACCOUNT_DISABLED', ''],
  ['1: disabled by its domain', { account: { ...user, disabled: 4 } }, 'ACCOUNT_DISABLED', ''],
  ['1: account flag off', { account: { ...user, flags: ALL_FLAGS & ~IM }, seat: true }, 'SERVICE_DISABLED', ''],
  ['1: domain flag off', { domainFlags: ALL_FLAGS & ~IM, seat: true }, 'SERVICE_DISABLED', ''],
  ['1: the flag of the protocol that asks', { account: { ...user, flags: POP }, asked: SMTP }, 'SERVICE_DISABLED', ''],
  ['1: the other protocol of the module', { account: { ...user, flags: POP }, asked: POP, seat: true }, 'seat', ''],
  ['5: left out of the renewal', { stopped: true, seat: true, known: false }, 'MODULE_STOPPED', ''],
  ['5: … but not by a clock nobody believes', { stopped: true, seat: true, clockTrusted: false }, 'seat', ''],
  ['2: another regime', { overuse: 'community', trial: trial(99 * DAY), known: false }, 'not-limited', 'record-access'],
  ['2: a full seat', { seat: true }, 'seat', ''],
  ['2: a full seat, another module of the pool', { seat: true, known: false }, 'seat', 'record-access'],
  ['3: a free seat', { seatFree: true, known: false }, 'seat', 'record-access assign-seat'],
  ['3: a free seat after the trial ended', { seatFree: true, trial: trial(15 * DAY) }, 'seat', 'assign-seat'],
  ['4: no trial yet', { known: false }, 'trial', 'record-access start-trial'],
  ['4: younger than 14 days', { trial: trial(SEAT_TRIAL - 1) }, 'trial', ''],
  ['4: 14 days old', { trial: trial(SEAT_TRIAL) }, 'TRIAL_ENDED', ''],
  ['4: back over the limit: it goes on', { trial: trial(DAY, { waiting: false }) }, 'trial', 'wait'],
  ['4: back over the limit after its end', { trial: trial(15 * DAY, { waiting: false }) }, 'TRIAL_ENDED', 'wait'],
  ['4: not denied by a clock nobody believes', { trial: trial(99 * DAY), clockTrusted: false }, 'trial', ''],
  ['forgotten after 365 days', { trial: trial(TRIAL_FORGOTTEN) }, 'trial', 'start-trial'],
  ['not forgotten a moment before', { trial: trial(TRIAL_FORGOTTEN - 1) }, 'TRIAL_ENDED', ''],
  ['not forgotten: access since', { trial: trial(TRIAL_FORGOTTEN, { lastAccess: NOW - DAY }) }, 'TRIAL_ENDED', ''],
];

test.each(RULES)('LICENSING 6, %s', (_rule, given, reason, effects) => {
  const decision = decide({ ...facts, ...given });
  expect({ reason: decision.reason, effects: decision.effects.join(' ') }).toEqual({ reason, effects });
  expect(decision.allow).toBe(reason === reason.toLowerCase());
});

test('LICENSING 6: the end of a trial is 14 days after its start', () => {
  expect(decide(facts).trialEnds).toBe(NOW + SEAT_TRIAL);
  expect(decide({ ...facts, trial: trial(DAY) }).trialEnds).toBe(NOW - DAY + SEAT_TRIAL);
});

test('LICENSING 6: only users over the limit ever lose access', () => {
  const some = fc.record({
    clockTrusted: fc.boolean(),
    seat: fc.boolean(),
    seatFree: fc.boolean(),
    known: fc.boolean(),
    trial: fc.option(fc.nat(800).map((days) => trial(days * DAY))),
  });
  fc.assert(
    fc.property(some, (given) => {
      const { allow } = decide({ ...facts, ...given });
      if (given.seat || given.seatFree || !given.clockTrusted || !given.trial) expect(allow).toBe(true);
    }),
  );
});

describe('pools', () => {
  const items = [
    { group: 'collaboration', seats: 5 },
    { module: 'im', seats: 'unlimited', trialUntil: new Date(NOW + DAY).toISOString() },
    { module: 'mail', seats: 9, overuse: 'community' },
  ] as const;
  const entitlement = { structure: 'category', items } as const;

  test('LICENSING 6: one pool for each module, whatever the items are', () => {
    for (const now of [NOW, NOW + DAY]) {
      const modules = poolsInForce(entitlement, now).flatMap((pool) => pool.modules);
      expect(new Set(modules).size).toBe(19);
      expect(modules).toHaveLength(19);
    }
  });
  test('LICENSING 6: a module that no item covers has 0 seats', () => {
    expect(poolOfModule(poolsInForce(entitlement, NOW), 'ftp')).toMatchObject({ key: 'group:collaboration', seats: 5 });
    expect(poolOfModule(poolsInForce(entitlement, NOW), 'mail')).toMatchObject({ seats: 9, overuse: 'community' });
    expect(poolOfModule(poolsInForce(entitlement, NOW), 'archive')).toMatchObject({ key: 'module:archive', seats: 0 });
  });
  test('LICENSING 2: an item that has ended covers nothing; its module does not go back to the group', () => {
    expect(poolOfModule(poolsInForce(entitlement, NOW), 'im')).toMatchObject({ key: 'module:im', seats: null });
    expect(poolOfModule(poolsInForce(entitlement, NOW + DAY), 'im')).toMatchObject({ key: 'module:im', seats: 0 });
    expect(poolsUntil(entitlement, NOW)).toBe(NOW + DAY);
    expect(poolsUntil(entitlement, NOW + DAY)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('moves', () => {
  test('LICENSING 6: the oldest over-limit accounts move up, as many as are free', () => {
    const waiting = [
      { id: 3, firstAccess: 30 },
      { id: 1, firstAccess: 30 },
      { id: 2, firstAccess: 10 },
    ];
    expect(promotions(waiting, 2)).toEqual([2, 1]);
    expect(promotions(waiting, balance(null, 7).free)).toEqual([2, 1, 3]);
    expect(promotions(waiting, balance(5, 7).free)).toEqual([]);
  });
  test('LICENSING 6: the latest assigned lose theirs', () => {
    const seated = [
      { id: 1, assignedAt: 10 },
      { id: 2, assignedAt: 30 },
      { id: 3, assignedAt: 30 },
    ];
    expect(demotions(seated, balance(1, 3).over)).toEqual([3, 2]);
    expect(demotions(seated, balance(3, 3).over)).toEqual([]);
  });
});
