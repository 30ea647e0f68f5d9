/** One customer's world as plain JSON: what the seed has drawn. The same scenario always gives the same trace. */
import type { LicenseItem } from '../core/license/document.ts';
import type { ComponentId } from '../core/license/reference-id.ts';
import type { ModuleId } from '../core/seats/modules.ts';

/** Milliseconds since the scenario's start. */
type Offset = number;

export const ZONES = [
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Europe/Berlin',
  'Pacific/Kiritimati',
  'UTC',
] as const;

export type Act =
  | 'validate-now'
  | 'enter-old-export'
  | 'enter-new-file'
  | 'retrieve-online'
  | 'confirm-clock'
  | 'fix-clock'
  | 'start-by-hand'
  | 'stop-by-hand'
  | 'change-setting'
  | 'change-time-zone';

export type VendorAct = 'block' | 'renew' | 'renew-all-but-one' | 'purchase';

export type Fault = { readonly at: Offset } & (
  | {
      readonly kind: 'vendor-down' | 'network-down' | 'answers-lost' | 'captive-portal' | 'disk-full';
      readonly for: number;
    }
  | { readonly kind: 'vendor-busy'; readonly for: number; readonly retryAfter: number }
  | { readonly kind: 'crash' | 'restart'; readonly down: number }
  /** At the next step that decides something. */
  | { readonly kind: 'crash-at'; readonly point: CrashPoint; readonly down: number }
  /** The system clock is wrong by so much, for so long (null: until somebody puts it right). */
  | { readonly kind: 'clock'; readonly by: number; readonly for: number | null }
  | { readonly kind: 'clock-while-down'; readonly by: number; readonly for: number | null; readonly down: number }
  | { readonly kind: 'hardware'; readonly components: readonly ComponentId[]; readonly down: number }
  | { readonly kind: 'clone'; readonly components: readonly ComponentId[]; readonly for: number }
  /** The machine goes back to its snapshot of so long ago. */
  | { readonly kind: 'snapshot'; readonly age: number; readonly down: number }
  /** A backup of so long ago is restored over what is there. */
  | { readonly kind: 'restore'; readonly age: number }
  /** A new installation; the license comes from a backup, or is retrieved. */
  | {
      readonly kind: 'reinstall';
      readonly components: readonly ComponentId[];
      readonly down: number;
      readonly age: number;
    }
  | {
      readonly kind: 'programs';
      readonly how: 'fail' | 'hang';
      readonly modules: readonly ModuleId[];
      readonly for: number;
    }
  | { readonly kind: 'vendor-act'; readonly act: VendorAct; readonly for: number }
  | { readonly kind: 'act'; readonly act: Act; readonly age: number; readonly module: ModuleId; readonly zone: string }
);
export type FaultKind = Fault['kind'];

/** Before what was decided is stored, after it, and after an effect before its result is known. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'in-effect';

export interface Profile {
  readonly timeZone: string;
  readonly everyDays: number;
  readonly graceDays: number;
  /** How it begins: with a full license, or a trial one of so many days, or none; null: never bought. */
  readonly license: 'full' | 'trial' | 'none';
  readonly trialDays: number;
  /** With no license or a trial one: bought after so long; null: never. */
  readonly buysAfter: number | null;
  readonly items: readonly LicenseItem[];
  /** Modules that have service programs. */
  readonly programs: readonly ModuleId[];
  /** Until the operator reacts to a notice; null: never. */
  readonly reactsAfter: number | null;
  /** The operator confirms a clock that is wrong, instead of putting it right. */
  readonly confirmsBlindly: boolean;
  /** Services are started by hand the day after they were stopped. */
  readonly startsByHand: boolean;
}

export interface Scenario {
  readonly seed: string;
  readonly days: number;
  /** Epoch ms, true time. */
  readonly start: number;
  readonly profile: Profile;
  /** The earliest first. */
  readonly faults: readonly Fault[];
}
