import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { clampOffset, isScaled, offsetAt, type ScrollSpace, topAt } from './scroll-space.ts';

const VIEWPORT_BEFORE_LAYOUT = 480;

export interface Scroller {
  readonly space: ScrollSpace;
  readonly offset: number;
  /** Where the browser's scroll bar stands. */
  readonly top: number;
  scrollTo(offset: number): void;
  onScroll(): void;
}

/** Keeps a scroll container and its place in the list together. */
export function useScrollSpace(
  element: RefObject<HTMLElement | null>,
  list: { readonly rows: number; readonly rowHeight: number; readonly header: number },
): Scroller {
  const { rows, rowHeight, header } = list;
  const [viewport, setViewport] = useState(VIEWPORT_BEFORE_LAYOUT);
  const [place, setPlace] = useState({ offset: 0, top: 0 });
  const space: ScrollSpace = { rows, rowHeight, header, viewport };
  const now = useRef({ space, place });
  now.current = { space, place };

  const scrollTo = useCallback(
    (wanted: number) => {
      const offset = clampOffset(now.current.space, wanted);
      if (element.current) element.current.scrollTop = topAt(now.current.space, offset);
      // Scaled, the bar is too coarse for single rows: the exact offset is kept beside it.
      setPlace({ offset, top: element.current?.scrollTop ?? 0 });
    },
    [element],
  );
  const onScroll = useCallback(() => {
    const top = element.current?.scrollTop ?? 0;
    if (Math.abs(top - now.current.place.top) < 0.5) return;
    setPlace({ offset: offsetAt(now.current.space, top), top });
  }, [element]);

  useLayoutEffect(() => {
    const scroller = element.current;
    if (!scroller || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setViewport(scroller.clientHeight));
    setViewport(scroller.clientHeight);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [element]);

  const scaled = isScaled(space);
  useEffect(() => {
    const scroller = element.current;
    if (!scroller || !scaled) return;
    // One notch of the wheel is as many rows as in a short list.
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      scrollTo(now.current.place.offset + event.deltaY * (event.deltaMode === 0 ? 1 : rowHeight));
    };
    scroller.addEventListener('wheel', onWheel, { passive: false });
    return () => scroller.removeEventListener('wheel', onWheel);
  }, [element, scaled, scrollTo, rowHeight]);

  return { space, ...place, scrollTo, onScroll };
}
