/** Why something cannot be done now (INTERFACES 4: disabled controls say why). */
import { describeError } from '../../../contract/errors.ts';

export const NO_LICENSE_REASON = describeError('NO_LICENSE').message;
export const CLOCK_BELIEVED_REASON = 'The system clock is believed: there is nothing to confirm.';
