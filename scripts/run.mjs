// npm run service | vendor | tool: installs and builds when needed, then runs the program.
import { ensureBuilt } from './build.mjs';
import { root, runBundle } from './lib.mjs';

const NEEDS = { service: ['service', 'worker', 'renderer'], vendor: ['vendor'], tool: ['tool'] };

const [program, ...args] = process.argv.slice(2);
const needs = NEEDS[program];
if (!needs) {
  process.stderr.write(`usage: node scripts/run.mjs <${Object.keys(NEEDS).join('|')}> …\n`);
  process.exit(2);
}
await ensureBuilt(needs);
// npm starts scripts at the package's root: paths a person types are meant from where they stand.
if (process.cwd() === root && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await runBundle(`out/${program}/index.js`, args);
