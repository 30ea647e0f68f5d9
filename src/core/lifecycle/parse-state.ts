/** A stored watch state is believed only if every part of it has its shape. */
import { isTimeZone } from '../calendar.ts';
import { isModuleId } from '../seats/modules.ts';
import type { WatchState } from './watch-state.ts';

type Check = (value: unknown) => boolean;

/** Beyond it no date can be told. */
const LAST_INSTANT = 4e15;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const whole: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value);
const instant: Check = (value) => typeof value === 'number' && Math.abs(value) < LAST_INSTANT;
const module: Check = (value) => typeof value === 'string' && isModuleId(value);
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record =
  (value: Check, key: Check = text): Check =>
  (found) =>
    isRecord(found) && Object.entries(found).every(([k, v]) => key(k) && value(v));
/** Every member of the type must be named: a new one is not forgotten here. */
const shape =
  <T>(checks: { readonly [K in keyof Required<T>]: Check }): Check =>
  (value) =>
    isRecord(value) && Object.entries<Check>(checks).every(([key, check]) => check(value[key]));

type License = NonNullable<WatchState['license']>;
type Suspicion = NonNullable<WatchState['clock']['suspect']>;
type StopRecord = NonNullable<WatchState['stop']>;

const cause = oneOf('evaluation', 'trial', 'revalidation', 'mismatch');
const license = shape<License>({
  id: text,
  type: oneOf('trial', 'full'),
  issued: instant,
  expires: orNull(instant),
  everyDays: whole,
  graceDays: whole,
  orderId: text,
  serial: whole,
  since: instant,
  items: list(
    shape<License['items'][number]>({
      key: text,
      name: text,
      modules: list(module),
      renewalDay: orNull(whole),
      trialUntil: orNull(instant),
    }),
  ),
});
const clock = shape<WatchState['clock']>({
  trusted: instant,
  furthest: instant,
  system: instant,
  uptime: instant,
  suspect: orNull(
    shape<Suspicion>({
      since: instant,
      direction: oneOf('back', 'forward'),
      atBoot: flag,
      confirmedAt: orNull(instant),
    }),
  ),
});
const isWatchState = shape<WatchState>({
  format: oneOf(1),
  timeZone: (value) => typeof value === 'string' && isTimeZone(value),
  firstStart: instant,
  license: orNull(license),
  failingSince: orNull(instant),
  failure: orNull(shape<NonNullable<WatchState['failure']>>({ at: instant, reason: text, detail: text })),
  retryAt: instant,
  holdUntil: instant,
  mismatchSince: orNull(instant),
  stop: orNull(shape<StopRecord>({ since: instant, cause, modules: orNull(list(module)) })),
  modulesStopped: record(
    shape<NonNullable<WatchState['modulesStopped']['mail']>>({ since: instant, stopped: orNull(flag) }),
    module,
  ),
  noStopBefore: instant,
  marks: record(shape<WatchState['marks'][string]>({ stage: whole, first: instant, at: instant })),
  day: whole,
  phase: oneOf('evaluation', 'ok', 'revalidating', 'emergency', 'mismatch', 'stopped'),
  programs: list(
    shape<WatchState['programs'][number]>({
      action: oneOf('stop', 'start'),
      modules: orNull(list(module)),
      cause: (value) => value === 'lapsed' || value === null || cause(value),
      since: instant,
      failures: whole,
      retryAt: instant,
    }),
  ),
  clock,
});

/** Undefined: it is none. Nothing is repaired: a state that is damaged is begun anew from the standing facts. */
export const parseWatchState = (json: unknown): WatchState | undefined =>
  isWatchState(json) ? (json as WatchState) : undefined;
