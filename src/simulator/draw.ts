/** Draws a scenario from its seed: who the customer is, and everything that goes wrong. */
import { DAY, HOUR } from '../core/calendar.ts';
import type { LicenseItem } from '../core/license/document.ts';
import { instantOf } from '../core/license/values.ts';
import { drawFaults } from './draw-faults.ts';
import { type Random, randomOf } from './random.ts';
import { type Profile, type Scenario, ZONES } from './scenario.ts';

/** All begin within a year after this, so that every time of year is a beginning. */
const FIRST_START = Date.UTC(2026, 11, 1);

export function draw(seed: string, days: number): Scenario {
  const random = randomOf(seed);
  const start = FIRST_START + random.integer(0, 365 * DAY);
  const profile = drawProfile(random, start);
  return { seed, days, start, profile, faults: drawFaults(random, profile, days) };
}

function drawProfile(random: Random, start: number): Profile {
  const bought = random.next();
  const license = bought < 0.9 ? 'full' : bought < 0.95 ? 'trial' : 'none';
  return {
    timeZone: random.pick(ZONES),
    everyDays: random.pick([7, 14, 30, 30, 30, 30, 30, 90]),
    graceDays: random.integer(2, 7),
    license,
    trialDays: random.integer(10, 60),
    buysAfter: random.chance(license === 'trial' ? 0.95 : 0.8) ? random.integer(0, 50 * DAY) : null,
    items: drawItems(random, start),
    programs: random.pick([['mail', 'webclient', 'im', 'activesync'], ['mail', 'im'], ['mail'], []]),
    reactsAfter: random.chance(0.98) ? random.scaled(HOUR, 20 * DAY) : null,
    confirmsBlindly: random.chance(0.3),
    startsByHand: random.chance(0.3),
  };
}

function drawItems(random: Random, start: number): LicenseItem[] {
  const date = (days: number): string => instantOf(start + days * DAY).slice(0, 10);
  const common = { seats: 50, renewal: date(random.integer(20, 500)), metric: 'accounts', overuse: 'trial' } as const;
  const items: LicenseItem[] = [
    { ...common, group: 'communication' },
    { ...common, group: 'security' },
    { ...common, group: 'mobile' },
  ];
  if (random.chance(0.3)) {
    items.push({ ...common, group: 'desktop', trialUntil: instantOf(start + random.integer(1, 90) * DAY) });
  }
  const own = random.chance(0.2) ? date(random.integer(-10, 300)) : common.renewal;
  items.push({ ...common, module: 'im', renewal: own });
  return items;
}
