/** Scenarios by hand, and rules that are broken on purpose. */
import { DAY } from '../core/calendar.ts';
import type { WatchState } from '../core/lifecycle/watch-state.ts';
import type { Step } from '../core/lifecycle/work.ts';
import { RULES, type Rules } from './rules.ts';
import type { Fault, Profile, Scenario } from './scenario.ts';

export const START = Date.UTC(2027, 1, 10, 9, 17);

const item = { seats: 50, renewal: '2029-01-01', metric: 'accounts', overuse: 'trial' } as const;

/** Re-validated every 30 days, 2 days of grace; nobody reads the mails. */
const PROFILE: Profile = {
  timeZone: 'Europe/Berlin',
  everyDays: 30,
  graceDays: 2,
  license: 'full',
  trialDays: 30,
  buysAfter: null,
  items: [{ ...item, group: 'communication' }],
  programs: ['mail', 'webclient'],
  reactsAfter: null,
  confirmsBlindly: false,
  startsByHand: false,
};

export const scenario = (days: number, faults: readonly Fault[], profile: Partial<Profile> = {}): Scenario => ({
  seed: 'by hand',
  days,
  start: START,
  profile: { ...PROFILE, ...profile },
  faults,
});

/** The vendor is gone from the 20th day on: T0 on the 29th or 30th, Emergency Mode 2 days later, stopped after 7 more. */
export const vendorGone = (days: number): Fault => ({ at: 20 * DAY, kind: 'vendor-down', for: days * DAY });

export const settingChanged = (at: number): Fault => ({
  at,
  kind: 'act',
  act: 'change-setting',
  age: 0,
  module: 'mail',
  zone: 'UTC',
});

/** Something else becomes of every step. */
export const changing = (change: (step: Step, before: WatchState, booted: boolean) => Step): Rules => ({
  ...RULES,
  step: (decide, state, now) => change(decide(state, now), state, now.booted === true),
});

/** Without the effects that are named. */
export const without = (unwanted: (effect: Step['effects'][number], before: WatchState) => boolean): Rules =>
  changing((step, before) => ({ ...step, effects: step.effects.filter((effect) => !unwanted(effect, before)) }));
