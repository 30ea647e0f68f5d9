/** Reading the License dialog's data, as `license.read` answers it, at 10,000 and at 1,000,000 accounts. Run: node bench/dialog.ts */
import { createLicensing } from '../src/service/licensing/licensing.ts';
import { filledStore, inFolder } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const READS = 500;

/** Median milliseconds of one reading. */
const reading = (count: number): Promise<number> =>
  inFolder(async (folder) => {
    const store = await filledStore(folder, count);
    const licensing = await createLicensing({
      store,
      clock: { now: () => Date.parse('2026-11-21T10:00:00Z') },
      machine: { referenceId: '' },
      trustedKeys: [],
      development: false,
      licensingUrl: 'http://127.0.0.1:9',
      fetch,
      events: { publish: () => {} },
      version: '0',
      hostname: 'bench',
      timeZone: () => 'UTC',
    });
    const times: number[] = [];
    for (let n = 0; n < READS; n++) {
      const start = performance.now();
      const { modules } = await licensing.read();
      times.push(performance.now() - start);
      if (!modules.some(({ used }) => used > count / 3)) throw new Error('the accounts are not counted');
    }
    licensing.close();
    await store.close();
    return times.sort((a, b) => a - b)[READS >> 1] ?? 0;
  });

const small = await reading(SMALL);
const large = await reading(LARGE);
console.log(`       ${SMALL} accounts: ${small.toFixed(3)} ms, ${LARGE} accounts: ${large.toFixed(3)} ms`);
ratio('reading the dialog at 1,000,000 accounts in ms', large, { atMost: 2 });
ratio('1,000,000 accounts against 10,000', large / small, { atMost: 1.5 });
