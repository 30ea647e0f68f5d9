/** The server’s clock and calendar: dates and days left are shown in its time zone, not in this computer’s. */
import { useServiceStatus } from './queries.ts';

export interface ServerTime {
  readonly timeZone: string;
  /** Epoch ms. */
  readonly now: number;
}

/** This computer’s own until the service has answered. */
export function useServerTime(): ServerTime {
  const { data, dataUpdatedAt } = useServiceStatus();
  const now = Date.now();
  if (!data) return { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now };
  return { timeZone: data.timeZone, now: Date.parse(data.clock.trusted) + now - dataUpdatedAt };
}
