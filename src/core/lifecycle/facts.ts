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

export interface LifecycleFacts {
  /** Of this installation, ever. */
  readonly firstStart: number;
  /** The verified license in force; null: the built-in evaluation. */
  readonly license: LicenseFacts | null;
  /** T0: re-validation of the license in force has failed since. */
  readonly failingSince: number | null;
  /** The license in force has been one of another machine since. */
  readonly mismatchSince: number | null;
  /** Services were stopped at this midnight, and no license has come since. */
  readonly stoppedSince: number | null;
  /**
   * No first stop before the midnight after this instant: the start of the service (stops are never caught up after
   * downtime), 24 h after the stop's notice entered the outbox, 24 h after a clock was confirmed.
   */
  readonly noStopBefore: number;
  /** IANA name; midnight is in it. */
  readonly timeZone: string;
}
