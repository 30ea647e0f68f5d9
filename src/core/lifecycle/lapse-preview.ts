/** What a license would leave out of its renewal: said before it is applied (LICENSING 5). */
import { dayOf, inWords, nextMidnight } from '../calendar.ts';
import type { LicenseChange } from '../license/preview.ts';
import { LAPSE_NOTICE } from './constants.ts';
import { lapsedItems } from './items.ts';
import type { WatchState } from './watch-state.ts';

/** Items that lapse with `after` and did not with `before`, with the first midnight at which they would stop. */
export function lapseChanges(before: WatchState, after: WatchState, now: number): LicenseChange[] {
  const { timeZone } = after;
  const day = dayOf(now, timeZone);
  const lapsed = ({ license }: WatchState) => lapsedItems(license?.items ?? [], day, now);
  const known = new Set(lapsed(before).flatMap((item) => item.modules));
  const stop = inWords(nextMidnight(now + LAPSE_NOTICE - 1, timeZone), timeZone);
  return lapsed(after)
    .filter((item) => item.modules.some((id) => !known.has(id)))
    .map((item) => ({
      what: 'module-stops',
      row: item.name,
      before: 'runs',
      after: `left out of the renewal: stops on ${stop}`,
      loss: true,
    }));
}
