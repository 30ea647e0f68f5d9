/** What monitoring is told of the license, in one line (INTERFACES 2). */

import type { LicenseModuleRow, LicenseView } from '../../contract/schemas.ts';
import type { ServiceStatus } from '../../contract/schemas-lifecycle.ts';
import { DAY } from '../../core/calendar.ts';

export interface Verdict {
  /** Exit code: 0 fine, 1 warning, 5 not covered or frozen. */
  readonly code: 0 | 1 | 5;
  /** Each in a few words; the first is the worst. Empty when all is fine. */
  readonly problems: readonly string[];
}

/** As early as the mails about it (LICENSING 5). */
const WARN_DAYS = 14;

export function verdictOf(license: LicenseView, status: ServiceStatus): Verdict {
  const severe = severeProblems(status);
  const problems = [...severe, ...warnings(license, status)];
  return { code: severe.length > 0 ? 5 : problems.length > 0 ? 1 : 0, problems };
}

function severeProblems({ phase, modulesStopped }: ServiceStatus): string[] {
  return [
    ...(phase === 'stopped' ? ['services are stopped and settings are frozen'] : []),
    ...(phase === 'emergency' ? ['Emergency Mode: settings are frozen'] : []),
    ...modulesStopped.map(({ name }) => `${name} is not covered: it was left out of the renewal`),
  ];
}

function warnings(license: LicenseView, status: ServiceStatus): string[] {
  const { phase, clock, pending, revalidation } = status;
  const failing = revalidation.failure ? ` (${revalidation.failure.code})` : '';
  return [
    ...(phase === 'mismatch' ? ['the license was issued for another computer'] : []),
    ...(phase === 'revalidating' ? [`re-validation fails${failing}`] : []),
    ...ending(license, status),
    ...(clock.suspect ? [`the system clock went ${clock.suspect.direction} and is not believed`] : []),
    ...pending.filter(({ failures }) => failures > 0).map(({ action }) => `a program to ${action} a service fails`),
    ...rowWarnings(license.modules),
  ];
}

/** Of an evaluation and of a trial license. */
function ending({ expires, information }: LicenseView, { phase, clock }: ServiceStatus): string[] {
  if (expires === null || phase === 'emergency' || phase === 'stopped') return [];
  const days = Math.ceil((Date.parse(expires) - Date.parse(clock.trusted)) / DAY);
  if (days > WARN_DAYS) return [];
  const what = information.orderId === '' ? 'the evaluation' : 'the trial license';
  return [`${what} ends in ${plural(Math.max(0, days), 'day')}`];
}

function rowWarnings(modules: readonly LicenseModuleRow[]): string[] {
  const licensed = modules.filter((row) => row.licensed);
  const named = (rows: readonly LicenseModuleRow[]): string => rows.map(({ name }) => name).join(', ');
  const over = licensed.filter((row) => row.renewalDays !== null && row.renewalDays < 0);
  const soon = licensed.filter(({ renewalDays: d }) => d !== null && d >= 0 && d <= WARN_DAYS);
  const exceeded = modules.filter((row) => row.exceeded);
  const least = Math.min(...soon.map(({ renewalDays }) => renewalDays ?? 0));
  return [
    ...(over.length > 0 ? [`the renewal period is over: ${named(over)}`] : []),
    ...(soon.length > 0 ? [`the renewal period ends in ${plural(least, 'day')}: ${named(soon)}`] : []),
    ...(exceeded.length > 0 ? [`more used seats than seats: ${named(exceeded)}`] : []),
  ];
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
