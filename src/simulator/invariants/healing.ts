/** What must go on, and go again. */
import { HOUR } from '../../core/calendar.ts';
import type { Check, Watched } from './check.ts';
import type { Begin } from './episodes.ts';

/** By both times: trusted time stands still while a clock catches up. */
const since = ({ at, trusted }: Begin, now: number, trustedNow: number): number =>
  Math.min(now - at, trustedNow - trusted);

/** Programs that failed are run again after an hour at the latest. */
const HEALED = 3 * HOUR;

export const healedRunsAgain: Check = {
  name: 'healed-runs-again',
  rule: 'after healing everything that Seatkeeper stopped runs again',
  watch({ server, fail, now, calm }) {
    let released: Begin | null = null;
    return {
      committed({ step, at }) {
        const { state } = step;
        const { trusted } = state.clock;
        if (state.stop) released = null;
        else released ??= { at, trusted };
        if (!released || !step.effects.some(({ type }) => type === 'midnight')) return;
        if (Math.min(since(released, now(), trusted), since(calm(), now(), trusted)) < HEALED) return;
        for (const [id, { running, stoppedBy }] of server.machine.services) {
          if (!running && stoppedBy === 'seatkeeper' && !state.modulesStopped[id]) fail(`${id} was not started again`);
        }
      },
    };
  },
};

/** Hourly, or when Retry-After is over; looks may be late. */
const RETRIED = 130 * 60_000;

export const retriesContinue: Check = {
  name: 'retries-continue',
  rule: 'while re-validation fails it is tried again within the hour, in every phase',
  watch(watched) {
    const { server, fail, now, calm } = watched;
    let last: Begin = moment(watched);
    return {
      decided({ before, step, first }) {
        const { license, failingSince, mismatchSince, clock } = step.state;
        const here = { at: now(), trusted: clock.trusted };
        const asks = step.effects.some(({ type }) => type === 'revalidate');
        const wanted = license !== null && (failingSince !== null || mismatchSince !== null);
        const begun = before.failingSince === null && before.mismatchSince === null;
        if (!wanted || begun || first || server.diskFull > 0 || clock.trusted < last.trusted) last = here;
        const waited = Math.min(since(last, here.at, here.trusted), since(calm(), here.at, here.trusted));
        if (waited > RETRIED) fail(`no attempt for ${Math.round(waited / 60_000)} minutes`);
        if (asks) last = here;
      },
    };
  },
};

const moment = ({ server, now }: Watched): Begin => ({ at: now(), trusted: server.disk.watch?.clock.trusted ?? 0 });
