/** What happens in the service, told to every window that watches (DESIGN 3). */
import type { ServiceEvent } from '../contract/schemas.ts';

export interface EventHub {
  /** Tells every listener before it returns. */
  publish(event: ServiceEvent): void;
  /** Returns the function that ends listening. A listener keeps what it cannot take at once, within bounds of its own. */
  subscribe(listener: (event: ServiceEvent) => void): () => void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<{ readonly tell: (event: ServiceEvent) => void }>();
  return {
    publish(event) {
      for (const listener of [...listeners]) listener.tell(event);
    },
    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
