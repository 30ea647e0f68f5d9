import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isScaled,
  offsetAt,
  offsetShowing,
  rowsToDraw,
  SCALE_ABOVE,
  type ScrollSpace,
  scrollHeight,
  topAt,
} from './scroll-space.ts';

const spaces = fc.record({
  rows: fc.integer({ min: 1, max: 5_000_000 }),
  rowHeight: fc.constant(30),
  header: fc.constant(30),
  viewport: fc.integer({ min: 90, max: 2000 }),
});
const visible = (space: ScrollSpace, offset: number, row: number): boolean =>
  row * 30 >= offset - 1e-6 && row * 30 + 60 <= offset + space.viewport + 1e-6;

test('no element is higher than browsers can draw, and every row can be shown whole', () => {
  fc.assert(
    fc.property(spaces, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (space, pick, place) => {
      expect(scrollHeight(space)).toBeLessThanOrEqual(SCALE_ABOVE);
      const row = pick % space.rows;
      const from = offsetAt(space, place * Math.max(0, scrollHeight(space) - space.viewport));
      const offset = offsetShowing(space, from, row);
      expect(visible(space, offset, row)).toBe(true);
      const { first, end } = rowsToDraw(space, offset);
      expect(first <= row && row < end).toBe(true);
      expect(end - first).toBeLessThan(space.viewport / 30 + 20);
      expect(offsetAt(space, topAt(space, offset))).toBeCloseTo(offset, 3);
    }),
  );
});

test('the scroll bar’s end is the list’s end, also when it is scaled', () => {
  const million: ScrollSpace = { rows: 1_000_000, rowHeight: 30, header: 30, viewport: 600 };
  expect(isScaled(million)).toBe(true);
  expect(offsetAt(million, SCALE_ABOVE - 600)).toBe(30 + 30_000_000 - 600);
  expect(isScaled({ ...million, rows: 300_000 })).toBe(false);
});
