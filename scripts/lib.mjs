// What the scripts share. Plain Node 20.19 without packages: they run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const at = (...parts) => join(root, ...parts);

/** The Node that the lock file brings (24), else the one that runs. */
export function node() {
  const bundled = at('node_modules', '.bin', 'node');
  return process.platform === 'linux' && existsSync(bundled) ? bundled : process.execPath;
}

export const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Files below a folder, sorted, as paths from the root. */
export function filesBelow(folder) {
  const files = [];
  const entries = readdirSync(at(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) files.push(...filesBelow(path));
    else files.push(path);
  }
  return files;
}

/** Does node_modules hold what package-lock.json says? Packages for other platforms may be absent. */
function installed() {
  const hidden = at('node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  if (modified(hidden) >= modified(at('package-lock.json'))) return true;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = packagesOf(at('package-lock.json'));
  const present = packagesOf(hidden);
  const same = (path) => wanted[path]?.version === present[path]?.version;
  return (
    Object.keys(present).every((path) => same(path)) &&
    Object.keys(wanted).every((path) => path === '' || same(path) || wanted[path].optional || wanted[path].peer)
  );
}

/** Installs the packages when they are missing or the lock file changed; one script at a time. */
export async function ensureInstalled() {
  if (installed()) return;
  const good = await locked('install', () => installed() || install());
  if (good) return;
  process.stderr.write('npm ci failed: its message stands above. Check the network and the npm registry.\n');
  process.exit(1);
}

function install() {
  process.stderr.write('Installing packages (once)…\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0;
}

/** Runs work while no other script of this folder does; a lock of a process that died is taken over. */
export async function locked(name, work) {
  const lock = at('out', `.${name}.lock`);
  mkdirSync(at('out'), { recursive: true });
  while (!taken(lock)) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(readIfThere(lock));
  if (owner > 0 && !alive(owner)) rmSync(lock, { force: true });
  return false;
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Runs a program in the foreground: its terminal, our signals, its exit code. */
export function foreground(command, args, options = {}) {
  endWithShell();
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT')); // a terminal tells the child itself
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (SIGNALS[signal] ?? 1)));
  });
}
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

const LOOK_MS = 200;

/** npm tells its shell of SIGTERM, and the shell tells nobody: when that is gone, this program ends in order. */
function endWithShell() {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  timer.unref();
}

/** npm starts scripts at the package's root: paths that a person types are meant from where they stand. */
export function standWhereThePersonStands() {
  if (process.cwd() === root && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
}

/** Runs a bundle as if Node had been started with it: in this process when this is the right Node, else in a child. */
export async function runBundle(bundle, args) {
  endWithShell();
  const file = at(bundle);
  if (Number(process.versions.node.split('.')[0]) >= 24 || node() === process.execPath) {
    process.argv = [process.execPath, file, ...args];
    await import(new URL(`../${bundle}`, import.meta.url).href);
    return;
  }
  process.exitCode = await foreground(node(), [file, ...args], { cwd: process.cwd() });
}
