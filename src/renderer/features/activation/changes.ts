/** The preview before a license is applied, in words (LICENSING 4). Pure. */
import type { LicenseChange } from '../../../contract/schemas.ts';
import { readable } from '../../ui/format.ts';

export interface ChangeLine {
  readonly key: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly loss: boolean;
}

const ABOUT: Record<LicenseChange['what'], string> = {
  order: 'Order ID',
  holder: 'License holder',
  status: 'Status',
  type: 'License type',
  structure: 'License structure',
  seats: 'Seats',
  renewal: 'Renewal date',
  'module-added': 'Added',
  'module-stops': 'Stops',
  expires: 'Expires',
};

/** Losses first: they decide whether somebody applies. */
export const changeLines = (changes: readonly LicenseChange[]): ChangeLine[] =>
  changes
    .map((change, index) => ({
      key: `${index}:${change.what}:${change.row}`,
      what: change.row === '' ? ABOUT[change.what] : `${ABOUT[change.what]}: ${change.row}`,
      before: readable(change.before),
      after: readable(change.after),
      loss: change.loss,
    }))
    .sort((a, b) => Number(b.loss) - Number(a.loss));
