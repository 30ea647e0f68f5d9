/** The worker thread's side: takes one run after the other, works on a connection of its own (DESIGN 4). */
import { parentPort, workerData } from 'node:worker_threads';
import type { Transaction } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import {
  CANCEL,
  type Failure,
  type FromWorker,
  GATE,
  REFUSED,
  type ToWorker,
  WAITING,
  type WorkerSetup,
} from './protocol.ts';
import type { Schema } from './schema.ts';
import { type Connection, openWorker } from './sqlite/connection.ts';
import { explainSqlite } from './sqlite/errors.ts';
import type { TaskContext, TaskFunctions } from './task-context.ts';
import type { TaskKind } from './tasks.ts';
import { changesSince, readVersions } from './versions.ts';

type Run = Extract<ToWorker, { type: 'run' }>;

/** Carries the result out of a transaction that must not stay. */
class DryRunEnd extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('dry run');
    this.result = result;
  }
}

function contextOf(
  run: Run,
  connection: Connection,
  { versions }: WorkerSetup,
  say: (message: FromWorker) => void,
): TaskContext {
  const words = new Int32Array(run.shared);
  const check = () => {
    if (Atomics.load(words, CANCEL) !== 0) throw new SeatkeeperError('CANCELLED');
  };
  const enterGate = () => {
    Atomics.store(words, GATE, WAITING);
    check();
    say({ type: 'want-gate', id: run.id });
    Atomics.wait(words, GATE, WAITING);
    if (Atomics.load(words, GATE) === REFUSED) throw new SeatkeeperError('CANCELLED');
  };
  const inTransaction = async <T>(work: (trx: Transaction<Schema>) => Promise<T>, keep: boolean): Promise<T> => {
    try {
      return await connection.db.transaction().execute(async (trx) => {
        const result = await work(trx);
        check();
        if (!keep) throw new DryRunEnd(result);
        return result;
      });
    } catch (error) {
      if (error instanceof DryRunEnd) return error.result as T;
      throw error;
    }
  };
  const alone = async <T>(work: () => Promise<T> | T): Promise<T> => {
    enterGate();
    try {
      return await work();
    } finally {
      say({ type: 'leave-gate', id: run.id });
    }
  };
  return {
    connection,
    versions: () => readVersions(versions),
    changesSince: (since) => changesSince(versions, since),
    check,
    snapshot: (work) => connection.db.transaction().execute(work),
    changed: (entries) => say({ type: 'changed', id: run.id, entries }),
    progress: (done, total) => say({ type: 'progress', id: run.id, done, total }),
    write: (work, options = { keep: true }) => alone(() => inTransaction(work, options.keep)),
    alone,
  };
}

function failureOf(error: unknown, file: string): Failure {
  const known = explainSqlite(error, file);
  if (known instanceof SeatkeeperError) return { kind: 'known', code: known.code, params: known.params };
  const { message, stack } = known instanceof Error ? known : new Error(String(known));
  return { kind: 'unknown', message, stack: stack ?? '' };
}

/** Begins to serve. To be called once, at the top of a worker's entry. */
export function serveTasks(tasks: Partial<TaskFunctions>): void {
  const port = parentPort;
  if (!port) throw new Error('this file is the entry of a worker thread');
  const setup = workerData as WorkerSetup;
  const connection = openWorker(setup.file, setup.readonly);
  const say = (message: FromWorker) => port.postMessage(message);

  const perform = async (run: Run): Promise<void> => {
    // The sender's types tie the input to its kind.
    const task = tasks[run.kind] as ((input: unknown, context: TaskContext) => Promise<unknown>) | undefined;
    try {
      if (!task) throw new Error(`no such task: ${run.kind satisfies TaskKind}`);
      const result = await task(run.input, contextOf(run, connection, setup, say));
      say({ type: 'done', id: run.id, result });
    } catch (error) {
      say({ type: 'failed', id: run.id, failure: failureOf(error, setup.file) });
    }
  };
  port.on('message', (message: ToWorker) => {
    if (message.type === 'run') void perform(message);
    if (message.type === 'close') {
      connection.close();
      port.close();
    }
  });
}
