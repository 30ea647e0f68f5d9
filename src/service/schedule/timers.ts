/** The only timers of the service besides the scheduler's own (DESIGN 2). None of them keeps the process alive. */
import { setTimeout as delay } from 'node:timers/promises';

export const sleep = (ms: number): Promise<void> => delay(ms);

/** Runs `work` once after `ms`, unless the returned function is called before. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Milliseconds since it was made, whatever happens to the system's clock. */
export function stopwatch(): () => number {
  const begun = performance.now();
  return () => performance.now() - begun;
}
