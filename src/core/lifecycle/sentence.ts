/** One sentence for the License dialog: what the status means, what happens next, and when (INTERFACES 4). */
import { inWords } from '../calendar.ts';
import { EVALUATION_SEATS } from './constants.ts';
import { type Deadline, deadlinesOf } from './deadlines.ts';
import { revalidationDue } from './due.ts';
import type { LicenseFacts, LifecycleFacts } from './facts.ts';
import { frozenBy, type Phase, stopOf } from './phase.ts';

/** `phase` is phaseOf the same facts and time. */
export function sentenceOf(phase: Phase, facts: LifecycleFacts, now: number): string {
  const deadlines = deadlinesOf(facts);
  const first = deadlines[0];
  if (!first) return facts.license ? registered(facts.license, facts, now) : '';
  if (phase === 'stopped') return stopped(stopOf(facts, now, deadlines) ?? first, facts);
  if (phase === 'emergency') return emergency(frozenBy(now, deadlines) ?? first, first, facts);
  if (phase === 'mismatch') return mismatch(first, facts);
  return ahead(earliestFreeze(deadlines) ?? first, facts);
}

function registered(license: LicenseFacts, facts: LifecycleFacts, now: number): string {
  const due = revalidationDue(license);
  const when = inWords(due, facts.timeZone);
  if (now < due)
    return `The license is fully registered; it will be re-validated with the licensing server on ${when}.`;
  return `The license is fully registered; its re-validation with the licensing server has been due since ${when}.`;
}

function earliestFreeze(deadlines: readonly Deadline[]): Deadline | undefined {
  const freezing = deadlines.filter((d) => d.emergencyAt !== null);
  return freezing.sort((a, b) => (a.emergencyAt ?? 0) - (b.emergencyAt ?? 0))[0];
}

function ahead(deadline: Deadline, facts: LifecycleFacts): string {
  const end = inWords(deadline.emergencyAt ?? deadline.stopAt, facts.timeZone);
  if (deadline.cause === 'revalidation') {
    const since = inWords(deadline.since, facts.timeZone);
    return `The license could not be re-validated since ${since}; everything keeps working, and settings will be frozen on ${end} unless a re-validation succeeds before.`;
  }
  if (deadline.cause === 'trial') {
    return `This is a trial license that ends on ${end}; settings will then be frozen until a full license is activated.`;
  }
  return `No license is installed: the built-in evaluation with all modules and ${EVALUATION_SEATS} seats ends on ${end}, and settings will then be frozen until a license is activated.`;
}

function mismatch(first: Deadline, facts: LifecycleFacts): string {
  return `${FOREIGN}; everything keeps working, but services will be stopped on ${inWords(first.stopAt, facts.timeZone)} unless a license for this Reference ID is retrieved before.`;
}

function emergency(freeze: Deadline, first: Deadline, facts: LifecycleFacts): string {
  const foreign = facts.mismatchSince === null ? '' : `${FOREIGN}, and `;
  const stop = inWords(first.stopAt, facts.timeZone);
  const text = `${foreign}settings are frozen because ${reason(freeze, facts)}; services keep running and will be stopped on ${stop} unless a license is validated or entered before.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function stopped(deadline: Deadline, facts: LifecycleFacts): string {
  const since = inWords(facts.stoppedSince ?? deadline.stopAt, facts.timeZone);
  return `All services were stopped on ${since} because ${reason(deadline, facts)}; they are stopped again at every midnight until a license is validated or entered.`;
}

const FOREIGN = 'The license was issued for another computer';

function reason(deadline: Deadline, facts: LifecycleFacts): string {
  const words = (instant: number): string => inWords(instant, facts.timeZone);
  const end = deadline.emergencyAt ?? deadline.expiresAt;
  switch (deadline.cause) {
    case 'evaluation':
      return `the evaluation ended on ${words(end)}`;
    case 'trial':
      return `the trial license ended on ${words(end)}`;
    case 'revalidation':
      return `the license could not be re-validated since ${words(deadline.since)}`;
    case 'mismatch':
      return `the license was issued for another computer, seen since ${words(deadline.since)}`;
  }
}
