/** The results of service programs: a program that failed is run again and reported, never ignored (LICENSING 5). */
import type { ModuleId } from '../seats/modules.ts';
import type { Now } from './clock.ts';
import { notice } from './effects.ts';
import { programLine } from './log-lines.ts';
import { backOff } from './programs.ts';
import { begin, finish } from './step.ts';
import type { ProgramTask, WatchState } from './watch-state.ts';
import { log, type Step, tell, type Work } from './work.ts';

/** What came of a stop or start effect. Modules without a program are in neither list. */
export interface ProgramResult {
  readonly action: 'stop' | 'start';
  /** It ran, or was found to be as wanted. */
  readonly done: readonly ModuleId[];
  readonly failed: readonly { readonly module: ModuleId; readonly detail: string }[];
}

export function afterServiceProgram(state: WatchState, result: ProgramResult, now: Now): Step {
  const work = begin(state, now);
  const { s } = work;
  const tried = result.failed.map(({ module }) => module);
  const task = s.programs.find((t) => t.action === result.action && reports(t, result));
  if (task) {
    const others = s.programs.filter((t) => t !== task);
    s.programs = tried.length === 0 ? others : [...others, failedAgain(work, task, tried, result)];
  }
  if (result.action === 'stop') recordStopped(work, result.done);
  return finish(work);
}

/** The result speaks of what this task is about; one without any program settles whatever is wanted. */
function reports({ modules }: ProgramTask, { done, failed }: ProgramResult): boolean {
  const spoken = [...done, ...failed.map(({ module }) => module)];
  return modules === null || spoken.length === 0 || spoken.some((id) => modules.includes(id));
}

function failedAgain(work: Work, task: ProgramTask, modules: readonly ModuleId[], result: ProgramResult): ProgramTask {
  const { now } = work;
  const { action } = task;
  // A run that is a repetition has been counted when it began.
  const failures = Math.max(1, task.failures);
  const retryAt = now + backOff(failures);
  const detail = [...new Set(result.failed.map((f) => f.detail))].join('; ');
  log(work, 'error', programLine(action, modules, detail));
  tell(work, `program/${action}/${task.since}`, 1, () =>
    notice('program-failed', `${action}/${task.since}`, { action, modules, detail, at: now, retryAt }),
  );
  return { ...task, modules, failures, retryAt };
}

/** What is to be started again one day. */
function recordStopped(work: Work, done: readonly ModuleId[]): void {
  const { stop } = work.s;
  if (!stop) return;
  work.s.stop = { ...stop, modules: [...new Set([...(stop.modules ?? []), ...done])] };
}
