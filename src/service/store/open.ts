/** Opens control.db: brings its schema up to date, then reads at once and writes one after the other (DESIGN 4). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';
import { createGate } from './gate.ts';
import { createLane } from './lane.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { openReader, openWriter } from './sqlite/connection.ts';
import { explained } from './sqlite/errors.ts';
import type { Store, WorkerRun } from './store.ts';
import { onlyReads, type TaskInput, type TaskKind, type TaskResult } from './tasks.ts';

export interface StoreOptions {
  /** control.db; its folder exists. */
  readonly file: string;
  /** Folder for the copy that is kept before the schema changes. */
  readonly backups: string;
  /** The worker thread's entry; found beside the running file when absent. */
  readonly workerFile?: string;
  readonly migrations?: readonly Migration[];
}

/** Small writes between two checkpoints by the worker. */
const WRITES_PER_CHECKPOINT = 250;

/** Beside `folder`'s files in the sources; from a bundle in out/worker/, unpacked from an archive. */
export function workerFileOf(folder: string): string {
  const source = join(folder, 'worker.ts');
  if (existsSync(source)) return source;
  return join(folder, '..', 'worker', 'index.cjs').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}

/**
 * Throws DATA_FOLDER_NEWER, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FULL or DATABASE_DAMAGED; then nothing was changed
 * beyond whole migrations.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file } = options;
  const writer = await explained(file, async () => openWriter(file));
  try {
    const migrations = options.migrations ?? MIGRATIONS;
    await explained(file, () => migrate(writer, { file, backups: options.backups, migrations }));
  } catch (error) {
    writer.close();
    throw error;
  }
  const reader = openReader(file);
  const gate = createGate();
  const workerFile = options.workerFile ?? workerFileOf(import.meta.dirname);
  const bulk = createLane(workerFile, { file, readonly: false }, gate);
  const lists = createLane(workerFile, { file, readonly: true }, gate);
  let writes = 0;
  let closing: Promise<void> | undefined;

  const checkpointNowAndThen = () => {
    writes += 1;
    if (writes % WRITES_PER_CHECKPOINT === 0) bulk.checkpoint();
  };
  const runTask = async <K extends TaskKind>(kind: K, input: TaskInput<K>, run: WorkerRun = {}) => {
    const reads = onlyReads(kind);
    const result = await (reads ? lists : bulk).run(kind, input, run);
    if (!reads) bulk.checkpoint();
    // The worker's registry ties the result to its kind.
    return result as TaskResult<K>;
  };
  const closeAll = async () => {
    const refusal = () => new SeatkeeperError('SHUTTING_DOWN');
    await Promise.all([bulk.close(), lists.close(), gate.close(refusal)]);
    reader.close();
    writer.close();
  };
  return {
    file,
    read: reader.db,
    async write(work) {
      const leave = await gate.enter();
      try {
        return await explained(file, () => writer.db.transaction().execute(work));
      } finally {
        leave();
        checkpointNowAndThen();
      }
    },
    runTask,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
