/** One live stream of a window: hello, then what happens, then bye (DESIGN 3). */
import { AsyncIteratorClass } from '@orpc/server';
import type { ServiceEvent } from '../../contract/schemas.ts';

export interface EventSource {
  /** Returns the function that ends listening. */
  subscribe(listener: (event: ServiceEvent) => void): () => void;
}

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
  let wake: () => void = () => {};
  let ended = false;
  const unsubscribe = source.subscribe((event) => {
    const key = event.type === 'job' ? `job ${event.job.id}` : event.type;
    waiting.delete(key);
    waiting.set(key, event);
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
