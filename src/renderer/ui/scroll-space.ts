/**
 * Arithmetic of a list of equal rows that is scrolled as one piece. Browsers cap the height of an element, so above
 * 10 million pixels the scroll range is scaled: `offset` is a position in the list, `top` one of the scroll bar, both
 * in pixels. Pure.
 */
export const SCALE_ABOVE = 10_000_000;
const OVERSCAN = 8;

export interface ScrollSpace {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of the heading that stays in view above the rows. */
  readonly header: number;
  readonly viewport: number;
}

const fullHeight = ({ rows, rowHeight, header }: ScrollSpace): number => header + rows * rowHeight;

/** Height of the element that is scrolled. */
export const scrollHeight = (space: ScrollSpace): number => Math.min(fullHeight(space), SCALE_ABOVE);

const lastOffset = (space: ScrollSpace): number => Math.max(0, fullHeight(space) - space.viewport);
const lastTop = (space: ScrollSpace): number => Math.max(0, scrollHeight(space) - space.viewport);

export const isScaled = (space: ScrollSpace): boolean => fullHeight(space) > SCALE_ABOVE;

export const offsetAt = (space: ScrollSpace, top: number): number =>
  isScaled(space) ? (top / lastTop(space)) * lastOffset(space) : top;

export const topAt = (space: ScrollSpace, offset: number): number =>
  isScaled(space) ? (offset / lastOffset(space)) * lastTop(space) : offset;

export const clampOffset = (space: ScrollSpace, offset: number): number =>
  Math.min(Math.max(0, offset), lastOffset(space));

/** First row to draw, and the one after the last. */
export function rowsToDraw(space: ScrollSpace, offset: number): { readonly first: number; readonly end: number } {
  const first = Math.floor(offset / space.rowHeight) - OVERSCAN;
  const end = Math.ceil((offset + space.viewport) / space.rowHeight) + OVERSCAN;
  return { first: Math.max(0, first), end: Math.min(space.rows, end) };
}

/** The nearest offset that shows a row whole. */
export function offsetShowing(space: ScrollSpace, offset: number, row: number): number {
  const start = row * space.rowHeight;
  const lowest = start + space.rowHeight + space.header - space.viewport;
  return clampOffset(space, Math.min(start, Math.max(offset, lowest)));
}

/** Rows that one page up or down moves. */
export const rowsPerPage = ({ viewport, header, rowHeight }: ScrollSpace): number =>
  Math.max(1, Math.floor((viewport - header) / rowHeight) - 1);
