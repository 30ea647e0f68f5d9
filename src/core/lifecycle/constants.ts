/** Every duration of LICENSING 5 that has a name, in milliseconds unless it says days. */
import { DAY, HOUR } from '../calendar.ts';

/** The built-in evaluation, from the first start. */
export const EVALUATION_PERIOD = 30 * DAY;
export const EVALUATION_SEATS = 200;

/** Emergency Mode lasts this long before it expires. */
export const EMERGENCY_PERIOD = 7 * DAY;
/** A license of another machine serves this long. */
export const MISMATCH_PERIOD = 7 * DAY;

/** Re-validations of many servers are spread over this long before they are due. */
export const REVALIDATION_SPREAD = 24 * HOUR;
