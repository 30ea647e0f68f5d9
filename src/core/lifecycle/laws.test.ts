import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, dayOf, HOUR, startOfDay } from '../calendar.ts';
import { foresee } from '../forecast/forecast.ts';
import { advance } from './advance.ts';
import { afterEntry, afterMachineCheck, confirmClock, withTimeZone } from './changes.ts';
import { LAPSE_NOTICE, MIDNIGHT_WINDOW, STOP_NOTICE } from './constants.ts';
import type { Effect, StopEffect } from './effects.ts';
import { document, item, Life, type Seen, START, unreachable, works } from './life.testkit.ts';
import { parseWatchState } from './parse-state.ts';
import type { Phase } from './phase.ts';
import type { WatchDocument, WatchItem } from './watch-state.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/Havana', 'Africa/Cairo', 'Pacific/Kiritimati'];
const today = Math.floor(START / DAY);

type Act = (life: Life) => unknown;
const hours = (max: number) => fc.integer({ min: 0, max: max * 60 }).map((minutes) => (minutes * HOUR) / 60);
const told = (text: string, act: Act): Act & { toString(): string } => Object.assign(act, { toString: () => text });

const runs = hours(300).map((ms) => told(`run ${ms / HOUR} h`, (life) => life.run(life.at + ms)));
const downtimes = hours(600).map((ms) => told(`down ${ms / HOUR} h`, (life) => life.down(life.at + ms)));
const vendors = fc.boolean().map((up) =>
  told(up ? 'vendor up' : 'vendor gone', (life) => {
    life.vendor = up ? works : unreachable;
  }),
);
const machines = fc
  .boolean()
  .map((fits) => told(`machine fits: ${fits}`, (life) => life.take(afterMachineCheck(life.state, fits, life.now()))));
const entries = fc.record({ trial: fc.boolean(), age: hours(100), outdated: fc.boolean() }).map((entry) =>
  told(`enter ${JSON.stringify(entry)}`, (life) => {
    const serial = (life.state.license?.serial ?? 0) + 1;
    const issued = life.at - entry.age;
    const kind = entry.trial ? { type: 'trial' as const, expires: life.at + 9 * DAY } : {};
    const license = document({ ...life.state.license, type: 'full', expires: null, ...kind, serial, issued });
    life.take(afterEntry(life.state, { license, outdated: entry.outdated, serverTime: null }, life.now()));
  }),
);
const zones = fc.constantFrom(...ZONES).map((zone) =>
  told(zone, (life) => {
    life.state = withTimeZone(life.state, zone);
  }),
);
const clocks = fc
  .oneof(
    fc.constant(0),
    hours(30),
    hours(30).map((ms) => -ms),
    hours(2000),
    hours(2000).map((ms) => -ms),
  )
  .map((off) =>
    told(`clock off by ${off / HOUR} h`, (life) => {
      life.off = off;
    }),
  );
const confirmations = fc.constant(told('confirm', (life) => life.take(confirmClock(life.state, life.now()))));

const livesHere = fc.oneof({ weight: 5, arbitrary: runs }, downtimes, vendors, machines, entries);
const lives = fc.oneof({ weight: 9, arbitrary: livesHere }, zones);
const livesWithClock = fc.oneof({ weight: 3, arbitrary: lives }, clocks, confirmations);

const items: fc.Arbitrary<WatchItem[]> = fc.array(
  fc
    .record({
      key: fc.constantFrom('module:im', 'module:voip', 'module:ftp'),
      renewalDay: fc.integer({ min: today - 20, max: today + 60 }),
      trialUntil: fc.option(hours(1500).map((ms) => START + ms)),
    })
    .map((some) => item(some.key, { ...some, modules: [some.key.slice('module:'.length) as 'im'] })),
  { maxLength: 2 },
);
const licenses: fc.Arbitrary<WatchDocument | null> = fc.oneof(
  fc.constant(null),
  fc
    .record({ graceDays: fc.integer({ min: 2, max: 7 }), everyDays: fc.integer({ min: 7, max: 40 }), items })
    .map(({ items: more, ...some }) => document({ ...some, items: [...document().items, ...more] })),
);

function lived(license: WatchDocument | null, timeZone: string, acts: readonly Act[]): Life {
  const life = new Life({ license, timeZone });
  for (const act of acts) act(life);
  return life.run(life.at + DAY);
}

const AFTER: Record<Phase, readonly Phase[]> = {
  evaluation: ['ok', 'emergency', 'mismatch', 'revalidating'],
  ok: ['evaluation', 'revalidating', 'mismatch'],
  revalidating: ['ok', 'evaluation', 'emergency', 'mismatch'],
  mismatch: ['ok', 'evaluation', 'revalidating', 'emergency', 'stopped'],
  emergency: ['ok', 'evaluation', 'revalidating', 'mismatch', 'stopped'],
  stopped: ['ok', 'evaluation', 'revalidating', 'mismatch', 'emergency'],
};

function checkPhases(seen: readonly Seen[]): void {
  for (const { effect, at } of seen) {
    if (effect.type !== 'phase') continue;
    expect(AFTER[effect.from], `${effect.from} to ${effect.to}`).toContain(effect.to);
    if (effect.to === 'stopped') expect(seen.some((s) => s.effect.type === 'stop' && s.at === at)).toBe(true);
  }
}

/** The notice that names a stop. */
const names = (effect: Effect, stop: StopEffect): boolean => {
  if (effect.type !== 'notice') return false;
  if (stop.cause === 'lapsed') return effect.kind === 'module-lapsed';
  if (stop.cause === 'mismatch') return effect.kind === 'mismatch';
  const kinds = effect.kind === 'emergency' || effect.kind === 'emergency-expired';
  return kinds && effect.params.cause === stop.cause;
};

/** Trusted time may have fallen since, where a wrong clock was healed: true time counts then. */
function checkStops(seen: readonly Seen[]): void {
  for (const { effect, at, lived: now, state } of seen) {
    if (effect.type !== 'stop' || effect.failures > 0) continue;
    expect(state.clock.suspect).toBeNull();
    expect(at - startOfDay(at, state.timeZone)).toBeLessThanOrEqual(MIDNIGHT_WINDOW);
    const ahead = effect.cause === 'lapsed' ? LAPSE_NOTICE : STOP_NOTICE;
    const before = (s: Seen): boolean => s.at <= at - ahead || s.lived <= now - ahead;
    expect(
      seen.some((s) => before(s) && names(s.effect, effect)),
      `unannounced: ${effect.cause}`,
    ).toBe(true);
  }
}

function checkSerials(seen: readonly Seen[]): void {
  let serial = 0;
  for (const { state } of seen) {
    expect(state.license?.serial ?? serial).toBeGreaterThanOrEqual(serial);
    serial = state.license?.serial ?? serial;
  }
}

const setting = { numRuns: 150 };
const acts = fc.array(lives, { maxLength: 14 });

test('LICENSING 5: phases only along the arrows, a serial never falls, no stop before its notice and 24 h, each notice once', () => {
  fc.assert(
    fc.property(licenses, fc.constantFrom(...ZONES), acts, (license, zone, script) => {
      const { seen, notices } = bound(lived(license, zone, script));
      checkPhases(seen);
      checkStops(seen);
      checkSerials(seen);
      const keys = notices().map((n) => n.key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    setting,
  );
});

const bound = (life: Life) => ({ seen: life.seen, notices: () => life.notices() });

test('LICENSING 5: whatever the clock does, no stop by a clock that is not believed, none unannounced, none but at midnight', () => {
  fc.assert(
    fc.property(licenses, fc.array(livesWithClock, { maxLength: 16 }), (license, script) => {
      const { seen, state } = lived(license, 'Europe/Berlin', script);
      checkStops(seen);
      checkSerials(seen);
      expect(parseWatchState(JSON.parse(JSON.stringify(state)))).toEqual(state);
    }),
    setting,
  );
});

test('advance: nothing twice at the same instant, nothing before wakeAt, something at it; no date’s midnight twice', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(licenses, fc.array(livesHere, { maxLength: 14 }), share, (license, script, part) => {
      const life = new Life({ license, timeZone: 'Europe/Berlin' });
      for (const act of script) act(life);
      const again = advance(life.state, life.now());
      expect(again.effects).toEqual([]);
      const { wakeAt } = again;
      expect(wakeAt).toBeGreaterThan(life.state.clock.trusted);
      const wait = wakeAt - life.state.clock.trusted;
      const later = (ms: number) => ({ system: life.now().system + ms, uptime: life.now().uptime + ms });
      const between = advance(life.state, later(Math.floor(wait * part)));
      expect(between.effects).toEqual([]);
      expect(between.wakeAt).toBe(wakeAt);
      expect(advance(between.state, later(wait)).effects).not.toEqual([]);
      const days = life.seen.flatMap(({ effect }) => (effect.type === 'midnight' ? [effect.day] : []));
      expect(new Set(days).size).toBe(days.length);
      expect(life.state.day).toBe(dayOf(life.state.clock.trusted, 'Europe/Berlin'));
    }),
    setting,
  );
});

/** What a person would notice. */
const essence = (effect: Effect): string[] => {
  if (effect.type === 'notice') return [effect.key];
  if (effect.type === 'phase') return [`${effect.from} to ${effect.to}`];
  if (effect.type === 'stop' || effect.type === 'start') return [`${effect.type} ${effect.modules}`];
  return effect.type === 'item-ended' || effect.type === 'renewal-over' ? [JSON.stringify(effect)] : [];
};

test('LICENSING 5: what is forecast is what happens when nobody acts', () => {
  fc.assert(
    fc.property(licenses, acts, fc.integer({ min: 1, max: 60 }), (license, script, days) => {
      const life = lived(license, 'Europe/Berlin', script);
      const { state } = life;
      const foreseen: string[] = [];
      foresee(state, life.now(), days, (effect, at) => foreseen.push(...essence(effect).map((e) => `${at} ${e}`)));
      const fails = state.failure !== null || state.failingSince !== null || state.mismatchSince !== null;
      life.vendor = (then, at) => {
        const over = then.license?.expires != null && then.license.expires <= at;
        return (fails || over ? unreachable : works)(then, at);
      };
      life.seen.length = 0;
      life.run(life.at + days * DAY);
      expect(life.seen.flatMap(({ effect, at }) => essence(effect).map((e) => `${at} ${e}`))).toEqual(foreseen);
    }),
    setting,
  );
});
