/** Instants for people, in the server's time zone. */
import { createWallClock } from '../../service/logs/wall-clock.ts';

const wallClock = createWallClock();

/** `2026-11-23 00:00`. `instant` is ISO 8601. */
export function dateIn(instant: string, timeZone: string): string {
  const { date, time } = wallClock(Date.parse(instant), timeZone);
  return `${date} ${time.slice(0, 'HH:MM'.length)}`;
}
