/** The words of every notice: what happened, what to do, by when (LICENSING 5). Plain text, in the server's time zone. */
import { inWords, wordsOfDay } from '../calendar.ts';
import type { Notice, NoticeKind, NoticeParams } from './effects.ts';
import { duration, moduleNames, plural } from './log-lines.ts';
import {
  emergency,
  emergencyExpired,
  evaluationEnding,
  mismatch,
  revalidationFailed,
  servicesStopped,
  trialEnding,
} from './words-clocks.ts';

/** The server that a notice is about. */
export interface NoticeServer {
  readonly hostname: string;
  /** Empty: not known. */
  readonly ip: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** What a kind of notice says, before it is laid out. */
export interface Message {
  /** Without the name of the server. */
  readonly subject: string;
  readonly happened: string;
  readonly toDo: string;
  readonly byWhen: string;
}

/** Instants and days in words. */
export interface Dates {
  at(instant: number): string;
  day(day: number): string;
}

const were = (count: number): string => (count === 1 ? 'was' : 'were');

const WORDS: { readonly [K in NoticeKind]: (params: NoticeParams[K], dates: Dates) => Message } = {
  'revalidation-failed': revalidationFailed,
  emergency,
  'emergency-expired': emergencyExpired,
  mismatch,
  'services-stopped': servicesStopped,
  'evaluation-ending': evaluationEnding,
  'trial-ending': trialEnding,
  'renewal-ending': ({ items, renewalDay, daysLeft }, { day }) => ({
    subject: `Renewal period ends in ${plural(daysLeft, 'day')}`,
    happened: `The renewal period of ${items.join(', ')} ends with ${day(renewalDay)}. The product goes on in the same version then, with limited support and without upgrades and new definitions.`,
    toDo: 'Purchase a renewal: Help > License… > Manage License > Purchase Renewal. An item that is left out while others are renewed is stopped.',
    byWhen: day(renewalDay),
  }),
  'module-lapsed': ({ item, modules, renewalDay, stopAt }, { at, day }) => ({
    subject: `${item} will be stopped: it was left out of the renewal`,
    happened: `The renewal period of ${item} ended with ${day(renewalDay)}, while other items of the license are covered longer. ${moduleNames(modules)} will be stopped at every midnight from ${at(stopAt)} on; everything else goes on.`,
    toDo: 'Purchase a renewal for it: Help > License… > Manage License > Purchase Renewal. If it is not needed any more, nothing needs to be done.',
    byWhen: at(stopAt),
  }),
  'module-stopped': ({ item, modules, renewalDay, at: stoppedAt }, { at, day }) => ({
    subject: `${item} was stopped`,
    happened: `${moduleNames(modules)} ${were(modules.length)} stopped on ${at(stoppedAt)}, because the renewal period of ${item} ended with ${day(renewalDay)} and other items are covered longer. This is repeated at every midnight; everything else goes on.`,
    toDo: 'Purchase a renewal for it: Help > License… > Manage License > Purchase Renewal. What was stopped starts again with the renewed license.',
    byWhen: 'whenever it is needed again',
  }),
  'item-ending': ({ item, modules, ends, daysLeft }, { at }) => ({
    subject: `Trial of ${item} ends in ${plural(daysLeft, 'day')}`,
    happened: `The trial of ${item} ends on ${at(ends)}. ${moduleNames(modules)} will not be licensed any more then; accounts that use it get a last trial of their own.`,
    toDo: 'To keep it, purchase it: Help > License… > Manage License > Add Modules. Otherwise switch the service off for the accounts.',
    byWhen: at(ends),
  }),
  'clock-back': ({ by, system }, { at }) => ({
    subject: 'The system clock went back',
    happened: `The system clock went back by ${duration(by)}, to ${at(system)}. Nothing about the license has changed; its time stands still until the clock has caught up.`,
    toDo: 'Check the clock of this server, and its time synchronization (NTP).',
    byWhen: 'soon: a clock that goes back further is not believed',
  }),
  'clock-suspect': ({ direction, by, system, trusted }, { at }) => ({
    subject: 'Clock problem: the system clock is not believed',
    happened: `The system clock went ${direction} by ${duration(by)}, to ${at(system)}; it should be about ${at(trusted)}. This is a problem of the clock, not of the license: nothing is denied or stopped because of it.`,
    toDo: 'Correct the clock of this server. If it is right, confirm it: Help > License… > Confirm Clock; it is believed 24 hours later. A re-validation of the license heals it at once.',
    byWhen: 'soon: until then dates of the license are uncertain',
  }),
  'program-failed': ({ action, modules, detail, at: failedAt, retryAt }, { at }) => ({
    subject: `${moduleNames(modules)}: the program to ${action} failed`,
    happened: `On ${at(failedAt)} Seatkeeper tried to ${action} ${moduleNames(modules)}, and the program failed: ${detail}. It is tried again on ${at(retryAt)}, and further until it succeeds.`,
    toDo: 'Check the commands of this service in seatkeeper.toml and the service itself.',
    byWhen: 'as soon as possible',
  }),
};

const messageOf = (notice: Notice, dates: Dates): Message =>
  (WORDS[notice.kind] as (params: Notice['params'], dates: Dates) => Message)(notice.params, dates);

const datesIn = (timeZone: string): Dates => ({
  at: (instant) => inWords(instant, timeZone),
  day: wordsOfDay,
});

/** The subject without the server: a title for lists. */
export const noticeTitle = (notice: Notice, timeZone: string): string => messageOf(notice, datesIn(timeZone)).subject;

/** What happened, in one paragraph. */
export const noticeDetail = (notice: Notice, timeZone: string): string => messageOf(notice, datesIn(timeZone)).happened;

/** The whole mail. */
export function noticeText(notice: Notice, server: NoticeServer): NoticeText {
  const { subject, happened, toDo, byWhen } = messageOf(notice, datesIn(server.timeZone));
  const name = server.ip === '' ? server.hostname : `${server.hostname} [${server.ip}]`;
  const parts = [`Server: ${name}`, happened, `What to do: ${toDo}`, `By when: ${byWhen}`, '-- \nSeatkeeper'];
  return { subject: `Seatkeeper on ${server.hostname}: ${subject}`, body: `${parts.join('\n\n')}\n` };
}
