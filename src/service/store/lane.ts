/** The service thread's side of one worker thread: runs wait for each other; a thread that dies is started anew for the next. */
import { Worker } from 'node:worker_threads';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Gate } from './gate.ts';
import {
  CANCEL,
  type Failure,
  type FromWorker,
  GATE,
  GRANTED,
  REFUSED,
  type ToWorker,
  type WorkerSetup,
} from './protocol.ts';
import type { WorkerRun } from './store.ts';
import type { TaskKind } from './tasks.ts';

/** A thread that has nothing to do for so long is ended, with all that it keeps; the next run starts another one. */
export interface Rest {
  readonly ms: number;
  readonly after: (ms: number, work: () => void) => () => void;
}

export interface LaneRun extends WorkerRun {
  /** Told what the task changes, as entries of the log of versions.ts; no commit is known of yet. */
  readonly onChanged?: (entries: readonly number[]) => void;
}

export interface Lane {
  run(kind: TaskKind, input: unknown, options: LaneRun): Promise<unknown>;
  /** Cancels what runs, refuses what waits; resolves when the thread has ended. */
  close(): Promise<void>;
}

interface Current {
  readonly id: number;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly onProgress: WorkerRun['onProgress'];
  readonly onChanged: LaneRun['onChanged'];
  readonly settle: (outcome: { result: unknown } | { error: Error }) => void;
  leaveGate: (() => void) | undefined;
  cancelled: boolean;
}

const cancelledError = (): Error => new SeatkeeperError('CANCELLED');

function errorOf(failure: Failure): Error {
  if (failure.kind === 'known') return new SeatkeeperError(failure.code, failure.params);
  const error = new Error(failure.message);
  error.stack = failure.stack;
  return error;
}

export function createLane(workerFile: string, setup: WorkerSetup, gate: Gate, rest?: Rest): Lane {
  let worker: Worker | undefined;
  let current: Current | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  let runs = 0;
  let unfinished = 0;
  let stayAwake = (): void => {};
  const ends = new Set<Promise<void>>();

  const end = (run: Current, outcome: { result: unknown } | { error: Error }) => {
    run.leaveGate?.();
    run.leaveGate = undefined;
    if (current === run) current = undefined;
    run.settle(outcome);
  };
  const cancel = (run: Current) => {
    run.cancelled = true;
    Atomics.store(run.words, CANCEL, 1);
    Atomics.compareExchange(run.words, GATE, 0, REFUSED);
    Atomics.notify(run.words, GATE);
  };
  const grant = async (run: Current) => {
    const leave = await gate.enter();
    if (current !== run || run.cancelled) return leave();
    run.leaveGate = leave;
    Atomics.store(run.words, GATE, GRANTED);
    Atomics.notify(run.words, GATE);
  };
  const hear = (message: FromWorker) => {
    const run = current;
    if (!run || run.id !== message.id) return;
    if (message.type === 'progress') run.onProgress?.(message.done, message.total);
    if (message.type === 'changed') run.onChanged?.(message.entries);
    if (message.type === 'want-gate') grant(run).catch(() => cancel(run));
    if (message.type === 'leave-gate') {
      run.leaveGate?.();
      run.leaveGate = undefined;
    }
    if (message.type === 'done') end(run, { result: message.result });
    if (message.type === 'failed') end(run, { error: errorOf(message.failure) });
  };
  const start = (): Worker => {
    const started = new Worker(workerFile, {
      workerData: setup,
      execArgv: [],
      // No resourceLimits: with them V8 was seen to trap at a thread's end, which takes the whole service down.
      name: setup.readonly ? 'lists' : 'bulk',
    });
    let failure: unknown;
    started.on('message', hear);
    started.on('error', (error) => {
      failure = error;
    });
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = undefined;
      const error = new Error(`the worker thread ended (exit ${code}) before its work`, { cause: failure });
      if (current) end(current, { error });
    });
    return started;
  };
  const endThread = () => {
    const ending = worker;
    // Once it is closed, whatever comes is refused: nothing that is unfinished needs the thread.
    if (!ending || (unfinished > 0 && !closed)) return;
    worker = undefined;
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ends.add(ended);
    void ended.then(() => ends.delete(ended));
    ending.postMessage({ type: 'close' } satisfies ToWorker);
  };
  const finished = () => {
    unfinished -= 1;
    if (rest && unfinished === 0 && !closed) stayAwake = rest.after(rest.ms, endThread);
  };
  const post = (message: ToWorker) => {
    worker ??= start();
    worker.postMessage(message);
  };

  const perform = (kind: TaskKind, input: unknown, options: LaneRun): Promise<unknown> => {
    const { signal, onProgress, onChanged } = options;
    if (closed) return Promise.reject(new SeatkeeperError('SHUTTING_DOWN'));
    if (signal?.aborted) return Promise.reject(cancelledError());
    return new Promise((resolve, reject) => {
      runs += 1;
      const shared = new SharedArrayBuffer(8);
      const abort = () => cancel(run);
      const run: Current = {
        id: runs,
        words: new Int32Array(shared),
        onProgress,
        onChanged,
        leaveGate: undefined,
        cancelled: false,
        settle(outcome) {
          signal?.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.result);
        },
      };
      current = run;
      signal?.addEventListener('abort', abort);
      post({ type: 'run', id: run.id, kind, input, shared });
    });
  };

  return {
    run(kind, input, options) {
      stayAwake();
      unfinished += 1;
      const turn = last.then(() => perform(kind, input, options));
      last = turn.catch(() => undefined).then(finished);
      return turn;
    },
    async close() {
      closed = true;
      stayAwake();
      if (current) cancel(current);
      await last;
      endThread();
      await Promise.all(ends);
    },
  };
}
