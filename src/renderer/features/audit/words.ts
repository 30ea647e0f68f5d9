/** How the audit trail is told. Pure. */
import { describeError, isErrorCode } from '../../../contract/errors.ts';
import type { AuditRow, UndoCheck } from '../../../contract/schemas-audit.ts';
import { dateTime, plural } from '../../ui/format.ts';

const CLIENTS: Readonly<Record<string, string>> = {
  console: 'Console',
  tool: 'tool',
  web: 'Browser',
  api: 'API',
};

export const clientWords = (client: string): string => CLIENTS[client] ?? client;

/** `modify account` → `Modify account`. */
export const actionWords = (action: string): string => action.charAt(0).toUpperCase() + action.slice(1);

/** Rows that are still begun were cut short, or run at this moment. `EMERGENCY_MODE` → `Emergency mode`. */
export function outcomeWords(outcome: string): string {
  if (outcome === 'ok') return 'Done';
  return outcome === 'begun' ? 'Not finished' : actionWords(outcome.toLowerCase().replaceAll('_', ' '));
}

/** The catalogue’s sentence; the trail keeps no details, so one that names some is told by its code. */
function errorWords(code: string): string {
  const { message } = isErrorCode(code) ? describeError(code) : { message: '{' };
  return message.includes('{') ? `Nothing was changed: ${code}.` : message;
}

/** What such a change changes. */
const thing = (action: string): string =>
  action.includes('domain') ? 'domain' : action.includes('account') ? 'account' : 'row';

export const countWords = ({ action }: Pick<AuditRow, 'action'>, count: number): string => plural(count, thing(action));

/** One sentence on what became of it. */
export function courseWords(row: AuditRow, timeZone: string): string {
  const begun = `${dateTime(row.at, timeZone)}, ${row.who}, ${clientWords(row.client)}.`;
  if (row.outcome === 'begun')
    return `${begun} Not finished: it is still running, or it was cut short and changed nothing.`;
  if (row.outcome !== 'ok') return `${begun} ${errorWords(row.outcome)}`;
  return row.changed === null ? `${begun} Done.` : `${begun} ${countWords(row, row.changed)} changed.`;
}

/** Whether it can be undone, and if not, why. */
export function undoWords(row: AuditRow, { state, rows, overwritten, undoneBy }: UndoCheck): string {
  switch (state) {
    case 'possible':
      return `Nothing has overwritten it: ${countWords(row, rows)} would go back.`;
    case 'overwritten':
      return `It cannot be undone: ${overwritten.toLocaleString('en-US')} of ${countWords(row, rows)} changed or deleted since.`;
    case 'undone':
      return undoneBy === undefined ? 'It was undone.' : `It was undone by row ${undoneBy}.`;
    case 'none':
      return 'There is nothing to undo.';
  }
}
