/** Everything that time brings (LICENSING 5): decided here, done by the scheduler. */
import type { Now } from './clock.ts';
import { begin, finish } from './step.ts';
import type { WatchState } from './watch-state.ts';
import type { Step } from './work.ts';

/**
 * What is due at this moment: re-validations, notices, log lines, stops and starts of services, ends of trials. It
 * decides and does nothing: state and notices are to be stored together, then the rest is done. At the same instant a
 * second call has no effects, and none has before `wakeAt`.
 */
export const advance = (state: WatchState, now: Now): Step => finish(begin(state, now));
