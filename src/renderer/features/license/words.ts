/** The words in the cells of the License dialog. */
import type { ManagePage } from '../../../contract/schemas.ts';
import { number, plural } from '../../ui/format.ts';
import type { Figures } from './seats-tree.ts';

export interface Recommendation {
  readonly text: string;
  /** The vendor's page that does it. */
  readonly page: ManagePage;
}

/** LICENSING 5, column Recommended. Which of them applies was decided by the service. */
export const recommendations = (row: Pick<Figures, 'recommended' | 'moreSeats'>): Recommendation[] =>
  row.recommended.map((tip) =>
    tip === 'Add Users'
      ? {
          text: row.moreSeats > 0 ? `Add Users (${plural(row.moreSeats, 'more seat')})` : 'Add Users',
          page: 'add-users',
        }
      : { text: 'Renew License', page: 'purchase-renewal' },
  );

/** What the seats of a module are given to; a group’s row has no such numbers of its own. */
export const heldWords = (row: Figures): string | undefined =>
  'assigned' in row ? `${plural(row.assigned, 'seat')} assigned, ${number(row.trial)} on trial` : undefined;

/** Days left of the renewal period, day 0 still covered. */
export function renewalWords(days: number | null): { readonly days: string; readonly note: string } {
  if (days === null) return { days: '–', note: '' };
  if (days < 0) return { days: number(days), note: `expired ${plural(-days, 'day')} ago` };
  return { days: number(days), note: days === 0 ? 'last day' : '' };
}
