import { expect, test } from 'vitest';
import { changeWords, daysOf, freedWords, offVariables, unusedSet } from './free-seats.ts';

test.each([
  ['90', 90],
  [' 7 ', 7],
  ['3650', 3650],
  ['0', undefined],
  ['3651', undefined],
  ['-5', undefined],
  ['1e3', undefined],
  ['', undefined],
])('“%s” is %s days', (typed, days) => {
  expect(daysOf(typed)).toBe(days);
});

test('every flag of the module goes off, for the unused accounts without those that were left out', () => {
  expect(offVariables('im')).toEqual({ U_IM: '0' });
  expect(offVariables('mail')).toEqual({ U_SMTP: '0', U_POP3IMAP: '0' });
  expect(unusedSet('im', 90, ['a@b.example'])).toEqual({
    parts: [{ kind: 'unused', module: 'im', days: 90 }],
    except: ['a@b.example'],
  });
});

test('what will happen, and what has happened, in words', () => {
  const seats = [{ module: 'im' as const, name: 'Instant Messaging', by: -1200 }];
  expect(changeWords('im', { matched: 1200, changes: 1200, seats })).toBe(
    'Instant Messaging (U_IM) will be turned off for 1,200 accounts: 1,200 seats of Instant Messaging come free. Nothing else of these accounts changes.',
  );
  expect(
    changeWords('mail', { matched: 1, changes: 1, seats: [{ module: 'mail', name: 'Mail Server', by: -1 }] }),
  ).toBe(
    'SMTP (U_SMTP) and POP3 and IMAP (U_POP3IMAP) will be turned off for 1 account: 1 seat of Mail Server comes free. Nothing else of these accounts changes.',
  );
  expect(changeWords('im', { matched: 0, changes: 0, seats: [] })).toBe('No account would change.');
  expect(freedWords('im', 1)).toBe('1 seat of Instant Messaging is free: it was turned off for 1 account.');
});
