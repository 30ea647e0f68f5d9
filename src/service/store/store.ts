/** The service thread's way to the database: reads at once, writes one after the other, long work in a worker (DESIGN 4). */
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { TaskInput, TaskKind, TaskResult } from './tasks.ts';

export interface WorkerRun {
  /** Aborting it rolls the task back; the run then rejects with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number | null) => void;
}

export interface Store {
  /** control.db */
  readonly file: string;
  /** Read-only connection. Point reads only: what may touch over 5,000 rows runs in the worker. */
  readonly read: Kysely<Schema>;
  /**
   * One transaction behind the writer gate, first in first out. Inside, use `trx` only and await no I/O.
   * Throws DATA_FOLDER_FULL when the disk is full; then nothing was changed.
   */
  write<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Runs a task in the worker thread, in one transaction; the gate is held only while it writes. */
  runTask<K extends TaskKind>(kind: K, input: TaskInput<K>, run?: WorkerRun): Promise<TaskResult<K>>;
  close(): Promise<void>;
}
