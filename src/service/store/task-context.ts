/** What a task gets in the worker thread. */
import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { Connection } from './sqlite/connection.ts';
import type { TaskInput, TaskKind, TaskResult } from './tasks.ts';
import type { AccountChanges, Versions } from './versions.ts';

/** Rows between two looks at the cancel flag (DESIGN 4). */
export const RANGE_ROWS = 20_000;

export interface TaskContext {
  /** The worker's own connection. */
  readonly connection: Connection;
  /** Of the last change that anybody was told of: to be looked at before reading. */
  versions(): Versions;
  /** `since`: Versions.accounts of an older state. */
  changesSince(since: number): AccountChanges;
  /** Tells what the task changes of accounts, as entries of the log of versions.ts, where it knows better than tasks.ts. */
  changed(entries: readonly number[]): void;
  /** Throws CANCELLED once the run was aborted. Call it between ranges. */
  check(): void;
  /** `total` null: not known. */
  progress(done: number, total: number | null): void;
  /** Reads one unchanging state of the file, beside any writer. */
  snapshot<T>(work: (db: Transaction<Schema>) => Promise<T>): Promise<T>;
  /**
   * A transaction behind the writer gate, one for all that the task must do as a whole; what throws rolls it back.
   * With `keep: false` it rolls back in any case: a dry run.
   */
  write<T>(work: (trx: Transaction<Schema>) => Promise<T>, options?: { readonly keep: boolean }): Promise<T>;
  /** Behind the writer gate, in no transaction: nobody writes meanwhile. */
  alone<T>(work: () => Promise<T> | T): Promise<T>;
}

export type TaskFunction<K extends TaskKind> = (input: TaskInput<K>, context: TaskContext) => Promise<TaskResult<K>>;
export type TaskFunctions = { readonly [K in TaskKind]: TaskFunction<K> };
