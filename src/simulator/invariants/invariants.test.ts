/** Every invariant can fail: each is broken by rules that are wrong in one way, and holds by the right ones. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../core/calendar.ts';
import type { Notice, StopEffect } from '../../core/lifecycle/effects.ts';
import { RULES, type Rules } from '../rules.ts';
import type { Scenario } from '../scenario.ts';
import { changing, scenario, settingChanged, vendorGone, without } from '../scenarios.testkit.ts';
import { run } from '../world.ts';
import { INVARIANTS } from './invariants.ts';

const stopNow: StopEffect = { type: 'stop', modules: 'all', cause: 'revalidation', failures: 0 };
const again: Notice[] = [];

const BROKEN: Readonly<Record<string, readonly [what: string, life: Scenario, rules: Rules]>> = {
  'paid-server-runs': [
    'an attempt that failed is not repeated',
    scenario(60, [vendorGone(10.5)]),
    without((effect, { failingSince }) => effect.type === 'revalidate' && failingSince !== null),
  ],
  'stop-was-announced': [
    'Emergency Mode is not announced',
    scenario(60, [vendorGone(60)]),
    without((effect) => effect.type === 'notice' && effect.kind.startsWith('emergency')),
  ],
  'no-stop-at-boot': [
    'the stop of a midnight that was slept through is caught up',
    scenario(60, [vendorGone(60), { at: 45 * DAY, kind: 'restart', down: 12 * HOUR }]),
    changing((step, { stop }, booted) => (booted && stop ? { ...step, effects: [...step.effects, stopNow] } : step)),
  ],
  'stop-at-midnight': [
    'services are stopped with every attempt',
    scenario(60, [vendorGone(60)]),
    changing((step, { phase }) => {
      const asks = step.effects.some(({ type }) => type === 'revalidate');
      return asks && phase === 'emergency' ? { ...step, effects: [...step.effects, stopNow] } : step;
    }),
  ],
  'stopped-every-midnight': [
    'services are stopped once',
    scenario(60, [vendorGone(60)]),
    without((effect, { stop }) => effect.type === 'stop' && stop !== null),
  ],
  'stop-as-forecast': [
    'the forecast names the midnight after',
    scenario(60, [vendorGone(60)]),
    {
      ...RULES,
      foresee: (state, now, days, witness) =>
        RULES.foresee(state, now, days, (effect, at, then) =>
          witness(effect, effect.type === 'stop' ? at + DAY : at, then),
        ),
    },
  ],
  'suspect-clock-harmless': [
    'every clock is believed',
    scenario(60, [{ at: 5 * DAY, kind: 'clock', by: 60 * DAY, for: null }], { license: 'none' }),
    {
      ...RULES,
      step(decide, state, now) {
        const { system, uptime } = now;
        const clock = { trusted: system, furthest: system, system, uptime, suspect: null };
        return decide({ ...state, clock }, now);
      },
    },
  ],
  'healed-runs-again': [
    'nothing is started again',
    scenario(80, [vendorGone(30)]),
    without(({ type }) => type === 'start'),
  ],
  'retries-continue': [
    'in Emergency Mode the vendor is not asked any more',
    scenario(60, [vendorGone(60)]),
    without((effect, { phase }) => effect.type === 'revalidate' && phase === 'emergency'),
  ],
  'phase-arrows': [
    'the first failure stops everything',
    scenario(40, [vendorGone(60)]),
    changing((step) =>
      step.state.phase === 'emergency' ? { ...step, state: { ...step.state, phase: 'stopped' } } : step,
    ),
  ],
  'notice-once': [
    'a mail is repeated at midnight',
    scenario(40, [vendorGone(60)]),
    changing((step) => {
      const notices = step.effects.filter((effect) => effect.type === 'notice');
      if (notices.length > 0) again.splice(0, 1, ...notices);
      const midnight = step.effects.some(({ type }) => type === 'midnight');
      return midnight && notices.length === 0 ? { ...step, effects: [...step.effects, ...again] } : step;
    }),
  ],
  'serial-never-falls': [
    'the third document counts as the first',
    scenario(100, []),
    changing(({ state, ...step }) => {
      const { license } = state;
      return {
        ...step,
        state: license && license.serial > 2 ? { ...state, license: { ...license, serial: 1 } } : state,
      };
    }),
  ],
  'frozen-settings': [
    'Emergency Mode refuses nothing',
    scenario(60, [vendorGone(60), settingChanged(36 * DAY)]),
    { ...RULES, isFrozen: () => false },
  ],
};

describe('an invariant', () => {
  test('each has rules that break it', () => {
    expect(Object.keys(BROKEN).sort()).toEqual(INVARIANTS.map(({ name }) => name).sort());
  });
  test.each(INVARIANTS.map((check) => [check.name, BROKEN[check.name]?.[0], check] as const))(
    '%s is broken when %s',
    async (name, _what, check) => {
      const [, life, rules] = BROKEN[name] ?? [];
      if (!life || !rules) throw new Error('no rules that break it');
      expect((await run(life)).violation).toBeUndefined();
      expect((await run(life, { rules, checks: [check] })).violation).toMatchObject({ invariant: name });
    },
  );
  test('what nobody expects is told too', async () => {
    const rules = changing((step) => {
      if (step.state.phase === 'revalidating') throw new TypeError('broken');
      return step;
    });
    const { violation } = await run(scenario(40, [vendorGone(60)]), { rules });
    expect(violation).toMatchObject({ invariant: 'no-surprises', text: expect.stringContaining('broken') });
  });
});
