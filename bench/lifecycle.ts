/**
 * How fast time passes: server-years a second of one core, `advance` called at its own wake-ups, for a server whose vendor
 * answers, one whose vendor is gone half of the time, and one whose vendor is gone. Run: node bench/lifecycle.ts
 */
import { DAY, HOUR } from '../src/core/calendar.ts';
import { forecast } from '../src/core/forecast/forecast.ts';
import { advance } from '../src/core/lifecycle/advance.ts';
import { afterAttempt } from '../src/core/lifecycle/attempts.ts';
import type { Now } from '../src/core/lifecycle/clock.ts';
import type { Effect } from '../src/core/lifecycle/effects.ts';
import { afterServiceProgram } from '../src/core/lifecycle/service-programs.ts';
import { initialWatchState, type WatchDocument } from '../src/core/lifecycle/watch-state.ts';
import type { Step } from '../src/core/lifecycle/work.ts';
import { GROUPS, MODULE_IDS, MODULES } from '../src/core/seats/modules.ts';
import { fastestMs, ratio } from './lib/measure.ts';

/**
 * 10,000 server-years within 60 s on two cores. A server has a midnight a day, and fails now and then for a while: 500
 * steps a year. Three quarters of the time are the simulator's own.
 */
const NEEDED_STEPS = (10_000 / 60 / 2) * 500 * 4;
const RUNS = 30;
const YEAR = 365 * DAY;
const START = Date.parse('2026-11-21T10:00:00Z');
const ZONES = ['Europe/Berlin', 'America/Havana', 'UTC', 'Pacific/Kiritimati', 'Asia/Beirut'];

const license: WatchDocument = {
  id: '0f0c2b7e-6a7e-4a55-9f3e-1f7c7ac1a001',
  type: 'full',
  issued: START,
  expires: null,
  everyDays: 30,
  graceDays: 7,
  orderId: '7K3Q-9XWD-4MHT',
  serial: 1,
  items: GROUPS.map((group) => ({
    key: `group:${group.id}`,
    name: group.name,
    modules: MODULES.filter((m) => m.group === group.id).map((m) => m.id),
    renewalDay: Math.floor(START / DAY) + 400,
    trialUntil: null,
  })),
};

type Answers = (at: number) => boolean;

function live(zone: string, answers: Answers): { steps: number; effects: number } {
  let state = initialWatchState({ now: { system: START, uptime: 0 }, timeZone: zone, license });
  let [steps, effects] = [0, 0];
  for (let at = START; at < START + YEAR; ) {
    const now: Now = { system: at, uptime: at - START };
    let step = advance(state, now);
    steps += 1;
    for (const effect of step.effects) {
      effects += 1;
      if (answered(effect)) steps += 1;
      step = react(step, effect, now, answers(at));
    }
    state = step.state;
    at = step.wakeAt;
  }
  return { steps, effects };
}

const answered = ({ type }: Effect): boolean => type === 'revalidate' || type === 'stop' || type === 'start';

function react(step: Step, effect: Effect, now: Now, ok: boolean): Step {
  const { state } = step;
  if (effect.type === 'stop' || effect.type === 'start') {
    return afterServiceProgram(state, { action: effect.type, done: MODULE_IDS, failed: [] }, now);
  }
  if (effect.type !== 'revalidate' || !state.license) return step;
  const issued = now.system;
  const next = { ...state.license, issued, serial: state.license.serial + 1 };
  const failure = { ok: false, reason: 'LICENSING_SERVER_UNREACHABLE', detail: '', retryAfter: null } as const;
  return afterAttempt(state, ok ? { ok, license: next, serverTime: issued } : failure, now, 0.5);
}

const worlds: Readonly<Record<string, Answers>> = {
  'the vendor answers': () => true,
  'the vendor is gone every other day': (at) => Math.floor(at / DAY) % 2 === 0,
  'the vendor is gone: hourly attempts, everything stopped': () => false,
};
for (const [name, answers] of Object.entries(worlds)) {
  const { steps, effects } = live('Europe/Berlin', answers);
  const ms = fastestMs(() => ZONES.map((zone) => live(zone, answers)), RUNS);
  const years = (ZONES.length * 1000) / ms;
  console.log(`       ${name}: ${steps} steps, ${effects} effects a year; ${Math.round(years)} server-years a second`);
  ratio(`steps a second of one core, ${name}`, years * steps, { atLeast: NEEDED_STEPS });
}

const state = initialWatchState({ now: { system: START, uptime: 0 }, timeZone: 'Europe/Berlin', license });
const ms = fastestMs(() => forecast({ state, now: { system: START + HOUR, uptime: HOUR }, days: 365 }));
ratio('forecast of a year, milliseconds', ms, { atMost: 50 });
