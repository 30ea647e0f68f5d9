/** What a task that only reads gets, without a thread. */
import type { Connection } from './sqlite/connection.ts';
import type { TaskContext } from './task-context.ts';

const refuse = () => Promise.reject(new Error('this task only reads'));

export const readingContext = (connection: Connection, own: Partial<TaskContext> = {}): TaskContext => ({
  connection,
  versions: () => ({ accounts: 0, seats: 0 }),
  changesSince: () => ({ upTo: 0, kinds: new Set(), addresses: new Set() }),
  changed() {},
  check() {},
  progress() {},
  snapshot: (work) => connection.db.transaction().execute(work),
  write: refuse,
  alone: refuse,
  ...own,
});
