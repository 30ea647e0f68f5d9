import type { GroupId, ModuleId } from '../seats/modules.ts';

/** The parsed license document (LICENSING 2). Instants are ISO 8601 UTC with seconds (`2026-11-21T10:00:00Z`). */
export interface LicenseDocument {
  readonly id: string;
  /** Grows with every document issued for the order. */
  readonly serial: number;
  readonly type: 'trial' | 'full';
  readonly structure: 'category' | 'module';
  readonly issued: string;
  /** Only for `type: trial`. */
  readonly expires?: string;
  readonly order: { readonly id: string; readonly previous: string };
  readonly holder: {
    readonly name: string;
    readonly company: string;
    readonly email: string;
    readonly address: string;
  };
  readonly machine: { readonly reference: string };
  readonly revalidation: { readonly everyDays: number; readonly graceDays: number };
  readonly items: readonly LicenseItem[];
  /** Present when the document answers a request; repeats its nonce. */
  readonly answer?: { readonly nonce: string; readonly serverTime: string };
}

export type Seats = number | 'unlimited';
export type Metric = 'accounts' | 'active-users' | 'mailboxes';
export type Overuse = 'trial' | 'community' | 'protection';

/** The legal pairs of metric and overuse (LICENSING 7); the first is what an item without attributes means. */
export const REGIMES: readonly { readonly metric: Metric; readonly overuse: Overuse }[] = [
  { metric: 'accounts', overuse: 'trial' },
  { metric: 'active-users', overuse: 'community' },
  { metric: 'mailboxes', overuse: 'protection' },
];

/** The regime of an item that does not name one. */
export const isDefaultRegime = (item: { readonly metric: Metric; readonly overuse: Overuse }): boolean =>
  item.metric === REGIMES[0]?.metric && item.overuse === REGIMES[0].overuse;

/** One pool of seats: a group's modules, or one module. Exactly one of `group` and `module` is set. */
export interface LicenseItem {
  readonly group?: GroupId;
  readonly module?: ModuleId;
  readonly seats: Seats;
  /** Last day of the renewal period, `YYYY-MM-DD`, that day still covered. */
  readonly renewal: string;
  readonly metric: Metric;
  readonly overuse: Overuse;
  /** The document spells out the default regime; kept, so that the document gives the same bytes again. */
  readonly regimeStated?: true;
  /** The item ends at this instant. */
  readonly trialUntil?: string;
  /** Outgoing mails over incoming a day and seat (LICENSING 10); mail's item only. */
  readonly outgoingAllowance?: number;
}

/** Outcomes of reading a license file, in the order in which they are decided (LICENSING 2). */
export const LICENSE_OUTCOMES = [
  'LICENSE_MALFORMED',
  'LICENSE_UNKNOWN_KEY',
  'LICENSE_SIGNATURE_INVALID',
  'LICENSE_WRONG_MACHINE',
  'LICENSE_PREVIOUS_REQUIRED',
  'LICENSE_NOT_YET_VALID',
  'LICENSE_EXPIRED',
  'LICENSE_SUPERSEDED',
] as const;
export type LicenseOutcome = (typeof LICENSE_OUTCOMES)[number];
