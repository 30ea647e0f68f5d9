/** What time brings: decided by `advance`, done by the scheduler (LICENSING 5). Plain JSON; instants are trusted time. */
import type { ModuleId } from '../seats/modules.ts';
import type { ClockDirection } from './clock.ts';
import type { Cause } from './facts.ts';
import type { Phase } from './phase.ts';

/** Who a notice goes to; `also` are the recipients that an administrator added. */
export type Role = 'postmaster' | 'holder' | 'vendor' | 'also';

/** What a notice says, by kind. Days are counted from 1970-01-01. */
export interface NoticeParams {
  'revalidation-failed': { since: number; reason: string; detail: string; emergencyAt: number; daysLeft: number };
  /** At the beginning of Emergency Mode, and daily. `reason` and `detail` only for cause revalidation. */
  emergency: {
    cause: Cause;
    since: number;
    stopAt: number;
    daysLeft: number;
    began: boolean;
    reason: string;
    detail: string;
  };
  'emergency-expired': { cause: Cause; since: number; stopAt: number };
  mismatch: { since: number; stopAt: number; daysLeft: number };
  'services-stopped': { cause: Cause; at: number };
  'evaluation-ending': { ends: number; daysLeft: number };
  'trial-ending': { ends: number; daysLeft: number; orderId: string };
  'renewal-ending': { items: readonly string[]; renewalDay: number; daysLeft: number };
  'module-lapsed': { item: string; modules: readonly ModuleId[]; renewalDay: number; stopAt: number };
  'module-stopped': { item: string; modules: readonly ModuleId[]; renewalDay: number; at: number };
  'item-ending': { item: string; modules: readonly ModuleId[]; ends: number; daysLeft: number };
  'clock-back': { by: number; system: number };
  'clock-suspect': { direction: ClockDirection; by: number; system: number; trusted: number };
  'program-failed': {
    action: 'stop' | 'start';
    modules: readonly ModuleId[];
    detail: string;
    at: number;
    retryAt: number;
  };
}
export type NoticeKind = keyof NoticeParams;

type NoticeOf<K extends NoticeKind> = K extends NoticeKind
  ? {
      readonly type: 'notice';
      readonly kind: K;
      /** What it is about, and which of the series it is: `<T0>/24h`. */
      readonly occasion: string;
      /** `<kind>/<occasion>`: unique for ever. */
      readonly key: string;
      readonly recipients: readonly Role[];
      readonly params: Readonly<NoticeParams[K]>;
    }
  : never;
export type Notice = NoticeOf<NoticeKind>;

export interface LogEffect {
  readonly type: 'log';
  readonly log: 'error' | 'system';
  readonly text: string;
}

/** Run the programs. The result is told to `afterServiceProgram`. */
export interface StopEffect {
  readonly type: 'stop';
  readonly modules: 'all' | readonly ModuleId[];
  readonly cause: Cause | 'lapsed';
  /** Of the programs before that failed: 0 at the midnight itself. */
  readonly failures: number;
}
export interface StartEffect {
  readonly type: 'start';
  readonly modules: 'all' | readonly ModuleId[];
  readonly failures: number;
}

/** Ask the vendor. The result is told to `afterAttempt`. */
export interface RevalidateEffect {
  readonly type: 'revalidate';
}

/** A local day has begun: the work of LICENSING 6, 7 and 10 that is done once a date, and caught up once. */
export interface MidnightEffect {
  readonly type: 'midnight';
  readonly day: number;
  readonly at: number;
}

/** A `trial-until` item has ended: its modules are not licensed any more. */
export interface ItemEndedEffect {
  readonly type: 'item-ended';
  readonly key: string;
  readonly name: string;
  readonly modules: readonly ModuleId[];
}

/** The renewal period of these items has ended: the same version goes on, with limited support. */
export interface RenewalOverEffect {
  readonly type: 'renewal-over';
  readonly items: readonly string[];
  readonly renewalDay: number;
}

export interface PhaseEffect {
  readonly type: 'phase';
  readonly from: Phase;
  readonly to: Phase;
}

export type Effect =
  | Notice
  | LogEffect
  | StopEffect
  | StartEffect
  | RevalidateEffect
  | MidnightEffect
  | ItemEndedEffect
  | RenewalOverEffect
  | PhaseEffect;

const RECIPIENTS: Readonly<Record<NoticeKind, readonly Role[]>> = {
  'revalidation-failed': ['postmaster', 'holder', 'also'],
  emergency: ['postmaster', 'holder', 'also'],
  'emergency-expired': ['postmaster', 'holder', 'vendor', 'also'],
  mismatch: ['postmaster', 'holder', 'also'],
  'services-stopped': ['postmaster', 'holder', 'also'],
  'evaluation-ending': ['postmaster', 'also'],
  'trial-ending': ['postmaster', 'holder', 'also'],
  'renewal-ending': ['postmaster', 'also'],
  'module-lapsed': ['postmaster', 'also'],
  'module-stopped': ['postmaster', 'also'],
  'item-ending': ['postmaster', 'also'],
  'clock-back': ['postmaster', 'also'],
  'clock-suspect': ['postmaster', 'also'],
  'program-failed': ['postmaster', 'also'],
};

/** The recipients that LICENSING 5 names for the kind. */
export function notice<K extends NoticeKind>(kind: K, occasion: string, params: NoticeParams[K]): Notice {
  const made = { type: 'notice', kind, occasion, key: `${kind}/${occasion}`, recipients: RECIPIENTS[kind], params };
  return made as unknown as Notice;
}
