/** Time enters as an argument (DESIGN 2): the only implementation that reads the system's is in schedule/. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
