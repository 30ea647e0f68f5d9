/** Reading the License dialog's counters at 10,000 and at 1,000,000 accounts. Run: node bench/dialog.ts */
import { EVALUATION } from '../src/core/lifecycle/evaluation.ts';
import { seatTable } from '../src/core/seats/table.ts';
import { createEventHub } from '../src/service/events.ts';
import { createJobs } from '../src/service/jobs/jobs.ts';
import { after } from '../src/service/schedule/timers.ts';
import { createSeats } from '../src/service/seats/seats.ts';
import { filledStore, inFolder, SCOPES } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const READS = 500;
const clock = { now: () => Date.parse('2026-11-21T10:00:00Z') };

/** Median milliseconds of one reading, from the counters to the dialog's rows. */
const reading = (count: number): Promise<number> =>
  inFolder(async (folder) => {
    const store = await filledStore(folder, count);
    const jobs = createJobs({ clock, events: createEventHub(), after });
    const seats = createSeats({ store, jobs, entitlement: () => EVALUATION });
    const times: number[] = [];
    for (let n = 0; n < READS; n++) {
      const start = performance.now();
      const used = await seats.usedSeats(SCOPES);
      seatTable({ entitlement: EVALUATION, used, access: new Map(), now: clock.now(), timeZone: 'UTC' });
      times.push(performance.now() - start);
    }
    await store.close();
    return times.sort((a, b) => a - b)[READS >> 1] ?? 0;
  });

const small = await reading(SMALL);
const large = await reading(LARGE);
console.log(`       ${SMALL} accounts: ${small.toFixed(3)} ms, ${LARGE} accounts: ${large.toFixed(3)} ms`);
ratio('reading the dialog at 1,000,000 accounts in ms', large, { atMost: 2 });
ratio('1,000,000 accounts against 10,000', large / small, { atMost: 1.5 });
