/** Lines that were committed to the database with what they tell: each gets into its file once, whatever crashes. */
import type { Store } from '../store/store.ts';
import type { Line } from './line.ts';
import { LOG_NAMES, type LogName } from './names.ts';
import { readLog } from './read.ts';

export interface Formatted {
  readonly log: LogName;
  readonly date: string;
  readonly line: string;
}

export interface Backlog {
  drain(format: (line: Line) => Formatted, append: (lines: readonly Formatted[]) => Promise<void>): Promise<void>;
}

const BATCH = 200;
/** Lines at a log's end among which those are looked for that a crash left in both places. */
const LOOKED_AT = 1_000;

export function createBacklog(store: Store, folder: string): Backlog {
  /** Until the first batch is done: an earlier process may have died between its file and its database. */
  let afterCrash = true;

  const inFile = async (): Promise<Set<string>> => {
    const found = new Set<string>();
    for (const log of LOG_NAMES) {
      const { rows } = await readLog(folder, { log, filter: '', cursor: null, limit: LOOKED_AT });
      for (const { date, line } of rows) found.add(`${log} ${date} ${line}`);
    }
    return found;
  };

  return {
    async drain(format, append) {
      // Behind the writer gate: a transaction that is under way has committed its lines by then.
      await store.write(async () => {});
      for (;;) {
        const rows = await store.read.selectFrom('log_line').selectAll().orderBy('id').limit(BATCH).execute();
        const last = rows.at(-1);
        if (!last) break;
        const lines = rows.map((row) =>
          format({ log: nameOf(row.log), at: Number(row.at), text: row.text, origin: row.id }),
        );
        const known = afterCrash ? await inFile() : new Set<string>();
        await append(lines.filter(({ log, date, line }) => !known.has(`${log} ${date} ${line}`)));
        await store.write(async (trx) => {
          await trx.deleteFrom('log_line').where('id', '<=', last.id).execute();
        });
        afterCrash = false;
      }
      afterCrash = false;
    },
  };
}

const nameOf = (text: string): LogName => LOG_NAMES.find((known) => known === text) ?? 'system';
