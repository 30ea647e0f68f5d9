/** Lines that the service writes into its logs, as they come: not kept, for whoever looks at them now. */
import type { ServiceEvent } from '../../contract/schemas.ts';

export type LiveLine = Extract<ServiceEvent, { type: 'log' }>;

const listeners = new Set<(line: LiveLine) => void>();

/** Returns the function that ends listening. */
export function onLogLine(listener: (line: LiveLine) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellLogLine(line: LiveLine): void {
  for (const listener of listeners) listener(line);
}
