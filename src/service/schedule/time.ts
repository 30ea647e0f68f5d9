/** Time as the scheduler needs it: what the clocks say, and a timer. Tests and the simulator replace it (DESIGN 2). */
import { uptime } from 'node:os';
import type { Now } from '../../core/lifecycle/clock.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from './clock.ts';
import { after } from './timers.ts';

export interface Time extends Clock {
  /** Milliseconds of a clock that only runs forward, of any origin. */
  uptime(): number;
  /** Runs `work` once after `ms`, unless the returned function is called before. */
  after(ms: number, work: () => void): () => void;
}

/** The machine's uptime goes on while it sleeps: a night in suspend is no jump of the clock. */
export const systemTime: Time = { now: systemClock.now, uptime: () => uptime() * 1000, after };

/** The time of a clock that has nothing else: it never jumps, it only passes. */
export function timeOf(clock: Clock): Time {
  let furthest = 0;
  return {
    now: () => clock.now(),
    uptime: () => {
      furthest = Math.max(furthest, clock.now());
      return furthest;
    },
    after,
  };
}

export const readingOf = (time: Pick<Time, 'now' | 'uptime'>): Now => ({ system: time.now(), uptime: time.uptime() });
