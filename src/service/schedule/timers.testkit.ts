/** A clock that stands still until it is told otherwise, and the timers set over it. */
export interface TestTimers {
  now(): number;
  /** Time that has passed, whatever the clock says. */
  uptime(): number;
  readonly after: (ms: number, work: () => void) => () => void;
  /** Instants at which timers are set, earliest first. */
  waiting(): number[];
  /** The clock jumps; timers keep the time that they had still to run. */
  jump(to: number): void;
  /** Lets time pass. `settled` is awaited before, and after each timer that rings. */
  pass(ms: number, settled: () => Promise<void>): Promise<void>;
}

export function testTimers(start: number): TestTimers {
  let now = start;
  /** Time that has passed, whatever the clock says. */
  let uptime = 0;
  const timers = new Set<{ readonly at: number; readonly work: () => void }>();
  return {
    now: () => now,
    uptime: () => uptime,
    after(ms, work) {
      const timer = { at: uptime + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    waiting: () => [...timers].map(({ at }) => now + at - uptime).sort((a, b) => a - b),
    jump(to) {
      now = to;
    },
    async pass(ms, settled) {
      const until = uptime + ms;
      const go = (to: number): void => {
        now += to - uptime;
        uptime = to;
      };
      await settled();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        go(Math.max(uptime, next.at));
        next.work();
        await settled();
      }
      go(until);
    },
  };
}
