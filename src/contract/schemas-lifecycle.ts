/** Shapes of what time does to the license (LICENSING 5). Instants are ISO 8601 UTC strings. */
import { z } from 'zod';
import { phase, status } from './schemas.ts';
import { moduleId } from './schemas-modules.ts';

const instant = z.string();

export const forecastEvent = z.object({
  at: instant,
  kind: z.enum(['mail', 'phase', 'stop', 'start', 'revalidation', 'item-ends', 'renewal-ends', 'seat-trial-ends']),
  /** The same in every forecast that names this event. */
  key: z.string(),
  title: z.string(),
  /** One or more sentences; may be empty. */
  detail: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
});
export type ForecastEvent = z.infer<typeof forecastEvent>;

export const forecast = z.object({
  /** Trusted time of the forecast. */
  now: instant,
  /** Of midnights and of dates for people. */
  timeZone: z.string(),
  days: z.number().int(),
  /** If nobody acts; the earliest first. */
  events: z.array(forecastEvent),
});
export type Forecast = z.infer<typeof forecast>;

/** The system clock as far as it is believed. */
export const clockStatus = z.object({
  /** Trusted time. */
  trusted: instant,
  system: instant,
  /** Null: believed. Else nothing is denied or stopped. */
  suspect: z
    .object({
      since: instant,
      /** Where the system clock went. */
      direction: z.enum(['back', 'forward']),
      /** Believed from then on, if it does not jump again; null: not confirmed. */
      believedFrom: instant.nullable(),
    })
    .nullable(),
});
export type ClockStatus = z.infer<typeof clockStatus>;

export const programRun = z.object({
  action: z.enum(['stop', 'start']),
  at: instant,
  outcome: z.enum(['done', 'failed', 'timed-out', 'missing']),
  exitCode: z.number().int().nullable(),
  /** Why it failed, in words; empty if it did not. */
  detail: z.string(),
  /** The beginning of what it printed. */
  output: z.string(),
  tookMs: z.number().int(),
});
export type ProgramRun = z.infer<typeof programRun>;

export const serviceProgram = z.object({
  module: moduleId,
  name: z.string(),
  /** Null: its status program says neither. */
  running: z.boolean().nullable(),
  /** What the status program says. */
  detail: z.string(),
  /** Seatkeeper stopped it, because of the license. */
  stopped: z.boolean(),
  /** The last stop or start since the control service began. */
  last: programRun.nullable(),
});
export type ServiceProgram = z.infer<typeof serviceProgram>;

export const serviceStatus = z.object({
  phase,
  status,
  /** What the status means, what happens next, and when. */
  sentence: z.string(),
  /** Settings cannot be changed. */
  frozen: z.boolean(),
  timeZone: z.string(),
  clock: clockStatus,
  revalidation: z.object({
    /** By the document in force; null without a license. */
    due: instant.nullable(),
    nextAttempt: instant.nullable(),
    failingSince: instant.nullable(),
    /** The last attempt, if it failed. */
    failure: z.object({ at: instant, code: z.string(), detail: z.string() }).nullable(),
  }),
  /** All services were stopped since that midnight. */
  stoppedSince: instant.nullable(),
  /** Left out of the renewal and stopped since that midnight. */
  modulesStopped: z.array(z.object({ module: moduleId, name: z.string(), since: instant })),
  /** Stops and starts that failed, or whose end is awaited. */
  pending: z.array(
    z.object({
      action: z.enum(['stop', 'start']),
      /** Empty: all that have programs. */
      modules: z.array(moduleId),
      failures: z.number().int(),
      retryAt: instant,
    }),
  ),
  programs: z.array(serviceProgram),
  next: z.array(forecastEvent),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;
