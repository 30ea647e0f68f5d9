/** What the Management page says. Pure. */
import type { ChangePreview } from '../../../contract/schemas-sets.ts';
import { number, plural } from '../../ui/format.ts';
import type { Target } from './use-target.ts';

type Kind = Target['kind'];

export const counted = (kind: Kind, count: number): string => plural(count, kind === 'accounts' ? 'account' : 'domain');

export const bulkWords = (kind: Kind, count: number): string => `Bulk modification: ${counted(kind, count)}`;

/** `12,345 of 50,000 accounts will change.` */
export function previewWords(kind: Kind, { matched, changes }: ChangePreview): string {
  if (matched === 1) return changes === 0 ? 'Nothing will change.' : `This ${kind.slice(0, -1)} will change.`;
  const all = counted(kind, matched);
  if (changes === 0) return `None of ${all} will change.`;
  return changes === matched ? `All ${all} will change.` : `${number(changes)} of ${all} will change.`;
}

/** `Instant Messaging −12,345 seats used`; empty: no seat is gained or lost. */
export function seatWords({ seats }: ChangePreview): string {
  const moved = seats.filter(({ by }) => by !== 0);
  if (moved.length === 0) return '';
  const said = moved.map(({ name, by }) => `${name} ${by > 0 ? '+' : ''}${number(by)}`);
  return `${said.join(', ')} ${moved.length === 1 && Math.abs(moved[0]?.by ?? 0) === 1 ? 'seat' : 'seats'} used.`;
}

export const savedWords = (kind: Kind, changed: number): string =>
  changed === 0 ? 'Nothing had to be changed.' : `${counted(kind, changed)} changed.`;
