import { expect, test } from 'vitest';
import { changeWords, dayWords, numbersInShort, tableText } from './words.ts';

test.each([
  [50, '21 November 2026: 1,047 used of 50 seats', '1,047 of 50'],
  [1, '21 November 2026: 1,047 used of 1 seat', '1,047 of 1'],
  [0, '21 November 2026: 1,047 used, not licensed', '1,047'],
  ['unlimited', '21 November 2026: 1,047 used, seats unlimited', '1,047'],
] as const)('a day with %s seats', (seats, words, short) => {
  const day = { day: '2026-11-21', used: 1047, seats };
  expect(dayWords(day)).toBe(words);
  expect(numbersInShort({ days: [day] })).toBe(short);
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
