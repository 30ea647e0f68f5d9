/** What is printed of a run, and of a scenario that broke an invariant. */
import type { Fleet, Summary } from './fleet.ts';
import { INVARIANTS } from './invariants/invariants.ts';
import type { Scenario } from './scenario.ts';
import { describeProfile, lineOf } from './tell.ts';
import type { Line } from './trace.ts';
import type { Outcome, Violation } from './world.ts';

/** Routine before the violation that is printed all the same. */
const LAST_ROUTINE = 6;
const MOST_LINES = 60;

export function summaryLines(
  { servers, days, seed }: Fleet,
  { years, steps, hash }: Summary,
  seconds: number,
): string[] {
  const rate = Math.round(years / seconds);
  return [
    `${servers} servers, ${days} days each, seed ${seed}: ${Math.round(years)} server-years, ${steps} steps, ${seconds.toFixed(1)} s (${rate} server-years a second)`,
    `${INVARIANTS.length} invariants held at every step; trace ${hash}`,
  ];
}

const ruleOf = (name: string): string =>
  INVARIANTS.find((check) => check.name === name)?.rule ?? 'nothing unexpected happens';

/** Dated lines that a person can read; the command repeats it. */
export function violationLines(
  whole: Scenario,
  { scenario, outcome }: { readonly scenario: Scenario; readonly outcome: Outcome },
  violation: Violation,
  command: string,
): string[] {
  const { lines } = outcome;
  return [
    `Broken: ${violation.invariant} (${ruleOf(violation.invariant)})`,
    '',
    `The smallest scenario found, ${scenario.faults.length} of ${whole.faults.length} faults, ${scenario.days} of ${whole.days} days:`,
    describeProfile(scenario.profile),
    '',
    ...readable(lines).map(({ at, server, text }) => lineOf(at, server, text)),
    lineOf(violation.at, violation.server, `✗ ${violation.invariant}: ${violation.text}`),
    '',
    `Repeat with: ${command}`,
  ];
}

function readable(lines: readonly Line[]): Line[] {
  const from = lines.length - LAST_ROUTINE;
  const shown = lines.filter(({ routine }, index) => !routine || index >= from);
  if (shown.length <= MOST_LINES) return shown;
  const [first] = shown.slice(MOST_LINES / 2);
  const left = {
    at: first?.at ?? 0,
    server: '',
    routine: false,
    text: `… ${shown.length - MOST_LINES} lines are left out`,
  };
  return [...shown.slice(0, MOST_LINES / 2), left, ...shown.slice(-MOST_LINES / 2)];
}
