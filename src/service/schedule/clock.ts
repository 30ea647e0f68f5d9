import type { Clock } from '../clock.ts';

/** The machine's own clock: the only place of the service that reads it (DESIGN 2). */
export const systemClock: Clock = { now: () => Date.now() };
