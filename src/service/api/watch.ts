/** One live stream of a window: hello, then what happens, then bye (DESIGN 3). */
import { AsyncIteratorClass } from '@orpc/server';
import type { ServiceEvent } from '../../contract/schemas.ts';

export interface EventSource {
  /** Returns the function that ends listening. */
  subscribe(listener: (event: ServiceEvent) => void): () => void;
}

const LINES_KEPT = 500;

/**
 * Ends after `bye`, when `signal` aborts, or when its reader goes (in Electron only that happens, and no signal comes).
 * A reader that is slow finds the newest state of each thing once, so that nothing piles up.
 */
export function watchEvents(
  source: EventSource,
  version: string,
  signal?: AbortSignal,
): AsyncIteratorClass<ServiceEvent, undefined> {
  const waiting = new Map<string, ServiceEvent>([['hello', { type: 'hello', version }]]);
  const keyOf = (event: ServiceEvent): string => {
    if (event.type === 'job') return `job ${event.job.id}`;
    if (event.type !== 'log') return event.type;
    lines += 1;
    return `log ${lines}`;
  };
  /** Each line is news of its own; of those that nobody takes, the newest stay. */
  const dropOldLines = (): void => void waiting.delete(`log ${lines - LINES_KEPT}`);
  let lines = 0;
  let wake: () => void = () => {};
  let ended = false;
  const unsubscribe = source.subscribe((event) => {
    const key = keyOf(event);
    waiting.delete(key);
    waiting.set(key, event);
    if (event.type === 'log') dropOldLines();
    wake();
  });
  const end = () => {
    ended = true;
    unsubscribe();
    signal?.removeEventListener('abort', end);
    wake();
  };
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();

  const next = async (): Promise<IteratorResult<ServiceEvent, undefined>> => {
    for (;;) {
      if (ended) return { done: true, value: undefined };
      const [first] = waiting;
      if (first) {
        waiting.delete(first[0]);
        if (first[1].type === 'bye') end();
        return { done: false, value: first[1] };
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return new AsyncIteratorClass(next, async () => end());
}
