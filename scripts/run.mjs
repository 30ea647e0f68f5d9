// npm run service | vendor | tool | simulate: installs and builds when needed, then runs the program.
import { ensureBuilt } from './build.mjs';
import { runBundle, standWhereThePersonStands } from './lib.mjs';

const NEEDS = {
  service: ['service', 'worker', 'renderer'],
  vendor: ['vendor'],
  tool: ['tool'],
  simulate: ['simulate'],
};

const [program, ...args] = process.argv.slice(2);
const needs = NEEDS[program];
if (!needs) {
  process.stderr.write(`usage: node scripts/run.mjs <${Object.keys(NEEDS).join('|')}> …\n`);
  process.exit(2);
}
await ensureBuilt(needs);
standWhereThePersonStands();
await runBundle(`out/${program}/index.js`, args);
