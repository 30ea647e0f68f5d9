/**
 * 10,000 server-years of faults in 60 s on two cores: a fleet on all cores, by the processor time that its threads have
 * had, because what else the machine does is not the simulator's. Run: node bench/simulate.ts [servers]
 */
import { summarize } from '../src/simulator/fleet.ts';
import { runThreads } from '../src/simulator/threads.ts';
import { ratio } from './lib/measure.ts';

const WANTED_YEARS = 10_000;
const LIMIT_S = 60;
const CORES = 2;

const servers = Number(process.argv[2] ?? 10_000);
const begun = performance.now();
const results = await runThreads(
  { servers, days: 365, seed: 'bench' },
  new URL('../src/simulator/entry.ts', import.meta.url),
);
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage();
const { years, steps, hash, broken } = summarize(results);

console.log(`       ${Math.round(years)} server-years, ${steps} steps, trace ${hash}`);
if (broken) {
  console.log(`MISSED server ${broken.server} broke ${broken.violation?.invariant}: npm run simulate -- --seed bench`);
  process.exitCode = 1;
}
const perCore = years / ((user + system) / 1e6);
ratio('server-years a second by the clock, beside whatever else ran', years / seconds);
ratio('server-years a second of two cores', perCore * CORES);
ratio('of the rate that 10,000 server-years in 60 s need', (perCore * CORES * LIMIT_S) / WANTED_YEARS, { atLeast: 1 });
