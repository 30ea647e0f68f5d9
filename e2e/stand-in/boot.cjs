// electron [-r module]… [--switch[=value]]… <app> [argument…]
const { existsSync, readFileSync, statSync } = require('node:fs');
const inspector = require('node:inspector');
const { registerHooks } = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

const VERSION = '0.0.0-stand-in';

function readCommandLine(args) {
  const preloads = [];
  const switches = new Map();
  const rest = [...args];
  while (rest.length > 0) {
    const argument = rest.shift();
    if (argument === '-r' || argument === '--require') preloads.push(resolve(rest.shift()));
    else if (argument === '-v' || argument === '--version') {
      console.log(`v${VERSION}`);
      process.exit(0);
    } else if (argument.startsWith('--')) {
      const [name, ...value] = argument.slice(2).split('=');
      switches.set(name, value.join('='));
    } else return { preloads, switches, target: argument };
  }
  return { preloads, switches, target: '.' };
}

/** The folder of the app, its package.json and its main file. */
function findApp(target) {
  const path = resolve(target);
  if (statSync(path).isDirectory()) {
    const pkg = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return { root: path, pkg, main: resolve(path, pkg.main ?? 'index.js') };
  }
  for (let root = dirname(path); root !== dirname(root); root = dirname(root)) {
    const file = join(root, 'package.json');
    if (existsSync(file)) return { root, pkg: JSON.parse(readFileSync(file, 'utf8')), main: path };
  }
  return { root: dirname(path), pkg: {}, main: path };
}

const args = process.argv.slice(2);
process.argv = [process.execPath, ...args];
const { preloads, switches, target } = readCommandLine(args);
if (switches.has('inspect')) inspector.open(Number(switches.get('inspect') || 9229), '127.0.0.1', false);
const { root, pkg, main } = findApp(target);

Object.defineProperty(process, 'versions', {
  value: Object.freeze({ ...process.versions, electron: VERSION, chrome: '' }),
});
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'resourcesPath', { value: join(root, 'resources') });
process.defaultApp = true;

const electronUrl = pathToFileURL(join(__dirname, 'api.cjs')).href;
const ELECTRON = new Set(['electron', 'electron/main', 'electron/common']);
registerHooks({
  resolve: (specifier, context, next) =>
    ELECTRON.has(specifier) ? { url: electronUrl, format: 'commonjs', shortCircuit: true } : next(specifier, context),
});

const { start } = require('./start.cjs');
const becomeReady = start({ root, pkg, switches });
for (const preload of preloads) require(preload);
import(pathToFileURL(main).href).then(becomeReady).catch((error) => {
  console.error('App threw an error during load');
  console.error(error);
  process.exit(1);
});
