/** Service programs: what is to be stopped or started, and again when it failed (LICENSING 5). */
import { MODULE_IDS, type ModuleId } from '../seats/modules.ts';
import { PROGRAM_LOST, PROGRAM_RETRY, PROGRAM_RETRY_LONGEST } from './constants.ts';
import type { ProgramTask } from './watch-state.ts';
import { emit, type Work, wake } from './work.ts';

/** What came of a stop or start effect. Modules without a program are in neither list. */
export interface ProgramResult {
  readonly action: 'stop' | 'start';
  /** It ran, or was found to be as wanted. */
  readonly done: readonly ModuleId[];
  readonly failed: readonly { readonly module: ModuleId; readonly detail: string }[];
}

/** Wants programs to run: now, and again until they have. What was wanted of the same modules before is off. */
export function want(
  work: Work,
  action: 'stop' | 'start',
  modules: 'all' | readonly ModuleId[],
  cause: ProgramTask['cause'],
): void {
  const { s, now } = work;
  const wanted = modules === 'all' ? null : modules;
  if (action === 'stop') assumeStopped(work, s.programs);
  const others = s.programs.flatMap((task) => without(task, wanted));
  const task: ProgramTask = { action, modules: wanted, cause, since: now, failures: 0, retryAt: now + PROGRAM_LOST };
  s.programs = [...others, task];
  run(work, task);
}

function run(work: Work, { action, modules, cause, failures }: ProgramTask): void {
  const which = modules ?? 'all';
  if (action === 'start') emit(work, { type: 'start', modules: which, failures });
  else emit(work, { type: 'stop', modules: which, cause: cause ?? 'lapsed', failures });
}

/** `modules` null: all of them. */
function without(task: ProgramTask, modules: readonly ModuleId[] | null): ProgramTask[] {
  if (modules === null) return [];
  const left = (task.modules ?? MODULE_IDS).filter((id) => !modules.includes(id));
  if (left.length === 0) return [];
  return left.length === MODULE_IDS.length ? [task] : [{ ...task, modules: left }];
}

/** So long after its latest failure a program runs again: twice as long each time, at most an hour. */
export const backOff = (failures: number): number =>
  Math.min(PROGRAM_RETRY * 2 ** Math.min(failures - 1, 10), PROGRAM_RETRY_LONGEST);

/** Programs that failed; and those whose result never came, which counts as a failure. */
export function retryPrograms(work: Work): void {
  const { s, now } = work;
  if (s.programs.length === 0) return;
  if (s.programs.some((task) => task.retryAt <= now)) {
    s.programs = s.programs.map((task) => {
      if (task.retryAt > now) return task;
      const tried = Math.max(1, task.failures);
      run(work, { ...task, failures: tried });
      const failures = tried + 1;
      return { ...task, failures, retryAt: now + Math.max(PROGRAM_LOST, backOff(failures)) };
    });
  }
  for (const { retryAt } of s.programs) wake(work, retryAt);
}

/** After a start of the service: what was to be started is started, but no stop is caught up. */
export function programsAtBoot(work: Work): void {
  const { s, now } = work;
  assumeStopped(work, s.programs);
  s.programs = s.programs.filter(({ action }) => action === 'start').map((task) => ({ ...task, retryAt: now }));
}

/**
 * Stops whose result will not come any more, because of a crash or another midnight: what they were about may be down,
 * and counts as stopped by Seatkeeper. Else the next try would find it down and nobody would ever start it again.
 */
function assumeStopped({ s }: Work, tasks: readonly ProgramTask[]): void {
  const ids = tasks.flatMap(({ action, modules }) => (action === 'stop' ? (modules ?? MODULE_IDS) : []));
  if (ids.length === 0) return;
  if (s.stop) s.stop = { ...s.stop, modules: [...new Set([...(s.stop.modules ?? []), ...ids])] };
  const entries = Object.entries(s.modulesStopped).map(([id, lapse]) =>
    ids.includes(id as ModuleId) ? ([id, { ...lapse, stopped: true }] as const) : ([id, lapse] as const),
  );
  s.modulesStopped = Object.fromEntries(entries);
}
