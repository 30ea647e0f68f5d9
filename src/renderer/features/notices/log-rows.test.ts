import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, overlap } from './log-rows.ts';

const row = (n: number) => ({ date: '2026-11-21', line: `SYSTEM [05D4] 19:05:27 line ${n}` });

test('law: a page that was read while lines came in, and those lines, are one log without a gap or a repetition', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(20), fc.nat(20), (before, during, after) => {
      const file = Array.from({ length: before + during + after }, (_, n) => row(n));
      const page = file.slice(0, before + during).toReversed();
      const live = file.slice(before);
      const joined = [...live.toReversed(), ...page.slice(overlap(page, live))];
      expect(joined).toEqual(file.toReversed());
    }),
  );
});

test('a line is told apart into its columns; what somebody wrote by hand is shown as it is', () => {
  expect(columnsOf('SYSTEM [05D4] 19:05:27 a [b] c')).toEqual({ origin: '05D4', time: '19:05:27', text: 'a [b] c' });
  expect(columnsOf('by hand')).toEqual({ origin: '', time: '', text: 'by hand' });
});
