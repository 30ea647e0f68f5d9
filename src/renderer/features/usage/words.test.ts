import { expect, test } from 'vitest';
import { changeWords, crossingOf, dayWords, tableText, usedToday } from './words.ts';

test.each([
  [50, '21 November 2026: 1,047 used of 50 seats'],
  [1, '21 November 2026: 1,047 used of 1 seat'],
  [0, '21 November 2026: 1,047 used, not licensed'],
  ['unlimited', '21 November 2026: 1,047 used, seats unlimited'],
] as const)('a day with %s seats', (seats, words) => {
  const day = { day: '2026-11-21', used: 1047, seats };
  expect(dayWords(day)).toBe(words);
  expect(usedToday({ days: [day] })).toBe('1,047');
  expect(tableText([day])).toBe(`Day\tUsed Seats\tSeats\n2026-11-21\t1047\t${seats}`);
});

test.each([
  [5, 3, '+2'],
  [3, 5, '−2'],
  [3, 3, '–'],
  [3, undefined, '–'],
])('%i after %s is shown as %s', (used, before, words) => {
  expect(changeWords(used, before)).toBe(words);
});

test.each([
  [null, 'no'],
  ['2026-11-21', 'already'],
  ['2026-12-24', 'ahead'],
] as const)('seats that are crossed on %s: %s', (crosses, when) => {
  const days = [{ day: '2026-11-21', used: 1, seats: 1 }];
  expect(crossingOf({ days, trend: { perDay: 1, crosses, sentence: '' } })).toBe(when);
});
