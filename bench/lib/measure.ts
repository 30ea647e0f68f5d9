/**
 * Rates and ratios of one run: what is compared is measured alternately in short rounds and by the
 * thread's own processor time, so that whatever else the machine does disturbs both sides alike.
 */

const ROUNDS = 30;
const ROUND_MS = 50;
const WARM_UP = 10;

export interface Rate {
  readonly name: string;
  readonly perSecond: number;
}

/** Milliseconds of processor time that this thread has had: what others take away does not count. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Calls of `fn` a second of processor time, within one round of about ROUND_MS. */
function round(fn: () => unknown): number {
  const start = threadMs();
  let [calls, elapsed] = [0, 0];
  while (elapsed < ROUND_MS) {
    for (let i = 0; i < 16; i++) fn();
    calls += 16;
    elapsed = threadMs() - start;
  }
  return (calls * 1000) / elapsed;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** The median rate of every function, measured in turn after some rounds of warming up. */
export function measureInTurn(work: Readonly<Record<string, () => unknown>>): Rate[] {
  const entries = Object.entries(work);
  const rates = entries.map((): number[] => []);
  for (let n = -WARM_UP; n < ROUNDS; n++) {
    for (const [i, [, fn]] of entries.entries()) {
      const perSecond = round(fn);
      if (n >= 0) rates[i]?.push(perSecond);
    }
  }
  return entries.map(([name], i) => ({ name, perSecond: median(rates[i] ?? []) }));
}

export function measure(name: string, fn: () => unknown): Rate {
  return measureInTurn({ [name]: fn })[0] ?? { name, perSecond: 0 };
}

/** The fastest of several single runs, in milliseconds: what the work takes when nothing disturbs it. */
export function fastestMs(fn: () => unknown, runs = 7): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    fn();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const rounded = (value: number): string => value.toPrecision(3);

/** Calls a second by the clock on the wall, for work that waits: of the disk, or beside something measured so. */
export function measureByClock(name: string, fn: () => unknown, ms = 1000): Rate {
  const start = performance.now();
  let [calls, elapsed] = [0, 0];
  while (elapsed < ms) {
    fn();
    calls += 1;
    elapsed = performance.now() - start;
  }
  return { name, perSecond: (calls * 1000) / elapsed };
}

/** Prints a ratio, and its goal if it has one: then the process fails when it is missed. */
export function ratio(name: string, value: number, goal?: { atLeast: number } | { atMost: number }): void {
  if (!goal) {
    console.log(`       ${name}: ${rounded(value)}`);
    return;
  }
  const met = 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
  const words = 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  console.log(`${met ? 'ok    ' : 'MISSED'} ${name}: ${rounded(value)} (${words})`);
  if (!met) process.exitCode = 1;
}

export const show = ({ name, perSecond }: Rate): void =>
  console.log(`       ${name}: ${Math.round(perSecond)}/s, ${rounded(1e6 / perSecond)} µs each`);

/** Watches the turns of this thread's event loop; the function that it returns ends that and tells the longest, in milliseconds of processor time. */
export function watchTurns(): () => number {
  let [last, longest] = [process.threadCpuUsage(), 0];
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 1);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
