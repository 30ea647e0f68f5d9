/** What a wrong clock must not do. */
import { DAY, HOUR } from '../../core/calendar.ts';
import type { Check } from './check.ts';
import { stopsOf } from './stops.ts';

/** Beyond a day a jump of a running clock is not plausible; a little more, because looks are an hour apart. */
const JUMP = DAY + 2 * HOUR;

/**
 * Not by the word of the state alone: a system clock that has jumped while the service ran is not to be believed until it
 * was put right, the vendor has told the time, a newer document came, or somebody has confirmed it.
 */
export const suspectClockHarmless: Check = {
  name: 'suspect-clock-harmless',
  rule: 'a suspect clock never denies or stops',
  watch({ server, fail }) {
    /** As it was when the state was stored last. */
    let off: number | null = null;
    let jumped = false;
    return {
      booted() {
        off = null;
      },
      committed(moment) {
        const { before, step } = moment;
        const { state } = step;
        const now = server.machine.clockOff;
        if (off !== null && Math.abs(now - off) > JUMP) jumped = now !== 0;
        if (now === 0 || state.clock.suspect?.confirmedAt) jumped = false;
        if (state.license?.serial !== before.license?.serial) jumped = false;
        off = now;
        const denied = Object.keys(state.modulesStopped).length > Object.keys(before.modulesStopped).length;
        if (stopsOf(moment).length === 0 && !denied) return;
        const what = denied ? 'a module is denied' : 'services are stopped';
        if (state.clock.suspect) fail(`${what} while the clock is suspect`);
        else if (jumped) fail(`${what} by a clock that has jumped while the service ran`);
      },
    };
  },
};
