/** When services may be stopped. */
import { DAY, HOUR, nextMidnight, startOfDay } from '../../core/calendar.ts';
import type { Notice, StopEffect } from '../../core/lifecycle/effects.ts';
import type { Sent } from '../disk.ts';
import type { Moment } from '../life.ts';
import type { Server } from '../server.ts';
import { span } from '../tell.ts';
import type { Check } from './check.ts';
import { episodesOf, follow } from './episodes.ts';

/** Of a midnight, not repeated after a failure. */
export const stopsOf = ({ step }: Moment): StopEffect[] =>
  step.effects.filter((effect): effect is StopEffect => effect.type === 'stop' && effect.failures === 0);

const MIDNIGHT_WINDOW = 10 * 60_000;

export const stopAtMidnight: Check = {
  name: 'stop-at-midnight',
  rule: 'services are stopped at a midnight of the server’s time zone, and at no other time',
  watch: ({ fail }) => ({
    committed(moment) {
      if (stopsOf(moment).length === 0) return;
      const { clock, timeZone } = moment.step.state;
      const late = clock.trusted - startOfDay(clock.trusted, timeZone);
      if (late > MIDNIGHT_WINDOW) fail(`stopped ${span(late)} after midnight`);
    },
  }),
};

export const noStopAtBoot: Check = {
  name: 'no-stop-at-boot',
  rule: 'stops are not caught up after downtime: none before the first midnight after a start',
  watch({ fail }) {
    let earliest = Number.NEGATIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    return {
      committed(moment) {
        const { clock, timeZone } = moment.step.state;
        // A clock that was put right may show the same midnight again.
        if (moment.first || clock.trusted < last) earliest = nextMidnight(clock.trusted, timeZone);
        last = clock.trusted;
        if (stopsOf(moment).length > 0 && clock.trusted < earliest)
          fail('stopped before the first midnight after its start');
      },
    };
  },
};

/** The notice that names the stop of this cause. */
function names({ kind, params }: Notice, cause: StopEffect['cause']): boolean {
  if (cause === 'lapsed') return kind === 'module-lapsed';
  if (cause === 'mismatch') return kind === 'mismatch';
  return (kind === 'emergency' || kind === 'emergency-expired') && (params as { cause: string }).cause === cause;
}

/** So long somebody had to read it; silent jumps of the clock and such as look like downtime count as time. */
const ageOf = ({ at, skipped }: Sent, server: Server, now: number): number => now - at + server.skipped - skipped;

export const stopWasAnnounced: Check = {
  name: 'stop-was-announced',
  rule: 'nothing stops without its notice having been in the outbox for 24 hours, a lapsed module’s for 7 days',
  watch({ server, fail, now }) {
    const episodes = episodesOf(server);
    /** The notice that was good enough at the midnight before. */
    const known = new Map<StopEffect['cause'], Sent>();
    const oldest = (cause: StopEffect['cause'], since: number): Sent | undefined => {
      const before = known.get(cause);
      if (before && before.at >= since) return before;
      let found: Sent | undefined;
      for (const sent of server.disk.outbox.values()) {
        if (sent.at < since || !names(sent.notice, cause)) continue;
        if (!found || ageOf(sent, server, now()) > ageOf(found, server, now())) found = sent;
      }
      if (found) known.set(cause, found);
      return found;
    };
    return {
      committed(moment) {
        follow(episodes, moment);
        for (const { cause } of stopsOf(moment)) {
          const begin = cause === 'revalidation' ? episodes.failing : cause === 'mismatch' ? episodes.mismatch : null;
          const sent = oldest(cause, begin?.at ?? 0);
          const age = sent && ageOf(sent, server, now());
          const needed = cause === 'lapsed' ? 7 * DAY : 24 * HOUR;
          if (age === undefined) fail(`stopped (${cause}) without any notice`);
          else if (age < needed) fail(`stopped (${cause}) only ${span(age)} after its notice`);
        }
      },
    };
  },
};

export const stoppedEveryMidnight: Check = {
  name: 'stopped-every-midnight',
  rule: 'once stopped, all services stop at every midnight, however often somebody starts them by hand',
  watch: ({ fail }) => ({
    committed(moment) {
      const { before, step } = moment;
      const { state, effects } = step;
      const midnight = effects.find((effect) => effect.type === 'midnight');
      if (!midnight || !before.stop || !state.stop || before.clock.suspect || state.clock.suspect || moment.first)
        return;
      if (state.clock.trusted - midnight.at > MIDNIGHT_WINDOW || before.noStopBefore >= midnight.at) return;
      if (!stopsOf(moment).some(({ modules }) => modules === 'all')) fail('not stopped again at this midnight');
    },
  }),
};
