/** The results of service programs: a program that failed is run again and reported, never ignored (LICENSING 5). */
import type { ModuleId } from '../seats/modules.ts';
import type { Now } from './clock.ts';
import { notice } from './effects.ts';
import { programLine } from './log-lines.ts';
import { backOff, type ProgramResult } from './programs.ts';
import { begin, finish } from './step.ts';
import type { LapseRecord, ProgramTask, WatchState } from './watch-state.ts';
import { log, type Step, tell, type Work } from './work.ts';

export function afterServiceProgram(state: WatchState, result: ProgramResult, now: Now): Step {
  const work = begin(state, now);
  const { s } = work;
  const tried = result.failed.map(({ module }) => module);
  const task = s.programs.find((t) => t.action === result.action && reports(t, result));
  if (task) {
    const others = s.programs.filter((t) => t !== task);
    s.programs = tried.length === 0 ? others : [...others, failedAgain(work, task, tried, result)];
  }
  if (result.action === 'stop') recordStopped(work, task?.modules ?? [], result);
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

/** What is to be started again one day: only what Seatkeeper has stopped itself. */
function recordStopped({ s }: Work, wanted: readonly ModuleId[], { done, failed }: ProgramResult): void {
  if (s.stop) s.stop = { ...s.stop, modules: [...new Set([...(s.stop.modules ?? []), ...done])] };
  const open = new Set(failed.map(({ module }) => module));
  const settled = wanted.filter((id) => s.modulesStopped[id] && !open.has(id));
  if (settled.length === 0) return;
  const entries = settled.map((id) => [id, settle(s.modulesStopped[id], done.includes(id))] as const);
  s.modulesStopped = { ...s.modulesStopped, ...Object.fromEntries(entries) };
}

const settle = (lapse: LapseRecord | undefined, done: boolean): LapseRecord => ({
  since: lapse?.since ?? 0,
  stopped: done || lapse?.stopped === true,
});
