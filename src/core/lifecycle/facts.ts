/** What the phase of a license is decided from (LICENSING 5). Instants are epoch milliseconds of trusted time. */

export interface LicenseFacts {
  readonly id: string;
  readonly type: 'trial' | 'full';
  readonly issued: number;
  /** Only for type trial. */
  readonly expires: number | null;
  readonly everyDays: number;
  readonly graceDays: number;
}

/** What leads to a stop of all services. */
export type Cause = 'evaluation' | 'trial' | 'revalidation' | 'mismatch';

export interface LifecycleFacts {
  /** Of this installation, ever. */
  readonly firstStart: number;
  /** The verified license in force; null: the built-in evaluation. */
  readonly license: LicenseFacts | null;
  /** T0: re-validation of the license in force has failed since. */
  readonly failingSince: number | null;
  /** The license in force has been one of another machine since. */
  readonly mismatchSince: number | null;
  /** Services were really stopped at this midnight, and no license has come since. */
  readonly stoppedSince: number | null;
  /**
   * No stop before the midnight after this instant: the start of the service (stops are never caught up after
   * downtime), a midnight that was missed, 24 h after the clock was put right.
   */
  readonly noStopBefore: number;
  /** When the first notice that names the stop entered the outbox: none happens within 24 h of it. */
  readonly warnedAt?: Readonly<Partial<Record<Cause, number>>>;
  /** IANA name; midnight is in it. */
  readonly timeZone: string;
}
