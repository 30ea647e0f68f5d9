import { expect, test } from 'vitest';
import { describeError } from '../../../contract/errors.ts';
import type { AuditRow, UndoCheck } from '../../../contract/schemas-audit.ts';
import { courseWords, outcomeWords, undoWords } from './words.ts';

const ROW: AuditRow = {
  id: 7,
  at: '2026-11-21T10:05:00Z',
  who: 'local',
  client: 'console',
  action: 'modify account',
  what: '*@a.example: U_IM 0',
  changed: 1204,
  outcome: 'ok',
  undoable: true,
};
const course = (changes: Partial<AuditRow>): string => courseWords({ ...ROW, ...changes }, 'Europe/Berlin');
const undo = (changes: Partial<UndoCheck>): string =>
  undoWords(ROW, { state: 'possible', rows: 1204, overwritten: 0, ...changes });

test.each([
  [{}, '1,204 accounts changed.'],
  [{ changed: 1, action: 'modify domain' }, '1 domain changed.'],
  [{ changed: null, action: 'validate license' }, 'Done.'],
  [{ outcome: 'EMERGENCY_MODE', changed: 0 }, describeError('EMERGENCY_MODE').message],
  [{ outcome: 'ACCOUNT_NOT_FOUND', changed: 0 }, 'Nothing was changed: ACCOUNT_NOT_FOUND.'],
  [{ outcome: 'begun', changed: null }, 'Not finished: it is still running, or it was cut short and changed nothing.'],
])('what became of %j, with the time of the server', (changes, words) => {
  expect(course(changes)).toBe(`21 Nov 2026, 11:05, local, Console. ${words}`);
});

test('a row that is still begun is told as not finished, an error in short', () => {
  const words = ['ok', 'begun', 'CANCELLED', 'EMERGENCY_MODE'].map(outcomeWords);
  expect(words).toEqual(['Done', 'Not finished', 'Cancelled', 'Emergency mode']);
});

test.each([
  [{}, 'Nothing has overwritten it: 1,204 accounts would go back.'],
  [
    { state: 'overwritten', overwritten: 1100 },
    'It cannot be undone: 1,100 of 1,204 accounts changed or deleted since.',
  ],
  [{ state: 'undone', undoneBy: 9 }, 'It was undone by row 9.'],
  [{ state: 'undone' }, 'It was undone.'],
  [{ state: 'none', rows: 0 }, 'There is nothing to undo.'],
] as const)('whether it can be undone: %j', (check, words) => {
  expect(undo(check)).toBe(words);
});
