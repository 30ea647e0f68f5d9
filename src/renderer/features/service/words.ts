/** What service programs and their runs are called. Pure. */
import type { ProgramRun, ServiceProgram, ServiceStatus } from '../../../contract/schemas-lifecycle.ts';
import { nextMidnight } from '../../../core/calendar.ts';
import { moduleOf } from '../../../core/seats/modules.ts';
import { dateTime } from '../../ui/format.ts';

const ACTIONS: Record<ProgramRun['action'], string> = { stop: 'Stop', start: 'Start' };

/** `Start done`, `Stop failed: it ended with exit code 1`. */
export const runWords = ({ action, outcome, detail }: ProgramRun): string =>
  outcome === 'done' ? `${ACTIONS[action]} done` : `${ACTIONS[action]} failed: ${detail.replace(/\.$/, '')}`;

export type Running = 'running' | 'stopped' | 'not known';

export const runningOf = ({ running }: Pick<ServiceProgram, 'running'>): Running =>
  running === null ? 'not known' : running ? 'running' : 'stopped';

/** Is this module stopped at every midnight because of the license? */
export const isStoppedAtMidnight = (
  { stoppedSince, modulesStopped }: Pick<ServiceStatus, 'stoppedSince' | 'modulesStopped'>,
  module: string,
): boolean => stoppedSince !== null || modulesStopped.some((stopped) => stopped.module === module);

/** What a start or stop by hand leads to: asked before it is done (LICENSING 5: a manual start serves until midnight). */
export function consequence(action: 'start' | 'stop', module: string, status: ServiceStatus): string {
  if (action === 'stop') {
    return 'Its users cannot use it until it is started again. Seatkeeper does not start it by itself, because it did not stop it.';
  }
  if (!isStoppedAtMidnight(status, module)) return 'Its users can use it again as soon as it runs.';
  const midnight = nextMidnight(Date.parse(status.clock.trusted), status.timeZone);
  const until = dateTime(new Date(midnight).toISOString(), status.timeZone);
  return `It is stopped because of the license: a start by hand serves until midnight (${until}, ${status.timeZone}), and Seatkeeper stops it then again. It stays started only after the license was validated or entered.`;
}

type Pending = ServiceStatus['pending'][number];

/** `Stop GroupWare, SMS: failed 2 times, next try 21 Nov 2026, 10:05.` */
export function pendingWords({ action, modules, failures, retryAt }: Pending, timeZone: string): string {
  const names = modules.length === 0 ? 'all services' : modules.map((id) => moduleOf(id).name).join(', ');
  const what = `${ACTIONS[action]} ${names}`;
  if (failures === 0) return `${what}: under way.`;
  return `${what}: failed ${failures === 1 ? 'once' : `${failures} times`}, next try ${dateTime(retryAt, timeZone)}.`;
}
