/**
 * Many requests in one transaction: a commit costs the disk one fdatasync, however much is in it. Every job has a
 * savepoint of its own, so that one that fails undoes only itself, and is answered only after the commit of all.
 */
import { SeatkeeperError } from '../contract/errors.ts';
import { type Db, exclusively } from './store/open.ts';

/** In one transaction at most: between two of them the process reads and writes its connections. */
const JOBS_PER_COMMIT = 100;
/** Waiting at most. Beyond, the client is told when to come again, rather than kept until it gives up. */
const MAX_WAITING = 20_000;
/** By then all of them are answered. */
const BUSY_SECONDS = 30;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown };

export interface GroupCommit {
  /** Runs `work`, which is synchronous, and resolves when its writes are on disk. Rejects with LICENSING_SERVER_BUSY, or what it throws. */
  run<T>(work: () => T): Promise<T>;
  /** Commits what waits. */
  close(): void;
}

function attempt(db: Db, work: () => unknown): Outcome {
  try {
    return { ok: true, result: db.transaction(work)() };
  } catch (error) {
    // A full disk or a lock that others hold ends the transaction itself: then nobody's work is kept.
    if (!db.inTransaction) throw error;
    return { ok: false, error };
  }
}

export function createGroupCommit(db: Db, maxWaiting: number = MAX_WAITING): GroupCommit {
  const waiting: Job[] = [];
  let scheduled = false;

  const commit = (jobs: readonly Job[]): void => {
    if (jobs.length === 0) return;
    try {
      const outcomes = exclusively(db, () => jobs.map((job) => attempt(db, job.work)));
      jobs.forEach((job, i) => {
        const outcome = outcomes[i];
        if (outcome?.ok) job.resolve(outcome.result as never);
        else job.reject(outcome?.error);
      });
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      commit(waiting.splice(0, JOBS_PER_COMMIT));
      if (waiting.length > 0) schedule();
    });
  };

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= maxWaiting) {
          reject(new SeatkeeperError('LICENSING_SERVER_BUSY', { seconds: BUSY_SECONDS }));
          return;
        }
        waiting.push({ work, resolve, reject });
        schedule();
      }),
    close: () => {
      while (waiting.length > 0) commit(waiting.splice(0, JOBS_PER_COMMIT));
    },
  };
}
