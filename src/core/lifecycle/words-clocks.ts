/** The words of notices about the clocks of the license: re-validation, Emergency Mode, mismatch, evaluation, trial. */
import type { NoticeParams } from './effects.ts';
import type { Cause } from './facts.ts';
import { because, plural } from './log-lines.ts';
import type { Dates, Message } from './words.ts';

const CONNECT =
  'Let this server reach the licensing server, and it re-validates within the hour, or choose Help > License… > Validate Now. Without a network, retrieve a new license.xml on the vendor’s page and enter it: Activate License > Enter License Offline….';
const ACTIVATE = 'Activate a license: Help > License… > Activate License. Purchases: Manage License.';
const RETRIEVE =
  'Retrieve a license for this Reference ID: Help > License… > Activate License > Retrieve License…. The same order is used; moving to another computer costs one of its three activations.';

const answer = ({ reason, detail }: { reason: string; detail: string }): string =>
  reason === '' ? '' : ` The last attempt failed: ${detail === '' ? reason : detail}`;

export const revalidationFailed = (params: NoticeParams['revalidation-failed'], { at }: Dates): Message => ({
  subject: `License not re-validated since ${at(params.since)}; ${plural(params.daysLeft, 'day')} left`,
  happened: `Your license could not be re-validated with the licensing server since ${at(params.since)}; it is tried every hour.${answer(params)} Everything keeps working. Without a re-validation the server enters Emergency Mode: settings are frozen then.`,
  toDo: CONNECT,
  byWhen: `${at(params.emergencyAt)} (${plural(params.daysLeft, 'day')} left)`,
});

const toEnd = (cause: Cause): string => (cause === 'revalidation' ? CONNECT : ACTIVATE);

export const emergency = (params: NoticeParams['emergency'], { at }: Dates): Message => ({
  subject: params.began
    ? 'Emergency Mode: settings are frozen'
    : `Emergency Mode: services will be stopped in ${plural(params.daysLeft, 'day')}`,
  happened: `This server ${params.began ? 'has entered' : 'is in'} Emergency Mode since ${at(params.since)}, because ${because(params.cause)}.${answer(params)} Services keep working, but no setting can be changed. If nothing is done, all services will be stopped on ${at(params.stopAt)}, and again at every midnight after.`,
  toDo: toEnd(params.cause),
  byWhen: `${at(params.stopAt)} (${plural(params.daysLeft, 'day')} left)`,
});

export const emergencyExpired = (params: NoticeParams['emergency-expired'], { at }: Dates): Message => ({
  subject: 'Emergency Mode has expired: services will be stopped',
  happened: `All attempts to validate the license failed. As a result, the services will be stopped on ${at(params.stopAt)}, and again at every midnight after. The reason: ${because(params.cause)}.`,
  toDo: toEnd(params.cause),
  byWhen: at(params.stopAt),
});

export const mismatch = (params: NoticeParams['mismatch'], { at }: Dates): Message => ({
  subject: `Reference ID Mismatch: services will be stopped in ${plural(params.daysLeft, 'day')}`,
  happened: `Since ${at(params.since)} the license on this server is one that was issued for another computer. Everything keeps working, but all services will be stopped on ${at(params.stopAt)} and again at every midnight after.`,
  toDo: RETRIEVE,
  byWhen: `${at(params.stopAt)} (${plural(params.daysLeft, 'day')} left)`,
});

export const servicesStopped = (params: NoticeParams['services-stopped'], { at }: Dates): Message => ({
  subject: 'All services were stopped',
  happened: `All services of this server were stopped on ${at(params.at)}, because ${because(params.cause)}. A service that is started by hand serves until the next midnight.`,
  toDo: params.cause === 'mismatch' ? RETRIEVE : toEnd(params.cause),
  byWhen: 'now: what Seatkeeper has stopped starts again at once when a license fits',
});

export const evaluationEnding = (params: NoticeParams['evaluation-ending'], { at }: Dates): Message => ({
  subject: `Evaluation ends in ${plural(params.daysLeft, 'day')}`,
  happened: `The built-in evaluation of Seatkeeper on this server ends on ${at(params.ends)}. Settings are frozen then, and seven days later services are stopped.`,
  toDo: ACTIVATE,
  byWhen: at(params.ends),
});

export const trialEnding = (params: NoticeParams['trial-ending'], { at }: Dates): Message => ({
  subject: `Trial license ends in ${plural(params.daysLeft, 'day')}`,
  happened: `The trial license of order ${params.orderId} ends on ${at(params.ends)}. Settings are frozen then, and seven days later services are stopped.`,
  toDo: ACTIVATE,
  byWhen: at(params.ends),
});
