/** When a license is re-validated (LICENSING 5). */
import { DAY } from '../calendar.ts';
import { REVALIDATION_SPREAD } from './constants.ts';
import type { LicenseFacts } from './facts.ts';

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
