/** How often what goes wrong, and how badly: rates are per server-year. */
import { DAY, HOUR } from '../core/calendar.ts';
import { COMPONENT_IDS, type ComponentId } from '../core/license/reference-id.ts';
import type { ModuleId } from '../core/seats/modules.ts';
import type { Random } from './random.ts';
import { type Act, type CrashPoint, type Fault, type Profile, type VendorAct, ZONES } from './scenario.ts';

const MINUTE = 60_000;

type Draw = (random: Random, at: number, profile: Profile) => Fault;

/** Minutes to hours as a rule, days now and then, weeks rarely. */
function outageLength(random: Random): number {
  const kind = random.next();
  if (kind < 0.75) return random.scaled(MINUTE, 8 * HOUR);
  return kind < 0.96 ? random.scaled(8 * HOUR, 5 * DAY) : random.scaled(5 * DAY, 30 * DAY);
}

function downTime(random: Random): number {
  const kind = random.next();
  if (kind < 0.7) return random.scaled(1000, 30 * MINUTE);
  return kind < 0.95 ? random.scaled(30 * MINUTE, 2 * DAY) : random.scaled(2 * DAY, 45 * DAY);
}

/** From seconds to decades, both ways. */
function jumpLength(random: Random): number {
  const kind = random.next();
  const length =
    kind < 0.25
      ? random.scaled(1000, 10 * MINUTE)
      : kind < 0.55
        ? random.scaled(10 * MINUTE, DAY)
        : kind < 0.85
          ? random.scaled(DAY, 60 * DAY)
          : random.scaled(60 * DAY, 20_000 * DAY);
  return random.chance(0.5) ? length : -length;
}

const rightAgain = (random: Random): number | null => (random.chance(0.85) ? random.scaled(MINUTE, 4 * DAY) : null);
const components = (random: Random, least: number): ComponentId[] =>
  random.sample(COMPONENT_IDS, random.integer(least, 3));
const withPrograms = (random: Random, { programs }: Profile): ModuleId[] =>
  random.sample(programs, random.integer(1, Math.max(1, programs.length)));

const ACTS: readonly [Act, ...Act[]] = [
  'validate-now',
  'validate-now',
  'enter-old-export',
  'enter-old-export',
  'enter-new-file',
  'retrieve-online',
  'confirm-clock',
  'start-by-hand',
  'stop-by-hand',
  'change-time-zone',
];
const VENDOR_ACTS: readonly [VendorAct, ...VendorAct[]] = [
  'block',
  'renew',
  'renew-all-but-one',
  'renew-all-but-one',
  'purchase',
];
const CRASH_POINTS: readonly [CrashPoint, ...CrashPoint[]] = ['before-commit', 'after-commit', 'in-effect'];

const act =
  (choose: (random: Random) => Act): Draw =>
  (random, at, { programs }) => ({
    at,
    kind: 'act',
    act: choose(random),
    age: random.scaled(HOUR, 200 * DAY),
    module: random.sample(programs, 1)[0] ?? 'mail',
    zone: random.pick(ZONES),
  });

const DRAWS: readonly (readonly [perYear: number, draw: Draw])[] = [
  [2, (random, at) => ({ at, kind: 'vendor-down', for: outageLength(random) })],
  [2, (random, at) => ({ at, kind: 'network-down', for: outageLength(random) })],
  [0.7, (random, at) => ({ at, kind: 'answers-lost', for: random.scaled(MINUTE, 3 * DAY) })],
  [0.4, (random, at) => ({ at, kind: 'captive-portal', for: outageLength(random) })],
  [
    0.5,
    (random, at) => ({
      at,
      kind: 'vendor-busy',
      for: random.scaled(MINUTE, 2 * DAY),
      retryAfter: random.scaled(1000, 5 * HOUR),
    }),
  ],
  [0.2, (random, at) => ({ at, kind: 'disk-full', for: random.scaled(MINUTE, 3 * DAY) })],
  [1.5, (random, at) => ({ at, kind: 'crash', down: downTime(random) })],
  [1.5, (random, at) => ({ at, kind: 'restart', down: downTime(random) })],
  [3, (random, at) => ({ at, kind: 'crash-at', point: random.pick(CRASH_POINTS), down: downTime(random) })],
  [0.6, (random, at) => ({ at, kind: 'clock', by: jumpLength(random), for: rightAgain(random) })],
  [
    0.3,
    (random, at) => ({
      at,
      kind: 'clock-while-down',
      by: jumpLength(random),
      for: rightAgain(random),
      down: downTime(random),
    }),
  ],
  [0.25, (random, at) => ({ at, kind: 'hardware', components: components(random, 1), down: downTime(random) })],
  [
    0.06,
    (random, at) => ({ at, kind: 'clone', components: components(random, 0), for: random.scaled(HOUR, 90 * DAY) }),
  ],
  [0.1, (random, at) => ({ at, kind: 'snapshot', age: random.scaled(MINUTE, 60 * DAY), down: downTime(random) })],
  [0.15, (random, at) => ({ at, kind: 'restore', age: random.scaled(MINUTE, 200 * DAY) })],
  [
    0.06,
    (random, at) => ({
      at,
      kind: 'reinstall',
      components: random.chance(0.5) ? [] : components(random, 1),
      down: downTime(random),
      age: random.scaled(MINUTE, 60 * DAY),
    }),
  ],
  [
    0.4,
    (random, at, profile) => ({
      at,
      kind: 'programs',
      how: random.pick(['fail', 'hang'] as const),
      modules: withPrograms(random, profile),
      for: random.scaled(MINUTE, 10 * DAY),
    }),
  ],
  [
    0.25,
    (random, at) => ({ at, kind: 'vendor-act', act: random.pick(VENDOR_ACTS), for: random.scaled(HOUR, 25 * DAY) }),
  ],
  [1.5, act((random) => random.pick(ACTS))],
  [4, act(() => 'change-setting')],
];

/** Every eighth server has a bad year. */
const BAD_YEAR = { share: 1 / 8, times: 5 };

/** The earliest first. */
export function drawFaults(random: Random, profile: Profile, days: number): Fault[] {
  const faults: Fault[] = [];
  const times = random.chance(BAD_YEAR.share) ? BAD_YEAR.times : 1;
  for (const [perYear, draw] of DRAWS) {
    const count = times * perYear * (days / 365);
    const whole = Math.floor(count) + (random.chance(count % 1) ? 1 : 0);
    // So that some years are free of a kind of fault.
    for (let n = 0; n < whole; n += 1) {
      if (random.chance(0.85)) faults.push(draw(random, random.integer(0, days * DAY), profile));
    }
  }
  return faults.sort((a, b) => a.at - b.at);
}
