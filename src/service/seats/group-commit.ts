/** First accesses that come together share a commit; what cannot be committed in time is answered, and stored later. */

export interface GroupCommitDeps<Entry, Outcome> {
  /** One transaction for all; what throws has changed nothing. */
  readonly commit: (entries: readonly Entry[]) => Promise<readonly Outcome[]>;
  /** A failed commit; returns whether it is to be tried again at once. */
  readonly failed: (error: unknown) => Promise<boolean>;
  readonly after: (ms: number, work: () => void) => () => void;
}

export interface GroupCommit<Entry, Outcome> {
  /** The outcome once it is durable; undefined: not within `PATIENCE_MS`, or too many wait. Entries of one key are one. */
  submit(key: string, entry: Entry): Promise<Outcome | undefined>;
  /** Resolves when nothing waits, or when what waits cannot be stored. */
  close(): Promise<void>;
}

/** A busy server never turns a user away (LICENSING 6). */
export const PATIENCE_MS = 1_000;
const RETRY_MS = 500;
const LARGEST_GROUP = 64;
const MOST_WAITING = 100_000;

interface Waiting<Entry, Outcome> {
  readonly entry: Entry;
  readonly answer: Promise<Outcome | undefined>;
  readonly resolve: (outcome: Outcome | undefined) => void;
}

export function createGroupCommit<Entry, Outcome>(deps: GroupCommitDeps<Entry, Outcome>): GroupCommit<Entry, Outcome> {
  const { after } = deps;
  const waiting = new Map<string, Waiting<Entry, Outcome>>();
  let running: Promise<void> | undefined;
  let closed = false;
  let wake = (): void => {};

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = after(RETRY_MS, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  const commitSome = async (size: number): Promise<void> => {
    const group = [...waiting].slice(0, size);
    const outcomes = await deps.commit(group.map(([, { entry }]) => entry));
    for (const [n, [key, { resolve }]] of group.entries()) {
      waiting.delete(key);
      resolve(outcomes[n]);
    }
  };

  const run = async (): Promise<void> => {
    // Whoever asks in this turn comes along.
    await new Promise<void>((resolve) => setImmediate(resolve));
    let size = LARGEST_GROUP;
    while (waiting.size > 0) {
      try {
        await commitSome(size);
        size = LARGEST_GROUP;
      } catch (error) {
        // One that cannot be stored must not keep the others waiting: alone, and the next one first.
        const again = await deps.failed(error);
        if (!again && size === 1) putLast(waiting);
        if (!again) size = 1;
        if (!again && closed) return;
        if (!again) await pause();
      }
    }
  };

  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.size > 0 && !closed) start();
    });
  };

  return {
    submit(key, entry) {
      const found = waiting.get(key);
      if (found) return found.answer;
      if (closed || waiting.size >= MOST_WAITING) return Promise.resolve(undefined);
      const { promise, resolve } = Promise.withResolvers<Outcome | undefined>();
      const cancel = after(PATIENCE_MS, () => resolve(undefined));
      const answered = (outcome: Outcome | undefined): void => {
        cancel();
        resolve(outcome);
      };
      waiting.set(key, { entry, answer: promise, resolve: answered });
      start();
      return promise;
    },
    async close() {
      closed = true;
      wake();
      await running;
      for (const { resolve } of waiting.values()) resolve(undefined);
    },
  };
}

function putLast<Value>(map: Map<string, Value>): void {
  const first = map.entries().next().value;
  if (!first) return;
  map.delete(first[0]);
  map.set(...first);
}
