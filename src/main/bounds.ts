/** Where a window opens: where it was, as long as a connected display shows it. Pixels of the desktop. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MIN_WIDTH = 720;
export const MIN_HEIGHT = 480;
const DEFAULT_WIDTH = 1180;
const DEFAULT_HEIGHT = 800;
/** This much of a window must lie on a display for a person to get hold of it. */
const REACHABLE = 80;

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

const overlap = (a: Bounds, b: Bounds): { width: number; height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
});

function centred(area: Bounds, width: number, height: number): Bounds {
  const w = Math.min(width, area.width);
  const h = Math.min(height, area.height);
  return {
    x: Math.round(area.x + (area.width - w) / 2),
    y: Math.round(area.y + (area.height - h) / 2),
    width: w,
    height: h,
  };
}

/** `areas` are the work areas of the connected displays, the primary one first. */
export function placeWindow(saved: Bounds | undefined, areas: readonly Bounds[]): Bounds {
  const primary = areas[0] ?? { x: 0, y: 0, width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT };
  if (!saved) return centred(primary, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  const area = areas.find((candidate) => {
    const shared = overlap(saved, candidate);
    return shared.width >= REACHABLE && shared.height >= REACHABLE;
  });
  if (!area) return centred(primary, saved.width, saved.height);
  const width = within(saved.width, Math.min(MIN_WIDTH, area.width), area.width);
  const height = within(saved.height, Math.min(MIN_HEIGHT, area.height), area.height);
  return {
    x: within(saved.x, area.x, area.x + area.width - width),
    y: within(saved.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

/** Bounds as they were written down, or undefined for anything else. */
export function parseBounds(value: unknown): Bounds | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y, width, height } = value as Record<string, unknown>;
  const whole = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && Math.abs(n) < 100_000;
  if (!whole(x) || !whole(y) || !whole(width) || !whole(height) || width <= 0 || height <= 0) return undefined;
  return { x, y, width, height };
}
