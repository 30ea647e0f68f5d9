/** The words of the forecast: what an effect will mean to a person (INTERFACES 4, Timeline). */
import { inWords, wordsOfDay } from '../calendar.ts';
import type { Effect, Notice, NoticeKind, Role } from '../lifecycle/effects.ts';
import { because, moduleNames } from '../lifecycle/log-lines.ts';
import type { Phase } from '../lifecycle/phase.ts';
import { sentenceOf } from '../lifecycle/sentence.ts';
import { factsOf, type WatchState } from '../lifecycle/watch-state.ts';
import { noticeDetail, noticeTitle } from '../lifecycle/words.ts';
import type { SeatTrial } from './forecast.ts';

export type Severity = 'info' | 'warning' | 'critical';

export interface ForecastEvent {
  /** Trusted time, epoch ms. */
  readonly at: number;
  readonly kind:
    | 'mail'
    | 'phase'
    | 'stop'
    | 'start'
    | 'revalidation'
    | 'item-ends'
    | 'renewal-ends'
    | 'seat-trial-ends';
  /** Of this event for ever, also in a later forecast; a mail's is its notice's. */
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly severity: Severity;
}

const SEVERITY: Readonly<Record<NoticeKind, Severity>> = {
  'revalidation-failed': 'warning',
  emergency: 'critical',
  'emergency-expired': 'critical',
  mismatch: 'critical',
  'services-stopped': 'critical',
  'evaluation-ending': 'warning',
  'trial-ending': 'warning',
  'renewal-ending': 'warning',
  'module-lapsed': 'critical',
  'module-stopped': 'critical',
  'item-ending': 'warning',
  'clock-back': 'warning',
  'clock-suspect': 'critical',
  'program-failed': 'critical',
};
const PHASES: Readonly<Record<Phase, { title: string; severity: Severity }>> = {
  ok: { title: 'Status OK', severity: 'info' },
  evaluation: { title: 'Evaluation', severity: 'info' },
  revalidating: { title: 'Re-validation begins to fail', severity: 'warning' },
  emergency: { title: 'Emergency Mode begins: settings are frozen', severity: 'critical' },
  mismatch: { title: 'Reference ID Mismatch', severity: 'critical' },
  stopped: { title: 'Services are stopped', severity: 'critical' },
};
const ROLES: Readonly<Record<Role, string>> = {
  postmaster: 'postmaster',
  holder: 'the license holder',
  vendor: 'the vendor',
  also: 'further recipients',
};

/** Undefined: nothing that a person looks ahead to. `state` is the one after the step. */
export function eventOf(effect: Effect, at: number, state: WatchState): ForecastEvent | undefined {
  switch (effect.type) {
    case 'notice':
      return mail(effect, at, state.timeZone);
    case 'phase':
      return { at, kind: 'phase', key: `phase/${effect.to}/${at}`, ...PHASES[effect.to], detail: sentence(state, at) };
    case 'stop':
      return stop(effect, at);
    case 'start':
      return { at, kind: 'start', key: `start/${at}`, title: `${names(effect.modules)} start again`, ...calm };
    case 'revalidate':
      return revalidation(at, state);
    case 'item-ended':
      return itemEnds(effect, at);
    case 'renewal-over':
      return renewalEnds(effect, at);
    case 'log':
    case 'midnight':
      return undefined;
  }
}

const calm = { detail: '', severity: 'info' as const };
const names = (modules: 'all' | Parameters<typeof moduleNames>[0]): string =>
  modules === 'all' ? 'All services' : moduleNames(modules);

const sentence = (state: WatchState, at: number): string => sentenceOf(state.phase, factsOf(state), at);

function mail(notice: Notice, at: number, timeZone: string): ForecastEvent {
  const to = notice.recipients.filter((role) => role !== 'also').map((role) => ROLES[role]);
  const title = `Mail to ${to.join(', ')}: ${noticeTitle(notice, timeZone)}`;
  const detail = noticeDetail(notice, timeZone);
  return { at, kind: 'mail', key: notice.key, title, detail, severity: SEVERITY[notice.kind] };
}

function stop({ modules, cause }: Extract<Effect, { type: 'stop' }>, at: number): ForecastEvent {
  const title = `${names(modules)} stopped at midnight`;
  const detail = `Because ${because(cause)}. Repeated at every midnight.`;
  return { at, kind: 'stop', key: `stop/${at}/${names(modules)}`, title, detail, severity: 'critical' };
}

function revalidation(at: number, { failure, timeZone, license }: WatchState): ForecastEvent {
  const title = failure ? 'Next attempt to re-validate the license' : 'The license is re-validated';
  const detail = failure
    ? `It has failed last on ${inWords(failure.at, timeZone)}; it is tried every hour.`
    : `The licensing server is asked for a new document of order ${license?.orderId}.`;
  return { at, kind: 'revalidation', key: `revalidation/${at}`, title, detail, severity: failure ? 'warning' : 'info' };
}

function itemEnds({ name, key, modules }: Extract<Effect, { type: 'item-ended' }>, at: number): ForecastEvent {
  const detail = `${moduleNames(modules)} will not be licensed any more.`;
  return {
    at,
    kind: 'item-ends',
    key: `item/${key}/${at}`,
    title: `The trial of ${name} ends`,
    detail,
    severity: 'warning',
  };
}

function renewalEnds({ items, renewalDay }: Extract<Effect, { type: 'renewal-over' }>, at: number): ForecastEvent {
  const title = `The renewal period of ${items.join(', ')} is over`;
  const detail = `It ended with ${wordsOfDay(renewalDay)}. The same version goes on, with limited support.`;
  return { at, kind: 'renewal-ends', key: `renewal/${renewalDay}`, title, detail, severity: 'warning' };
}

export function seatTrialEvent({ ends, account, item }: SeatTrial): ForecastEvent {
  const title = `The trial seat of ${account} for ${item} ends`;
  const detail = `${account} is over the limit and loses access to ${item} unless a seat comes free.`;
  const key = `seat-trial/${account}/${item}/${ends}`;
  return { at: ends, kind: 'seat-trial-ends', key, title, detail, severity: 'warning' };
}
