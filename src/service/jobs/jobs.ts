/** Work that may take longer than a second: started, watched, cancelled, its end kept until somebody read it (DESIGN 3). */
import { randomBytes } from 'node:crypto';
import { describeError, SeatkeeperError } from '../../contract/errors.ts';
import type { Job } from '../../contract/schemas.ts';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';

export interface JobRun {
  /** Aborted by cancel and by the end of the service. */
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null) => void;
}
type JobResult = NonNullable<Job['result']>;

export interface Jobs {
  /** Returns the job's id at once. */
  start(kind: Job['kind'], work: (run: JobRun) => Promise<JobResult>): string;
  list(): Promise<Job[]>;
  /** Answers when the job has ended, or after `waitMs`. Throws JOB_NOT_FOUND. */
  get(input: { readonly id: string; readonly waitMs: number }): Promise<Job>;
  /** Answers when the job has ended: cancelled, or done before it could be. Throws JOB_NOT_FOUND. */
  cancel(input: { readonly id: string }): Promise<Job>;
  /** Calls back once, with the job's last state. */
  whenEnded(id: string, ended: (job: Job) => void): void;
  /** Cancels everything that runs and waits for it. */
  close(): Promise<void>;
}

export interface JobsOptions {
  readonly clock: Clock;
  readonly events: EventHub;
  /** Calls back once after `ms`; the returned function forgets it. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Told of defects: errors that are not in the catalogue. Returns the reference shown to the person. */
  readonly report?: (error: unknown) => string;
}

/** At most ten progress events a second for each job. */
const PROGRESS_MS = 100;
/** The end of a job stays readable so long after it was read first; unread, a day. */
const READ_KEPT_MS = 10 * 60_000;
const UNREAD_KEPT_MS = 24 * 3_600_000;
const KEPT_JOBS = 200;

interface Entry {
  job: Job;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  endedAt: number | null;
  readAt: number | null;
}

const newReference = (): string => randomBytes(6).toString('hex');

export function createJobs(options: JobsOptions): Jobs {
  const { clock, events, after } = options;
  const report = options.report ?? newReference;
  const entries = new Map<string, Entry>();
  const now = (): string => new Date(clock.now()).toISOString();

  const tell = (entry: Entry, change: Partial<Job>) => {
    entry.job = { ...entry.job, ...change };
    events.publish({ type: 'job', job: entry.job });
  };
  const failureOf = (error: unknown): Partial<Job> => {
    const known =
      error instanceof SeatkeeperError ? error : new SeatkeeperError('INTERNAL', { correlationId: report(error) });
    const words = { code: known.code, ...describeError(known.code, known.params) };
    return { state: known.code === 'CANCELLED' ? 'cancelled' : 'failed', error: words };
  };
  const isOld = (entry: Entry): boolean => {
    if (entry.endedAt === null) return false;
    if (entry.readAt !== null && clock.now() - entry.readAt > READ_KEPT_MS) return true;
    return clock.now() - entry.endedAt > UNREAD_KEPT_MS;
  };
  const forgetOld = () => {
    const surplus = entries.size - KEPT_JOBS;
    const over = [...entries].filter(([, entry]) => entry.endedAt !== null).slice(0, Math.max(0, surplus));
    for (const [id, entry] of entries) if (isOld(entry)) entries.delete(id);
    for (const [id] of over) entries.delete(id);
  };
  const find = (id: string): Entry => {
    forgetOld();
    const entry = entries.get(id);
    if (!entry) throw new SeatkeeperError('JOB_NOT_FOUND');
    return entry;
  };
  const read = (entry: Entry): Job => {
    if (entry.endedAt !== null) entry.readAt ??= clock.now();
    return entry.job;
  };
  const throttled = (entry: Entry): JobRun['progress'] => {
    let told = Number.NEGATIVE_INFINITY;
    return (done, total) => {
      entry.job = { ...entry.job, done, total };
      if (clock.now() - told < PROGRESS_MS) return;
      told = clock.now();
      events.publish({ type: 'job', job: entry.job });
    };
  };
  const perform = async (entry: Entry, work: (run: JobRun) => Promise<JobResult>): Promise<Partial<Job>> => {
    try {
      const result = await work({ signal: entry.controller.signal, progress: throttled(entry) });
      return { state: 'done', result };
    } catch (error) {
      return failureOf(error);
    }
  };
  const waitFor = (entry: Entry, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const forget = after(ms, resolve);
      entry.ended.then(() => {
        forget();
        resolve();
      });
    });

  return {
    start(kind, work) {
      forgetOld();
      const { promise, resolve } = Promise.withResolvers<void>();
      const id = randomBytes(12).toString('hex');
      const job: Job = {
        id,
        kind,
        state: 'running',
        done: 0,
        total: null,
        startedAt: now(),
        finishedAt: null,
        result: null,
        error: null,
      };
      const entry: Entry = { job, controller: new AbortController(), ended: promise, endedAt: null, readAt: null };
      entries.set(id, entry);
      tell(entry, {});
      void perform(entry, work).then((end) => {
        entry.endedAt = clock.now();
        tell(entry, { ...end, finishedAt: now() });
        resolve();
      });
      return id;
    },
    async list() {
      forgetOld();
      return [...entries.values()].filter((entry) => entry.readAt === null).map((entry) => entry.job);
    },
    async get({ id, waitMs }) {
      const entry = find(id);
      if (entry.endedAt === null && waitMs > 0) await waitFor(entry, waitMs);
      return read(entry);
    },
    async cancel({ id }) {
      const entry = find(id);
      entry.controller.abort();
      await entry.ended;
      return read(entry);
    },
    whenEnded(id, ended) {
      const entry = find(id);
      void entry.ended.then(() => ended(entry.job));
    },
    async close() {
      for (const entry of entries.values()) entry.controller.abort();
      await Promise.all([...entries.values()].map((entry) => entry.ended));
    },
  };
}
