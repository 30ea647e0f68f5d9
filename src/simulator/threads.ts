/** A fleet over several threads: each takes the next few servers when it is done with its last. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Fleet, ServerResult } from './fleet.ts';

export interface Part extends Pick<Fleet, 'seed' | 'days'> {
  readonly from: number;
  readonly to: number;
}

/** Servers of one message: enough to keep a thread busy for a while, few enough to share the end fairly. */
const PART = 25;

/** Steps leave much behind that lives for a moment: with room for it the collector has little to do. */
const YOUNG_MB = 64;

/** `worker`: the program that answers parts (see `entry.ts`). Ends early when an invariant is broken. */
export async function runThreads(
  fleet: Fleet,
  worker: URL,
  progress: (servers: number) => void = () => {},
): Promise<ServerResult[]> {
  const { servers, seed, days } = fleet;
  const results: ServerResult[] = [];
  let next = 1;
  const take = (): Part | undefined => {
    if (next > servers || results.some(({ violation }) => violation)) return undefined;
    const part = { seed, days, from: next, to: Math.min(servers, next + PART - 1) };
    next = part.to + 1;
    return part;
  };
  const count = Math.min(availableParallelism(), Math.ceil(servers / PART));
  await Promise.all(
    Array.from({ length: count }, () =>
      serve(new Worker(worker, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }), take, (part) => {
        results.push(...part);
        progress(results.length);
      }),
    ),
  );
  return results;
}

async function serve(
  worker: Worker,
  take: () => Part | undefined,
  done: (part: ServerResult[]) => void,
): Promise<void> {
  try {
    for (let part = take(); part; part = take()) done(await ask(worker, part));
  } finally {
    await worker.terminate();
  }
}

const ask = (worker: Worker, part: Part): Promise<ServerResult[]> =>
  new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread of the simulator has ended')));
    worker.postMessage(part);
  });
