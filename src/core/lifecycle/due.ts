/** When a license is re-validated (LICENSING 5). */
import { DAY } from '../calendar.ts';
import { RETRY_AFTER, REVALIDATION_SPREAD } from './constants.ts';
import type { LicenseFacts } from './facts.ts';
import type { WatchLicense, WatchState } from './watch-state.ts';
import { emit, type Work, wake } from './work.ts';

/** FNV-1a with a final mix (neighboring ids land far apart), as a fraction of 1. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Counted from the issue date, up to 24 h earlier, so that servers do not come all at once. */
export const revalidationDue = (license: LicenseFacts): number =>
  license.issued + license.everyDays * DAY - Math.floor(fraction(license.id) * REVALIDATION_SPREAD);

/**
 * The next attempt to re-validate: when it is due; hourly while it fails, in every phase; also while the license is one
 * of another machine, its trial is over, or the clock needs the vendor's time. Infinity without a license.
 */
export function nextAttempt(state: WatchState): number {
  const { license } = state;
  if (!license) return Number.POSITIVE_INFINITY;
  return Math.max(wantedSince(state, license), state.retryAt, state.holdUntil);
}

function wantedSince(state: WatchState, license: WatchLicense): number {
  if (state.failingSince !== null || state.mismatchSince !== null || state.clock.suspect) return 0;
  return Math.min(revalidationDue(license), license.expires ?? Number.POSITIVE_INFINITY);
}

/** Asks the vendor when it is time. Whatever becomes of the question, it is not asked again within the hour. */
export function revalidate(work: Work): void {
  const { s, now } = work;
  if (nextAttempt(s) <= now) {
    emit(work, { type: 'revalidate' });
    s.retryAt = now + RETRY_AFTER;
  }
  wake(work, nextAttempt(s));
}
