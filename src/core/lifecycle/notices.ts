/** The notices of the clocks: failing re-validation, Emergency Mode, mismatch, ends of evaluation and trial (LICENSING 5). */
import { ENDING_NOTICE_DAYS } from './constants.ts';
import { type Deadline, firstStop } from './deadlines.ts';
import { notice } from './effects.ts';
import type { Cause } from './facts.ts';
import { ALL_ATTEMPTS_FAILED } from './log-lines.ts';
import { countdownStage, dailyStage, daysUntil, failingHours, failingStage } from './series.ts';
import { stopSeries } from './watch-state.ts';
import { emit, keep, log, markOf, reach, tell, type Work, wake } from './work.ts';

/** For a trial its end, because every re-validation issues it anew. */
const occasionOf = (deadline: Deadline): number =>
  deadline.cause === 'trial' ? (deadline.emergencyAt ?? deadline.since) : deadline.since;

export function noticesOf(work: Work, deadlines: readonly Deadline[]): void {
  keep(work, () => deadlines.flatMap(seriesOf));
  for (const deadline of deadlines) {
    const { emergencyAt, cause } = deadline;
    if (cause === 'mismatch') mismatch(work, deadline);
    else if (emergencyAt !== null && work.now >= emergencyAt) emergency(work, deadline, emergencyAt);
    else if (emergencyAt !== null) ahead(work, deadline, emergencyAt);
  }
}

const endingSeries = (cause: Cause, ends: number): string => `ending/${cause}/${ends}`;
const expiredSeries = (series: string): string => `expired/${series}`;

function seriesOf(deadline: Deadline): string[] {
  const { cause, emergencyAt } = deadline;
  const stop = stopSeries(cause, occasionOf(deadline));
  return [stop, expiredSeries(stop), ...(emergencyAt === null ? [] : [endingSeries(cause, emergencyAt)])];
}

function ahead(work: Work, deadline: Deadline, emergencyAt: number): void {
  wake(work, emergencyAt);
  if (deadline.cause === 'revalidation') failing(work, deadline.since, emergencyAt);
  else ending(work, deadline, emergencyAt);
}

function failing(work: Work, since: number, emergencyAt: number): void {
  const { s, now } = work;
  const { stage, next } = failingStage(since, now);
  if (next < emergencyAt) wake(work, next);
  if (stage === 0) return;
  tell(work, `failing/${since}`, stage, () =>
    notice('revalidation-failed', `${since}/${failingHours(stage)}h`, {
      since,
      reason: s.failure?.reason ?? '',
      detail: s.failure?.detail ?? '',
      emergencyAt,
      daysLeft: daysUntil(emergencyAt, now),
    }),
  );
}

function ending(work: Work, { cause, since }: Deadline, ends: number): void {
  const { s, now } = work;
  const { stage, next } = countdownStage(ends, ENDING_NOTICE_DAYS, s.license?.since ?? since, now);
  wake(work, next);
  if (stage === 0) return;
  const daysLeft = daysUntil(ends, now);
  const occasion = `${ends}/${ENDING_NOTICE_DAYS[stage - 1]}d`;
  tell(work, endingSeries(cause, ends), stage, () =>
    cause === 'trial'
      ? notice('trial-ending', occasion, { ends, daysLeft, orderId: s.license?.orderId ?? '' })
      : notice('evaluation-ending', occasion, { ends, daysLeft }),
  );
}

/** When this step's notice is the first to name the stop, the stop waits for it. */
function stopAtOf({ s, now }: Work, deadline: Deadline, series: string): number {
  return firstStop(s, deadline.expiresAt, s.marks[series]?.first ?? now);
}

function emergency(work: Work, deadline: Deadline, emergencyAt: number): void {
  const { s, now } = work;
  const { cause, expiresAt } = deadline;
  const series = stopSeries(cause, occasionOf(deadline));
  const { stage, next } = dailyStage(emergencyAt, now);
  const stopAt = stopAtOf(work, deadline, series);
  const expired = now >= expiresAt;
  if (expired && expire(work, deadline, series, stopAt)) reach(work, series, stage);
  if (expired && s.stop) return;
  wake(work, next);
  const occasion = `${series}/${stage}`;
  const { reason, detail } = (cause === 'revalidation' ? s.failure : null) ?? { reason: '', detail: '' };
  const daysLeft = daysUntil(stopAt, now);
  tell(work, series, stage, () =>
    notice('emergency', occasion, { cause, since: emergencyAt, stopAt, daysLeft, began: stage === 1, reason, detail }),
  );
}

/** Emergency expired: told once, in the log that monitoring watches and to the vendor too. */
function expire(work: Work, { cause, since }: Deadline, series: string, stopAt: number): boolean {
  markOf(work, series);
  if (!reach(work, expiredSeries(series), 1)) return false;
  log(work, 'error', ALL_ATTEMPTS_FAILED);
  emit(work, notice('emergency-expired', series, { cause, since, stopAt }));
  return true;
}

function mismatch(work: Work, deadline: Deadline): void {
  const { since, expiresAt } = deadline;
  const series = stopSeries('mismatch', since);
  const { stage, next } = dailyStage(since, work.now);
  if (work.s.stop && work.now >= expiresAt && markOf(work, series)) return;
  wake(work, next);
  const stopAt = stopAtOf(work, deadline, series);
  tell(work, series, stage, () =>
    notice('mismatch', `${since}/${stage}`, { since, stopAt, daysLeft: daysUntil(stopAt, work.now) }),
  );
}
