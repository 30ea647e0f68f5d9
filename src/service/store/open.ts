/** Opens control.db: brings its schema up to date, then reads at once and writes one after the other (DESIGN 4). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';
import { after } from '../schedule/timers.ts';
import { createGate } from './gate.ts';
import { createLane } from './lane.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';
import { openReader, openWriter } from './sqlite/connection.ts';
import { explained } from './sqlite/errors.ts';
import { watchRows } from './sqlite/row-watch.ts';
import type { Store, WorkerRun } from './store.ts';
import { laneOf, type TaskInput, type TaskKind, type TaskResult, touchedByTask } from './tasks.ts';
import { createTouchWatch, createVersions, logAccounts, moveVersions } from './versions.ts';

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
/** What lists keep to be quick goes with their thread, when nobody has looked at one for so long. */
const LISTS_KEPT_MS = 5 * 60_000;
const PREVIEWS_KEPT_MS = 60_000;
const EXPORTS_KEPT_MS = 10_000;

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
  const touches = createTouchWatch();
  const writer = await explained(file, async () => openWriter(file, touches.hear));
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
  const versions = createVersions();
  // Told before the commit and once more behind it: who reads between the two knows what to look at, and looks again.
  watchRows(writer, (entry) => {
    touches.row(entry);
    logAccounts(versions, entry);
  });
  const setup = { file, versions };
  const lanes = {
    bulk: createLane(workerFile, { ...setup, readonly: false }, gate),
    lists: createLane(workerFile, { ...setup, readonly: true }, gate, { ms: LISTS_KEPT_MS, after }),
    previews: createLane(workerFile, { ...setup, readonly: true }, gate, { ms: PREVIEWS_KEPT_MS, after }),
    exports: createLane(workerFile, { ...setup, readonly: true }, gate, { ms: EXPORTS_KEPT_MS, after }),
  };
  let writes = 0;
  let checkpointing = false;
  let closing: Promise<void> | undefined;

  const checkpoint = async () => {
    if (checkpointing) return;
    checkpointing = true;
    // Whatever keeps it from being done, the next one is tried again.
    await lanes.bulk.run('checkpoint', {}, {}).catch(() => {});
    checkpointing = false;
  };
  const checkpointNowAndThen = () => {
    writes += 1;
    if (writes % WRITES_PER_CHECKPOINT === 0) void checkpoint();
  };
  const runTask = async <K extends TaskKind>(kind: K, input: TaskInput<K>, run: WorkerRun = {}) => {
    const lane = laneOf(kind);
    let accounts: readonly number[] | undefined;
    const onChanged = (entries: readonly number[]) => {
      accounts = [...(accounts ?? []), ...entries];
    };
    try {
      // The worker's registry ties the result to its kind.
      return (await lanes[lane].run(kind, input, { ...run, onChanged })) as TaskResult<K>;
    } finally {
      if (lane === 'bulk') {
        const touched = touchedByTask(kind, input);
        moveVersions(versions, accounts ? { ...touched, accounts } : touched);
        void checkpoint();
      }
    }
  };
  const closeAll = async () => {
    const refusal = () => new SeatkeeperError('SHUTTING_DOWN');
    await Promise.all([...Object.values(lanes).map((lane) => lane.close()), gate.close(refusal)]);
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
        moveVersions(versions, touches.take());
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
