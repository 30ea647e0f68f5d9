// npm start [-- --demo] [-- --data DIR]: the console in a window of its own, or, where that cannot be, in a browser.
import { ensureBuilt } from './build.mjs';
import { electronExecutable, installElectron, noWindowBecause } from './electron.mjs';
import { at, ensureInstalled, foreground, runBundle, standWhereThePersonStands } from './lib.mjs';

const args = process.argv.slice(2);
await ensureInstalled();
let obstacle = noWindowBecause();
if (!obstacle && !electronExecutable()) await installElectron();
if (!obstacle && !electronExecutable()) obstacle = 'Electron is not installed and cannot be downloaded';

if (obstacle) {
  await ensureBuilt(['console', 'worker', 'renderer', 'demo']);
  console.log(`${obstacle}: the console is served to a browser on this machine.`);
  standWhereThePersonStands();
  await runBundle('out/console/index.js', args);
} else {
  await ensureBuilt(['main', 'preload', 'worker', 'renderer', 'demo']);
  standWhereThePersonStands();
  process.exitCode = await foreground(electronExecutable(), [at('.'), ...args], { cwd: process.cwd() });
}
