/** Time enters as an argument (DESIGN 2): programs pass `systemClock`, tests their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
