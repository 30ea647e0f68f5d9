import { type RefObject, useEffect, useRef } from 'react';
import { offsetShowing, rowsPerPage, rowsToDraw, scrollHeight } from './scroll-space.ts';
import { useScrollSpace } from './use-scroll-space.ts';

export interface VirtualRows {
  /** The rows that exist now. */
  readonly shown: readonly number[];
  /** Height of all rows together. */
  readonly height: number;
  /** Rows that one page up or down moves. */
  readonly page: number;
  isDrawn(index: number): boolean;
  /** Where a row stands, from the upper edge of the rows. */
  top(index: number): number;
  /** Where the block that holds the rows stands, and a row within it: moving one element is cheaper than every row. */
  readonly blockTop: number;
  topInBlock(index: number): number;
  /** Scrolls as little as it takes. */
  show(index: number): void;
  onScroll(): void;
}

const BLOCK = 64;

interface VirtualList {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of what stays in view above the rows. */
  readonly header: number;
  /** Another value is another list, shown from its first row. */
  readonly list?: unknown;
  /** The rows now in view, so that they can be read. */
  readonly onRange?: ((first: number, end: number) => void) | undefined;
}

/** Rows of a list of any length inside a scroll container: only those in view exist. */
export function useVirtualRows(scroller: RefObject<HTMLElement | null>, options: VirtualList): VirtualRows {
  const { count, rowHeight, header, list: identity, onRange } = options;
  const { space, offset, top, scrollTo, onScroll } = useScrollSpace(scroller, { rows: count, rowHeight, header });
  const { first, end } = rowsToDraw(space, offset);
  useEffect(() => onRange?.(first, end), [onRange, first, end]);
  // Rows of a block keep their places in it; far from the beginning pixels counted from there would be inexact.
  const base = first - (first % BLOCK);
  const before = useRef(identity);
  useEffect(() => {
    if (before.current !== identity) scrollTo(0);
    before.current = identity;
  }, [identity, scrollTo]);
  return {
    shown: Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i),
    height: scrollHeight(space) - header,
    page: rowsPerPage(space),
    isDrawn: (index) => index >= first && index < end,
    top: (index) => index * rowHeight - offset + top,
    blockTop: base * rowHeight - offset + top,
    topInBlock: (index) => (index - base) * rowHeight,
    show: (index) => scrollTo(offsetShowing(space, offset, index)),
    onScroll,
  };
}

/** Where a key leads in a list; undefined: it is no key of a list. */
export function nextRow(key: string, active: number, count: number, page: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
