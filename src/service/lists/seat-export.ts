/** The list of a module as a CSV file: of any length, in the memory of one range of rows. */
import { createCsvFile } from '../csv-file.ts';
import { RANGE_ROWS, type TaskFunction } from '../store/task-context.ts';
import { listsOf } from './known.ts';
import { seatPositions } from './seat-positions.ts';
import { seatRows } from './seat-rows.ts';

const COLUMNS = ['address', 'name', 'counted', 'reason', 'seat', 'first access', 'last access', 'trial end'];

/** Leaves no file when it throws. */
export const exportSeats: TaskFunction<'export-seats'> = async (input, context) => {
  const lists = listsOf(context);
  const positions = await seatPositions(lists, input, false);
  const { ids } = await lists.roster();
  const file = createCsvFile(input.path, COLUMNS);
  try {
    const rows = await context.snapshot(async (db) => {
      let written = 0;
      for (let place = 0; place < positions.length; place += RANGE_ROWS) {
        context.check();
        const page = Array.from(positions.subarray(place, place + RANGE_ROWS), (at) => ids[at] ?? 0);
        for (const row of await seatRows(db, page, input.mask)) {
          const { address, name, counted, reason, seat, firstAccess, lastAccess, trialEnds } = row;
          file.row([address, name, counted ? 'yes' : 'no', reason, seat, firstAccess, lastAccess, trialEnds]);
          written += 1;
        }
        context.progress(place + page.length, positions.length);
      }
      return written;
    });
    file.finish();
    return { rows };
  } catch (error) {
    file.abandon();
    throw error;
  }
};
