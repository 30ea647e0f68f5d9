/** Recount of 1,000,000 accounts against one raw SQL pass that sums the 19 modules' flags. Run: node bench/recount.ts */
import Database from 'better-sqlite3';
import { filledStore, inFolder, MODULE_MASKS } from './lib/accounts.ts';
import { ratio } from './lib/measure.ts';

const ACCOUNTS = 1_000_000;
const ROUNDS = 5;

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await inFolder(async (folder) => {
  const store = await filledStore(folder, ACCOUNTS);
  const raw = new Database(store.file, { readonly: true });
  const sums = MODULE_MASKS.map((mask) => `sum((flags & ${mask}) <> 0)`).join(', ');
  const pass = raw.prepare(`select ${sums} from account`);
  const [passes, recounts]: number[][] = [[], []];
  for (let n = 0; n < ROUNDS; n++) {
    passes?.push(await timed(() => pass.get()));
    recounts?.push(await timed(() => store.runTask('recount', {})));
    console.log(`       raw pass ${passes?.at(-1)?.toFixed(0)} ms, recount ${recounts?.at(-1)?.toFixed(0)} ms`);
  }
  raw.close();
  await store.close();
  ratio('recount against a raw pass', Math.min(...(recounts ?? [])) / Math.min(...(passes ?? [])), { atMost: 2 });
});
