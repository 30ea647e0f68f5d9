/** Long reads of the trail, in the thread for lists. */
import { createCsvFile } from '../csv-file.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { readTrail } from './rows.ts';

const PAGE_ROWS = 1_000;
const HEADER = ['id', 'at', 'who', 'client', 'action', 'what', 'changed', 'outcome'];

export const searchAudit: TaskFunction<'search-audit'> = (page, { connection }) => readTrail(connection.db, page);

/** One unchanging state of the trail, newest first; leaves no file when it fails. */
export const exportAudit: TaskFunction<'export-audit'> = ({ path, search }, context) =>
  context.snapshot(async (db) => {
    const file = createCsvFile(path, HEADER);
    try {
      let [rows, before]: [number, number | null] = [0, 0];
      while (before !== null) {
        context.check();
        const page = await readTrail(db, { search, before, limit: PAGE_ROWS });
        for (const { id, at, who, client, action, what, changed, outcome } of page.rows) {
          file.row([id, at, who, client, action, what, changed, outcome]);
        }
        rows += page.rows.length;
        before = page.next;
        context.progress(rows, null);
      }
      file.finish();
      return { rows };
    } catch (error) {
      file.abandon();
      throw error;
    }
  });
