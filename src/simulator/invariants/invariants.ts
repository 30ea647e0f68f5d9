/** Everything that must hold at every step of every server (LICENSING 5). */
import type { Check } from './check.ts';
import { suspectClockHarmless } from './clocks.ts';
import { stopAsForecast } from './forecast-holds.ts';
import { healedRunsAgain, retriesContinue } from './healing.ts';
import { paidServerRuns } from './paid-server-runs.ts';
import { frozenSettings, noticeOnce, phaseArrows, serialNeverFalls } from './state.ts';
import { noStopAtBoot, stopAtMidnight, stoppedEveryMidnight, stopWasAnnounced } from './stops.ts';

export const INVARIANTS: readonly Check[] = [
  paidServerRuns,
  stopWasAnnounced,
  noStopAtBoot,
  stopAtMidnight,
  stoppedEveryMidnight,
  stopAsForecast,
  suspectClockHarmless,
  healedRunsAgain,
  retriesContinue,
  phaseArrows,
  noticeOnce,
  serialNeverFalls,
  frozenSettings,
];
