/** A clock that is not believed is shown as a clock problem, never as an expiry (LICENSING 5, Clock). */
import { inWords } from '../calendar.ts';
import { CLOCK_CONFIRMATION } from './constants.ts';
import { sentenceOf } from './sentence.ts';
import { factsOf, type WatchState } from './watch-state.ts';

/** What the status means, what happens next, and when; what is wrong with the clock before it. `now` is trusted. */
export function statusSentence(state: WatchState, phase: WatchState['phase'], now: number): string {
  const sentence = sentenceOf(phase, factsOf(state), now);
  const { suspect } = state.clock;
  if (!suspect) return sentence;
  const { direction, confirmedAt } = suspect;
  const until =
    confirmedAt === null
      ? 'until it is corrected or confirmed, or the license is re-validated'
      : `until ${inWords(confirmedAt + CLOCK_CONFIRMATION, state.timeZone)}, if it does not jump again`;
  const problem = `Clock problem: the system clock went ${direction} and is not believed; nothing is denied or stopped ${until}.`;
  return sentence === '' ? problem : `${problem} ${sentence}`;
}
