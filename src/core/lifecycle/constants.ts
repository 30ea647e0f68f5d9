/** Every duration of LICENSING 5 that has a name, in milliseconds unless it says days. */
import { DAY, HOUR } from '../calendar.ts';

const MINUTE = 60_000;

/** The built-in evaluation, from the first start. */
export const EVALUATION_PERIOD = 30 * DAY;
export const EVALUATION_SEATS = 200;

/** Emergency Mode lasts this long before it expires. */
export const EMERGENCY_PERIOD = 7 * DAY;
/** A license of another machine serves this long. */
export const MISMATCH_PERIOD = 7 * DAY;

/** Re-validations of many servers are spread over this long before they are due. */
export const REVALIDATION_SPREAD = 24 * HOUR;
/** A failed re-validation is tried again so long after it … */
export const RETRY_AFTER = HOUR;
/** … up to so much earlier, at random. */
export const RETRY_JITTER = 10 * MINUTE;
/** The vendor's Retry-After is honored within these bounds. */
export const HOLD_SHORTEST = MINUTE;
export const HOLD_LONGEST = HOUR;

/** Notices while re-validation fails: hours after T0; daily from then on. */
export const FAILING_NOTICE_STEP = 12 * HOUR;
/** Days before the end of an evaluation or a trial license at which a mail is sent. */
export const ENDING_NOTICE_DAYS: readonly number[] = [14, 7, 3, 1];
/** Days before the renewal date at which postmaster is told. */
export const RENEWAL_NOTICE_DAYS: readonly number[] = [14, 7];
/** Days before a `trial-until` item ends at which a mail is sent (LICENSING 2). */
export const ITEM_NOTICE_DAYS: readonly number[] = [7, 1];

/** A module left out of the renewal is stopped at the first midnight at least so long after it was announced. */
export const LAPSE_NOTICE = 7 * DAY;
/** No stop sooner after its notice entered the outbox, or after the clock was put right. */
export const STOP_NOTICE = 24 * HOUR;
/** A midnight that is seen later than this was missed: stops are never caught up. */
export const MIDNIGHT_WINDOW = 10 * MINUTE;

/** The system clock may go back so far without a word … */
export const CLOCK_SILENT = 10 * MINUTE;
/** … so far with a warning, … */
export const CLOCK_BACK_LIMIT = 24 * HOUR;
/** … forward so far while the service runs, and so far across a restart. Beyond, it is suspect. */
export const CLOCK_FORWARD_LIMIT = 24 * HOUR;
export const CLOCK_RESTART_LIMIT = 31 * DAY;
/** A confirmed clock is believed after this long. */
export const CLOCK_CONFIRMATION = 24 * HOUR;
/** No license re-validates more rarely: a document with a higher serial was issued at most so long ago. */
export const DOCUMENT_AGE_LIMIT = 366 * DAY;
/** Seatkeeper was not there before: a clock that says so at the first start is suspect. */
export const BEGIN_OF_TIME = Date.UTC(2026, 0, 1);

/** A program that failed is tried again after this long, then after twice as long each time, at most hourly. */
export const PROGRAM_RETRY = MINUTE;
export const PROGRAM_RETRY_LONGEST = HOUR;
/** A program whose result never came counts as not run after this long. */
export const PROGRAM_LOST = 10 * MINUTE;

/** What is remembered of notices whose occasion is over. */
export const MARK_KEPT = 60 * DAY;
