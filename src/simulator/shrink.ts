/** Makes a scenario that breaks an invariant as small as it gets: fewer faults, less time, plainer people. */
import { DAY } from '../core/calendar.ts';
import type { Fault, Profile, Scenario } from './scenario.ts';
import type { Outcome } from './world.ts';

export type Live = (scenario: Scenario) => Promise<Outcome>;

/** Enough for every scenario that was ever drawn; shrinking ends then with what it has. */
const MOST_RUNS = 400;

const PLAINER: readonly Partial<Profile>[] = [
  { reactsAfter: null, startsByHand: false },
  { startsByHand: false },
  { confirmsBlindly: false },
  { timeZone: 'UTC' },
  { programs: ['mail'] },
];

/** `live` breaks the same invariant with what is returned. Undefined: it does not even break with the scenario itself. */
export async function shrink(
  scenario: Scenario,
  live: Live,
): Promise<{ scenario: Scenario; outcome: Outcome } | undefined> {
  const first = await live(scenario);
  const invariant = first.violation?.invariant;
  if (invariant === undefined) return undefined;
  let best = { scenario, outcome: first };
  let runs = 0;
  const better = async (candidate: Scenario): Promise<boolean> => {
    if (runs >= MOST_RUNS) return false;
    runs += 1;
    const outcome = await live(candidate);
    if (outcome.violation?.invariant !== invariant) return false;
    best = { scenario: candidate, outcome };
    return true;
  };
  await better(untilViolation(best.scenario, best.outcome));
  await fewerFaults(() => best.scenario, better);
  for (const plainer of PLAINER) {
    await better({ ...best.scenario, profile: { ...best.scenario.profile, ...plainer } });
  }
  await laterStart(() => best.scenario, better);
  await fewerFaults(() => best.scenario, better);
  await better(untilViolation(best.scenario, best.outcome));
  return best;
}

type Better = (candidate: Scenario) => Promise<boolean>;

function untilViolation(scenario: Scenario, { violation }: Outcome): Scenario {
  const lived = (violation?.at ?? scenario.start) - scenario.start;
  const faults = scenario.faults.filter(({ at }) => at <= lived);
  return { ...scenario, faults, days: Math.min(scenario.days, Math.ceil(lived / DAY) + 1) };
}

/** Delta debugging: leaves out ever smaller parts of the list. */
async function fewerFaults(present: () => Scenario, better: Better): Promise<void> {
  for (let size = Math.ceil(present().faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < present().faults.length; ) {
      const { faults } = present();
      const without = [...faults.slice(0, from), ...faults.slice(from + size)];
      if (!(await better({ ...present(), faults: without }))) from += size;
    }
  }
}

/** The same faults, but the server begins to live shortly before the first of them. */
async function laterStart(present: () => Scenario, better: Better): Promise<void> {
  for (const share of [0.9, 0.5, 0.25]) {
    const by = Math.floor((present().faults[0]?.at ?? 0) * share);
    if (by > DAY && (await better(startedLater(present(), by)))) return;
  }
}

const startedLater = (scenario: Scenario, by: number): Scenario => ({
  ...scenario,
  start: scenario.start + by,
  days: Math.max(1, scenario.days - Math.floor(by / DAY)),
  faults: scenario.faults.map((fault): Fault => ({ ...fault, at: fault.at - by })),
});
