// A Chromium for the end-to-end tests: the system's, Playwright's own, or one that is installed now.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { electronExecutable } from './electron.mjs';
import { at, root } from './lib.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quiet = { cwd: root, stdio: ['ignore', 2, 2] };

function playwrightsOwn() {
  const path = createRequire(at('package.json'))('playwright').chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Path of a Chromium, or undefined. */
export const findBrowser = () =>
  [process.env.STANDIN_CHROMIUM, ...PLACES].find((path) => path && existsSync(path)) ?? playwrightsOwn();

/** Can it be started? Not every program knows --version. */
const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
const mayUseApt = () => process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get');

function aptInstall(packages) {
  process.stderr.write(`Installing ${packages.join(', ')} (once)…\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { ...quiet, env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { ...quiet, env });
}

/** Installs a browser if there is none. Answers what is missing, in words; empty if nothing is. */
export function ensureBrowser() {
  if (!findBrowser() && mayUseApt()) aptInstall(['chromium', 'fonts-liberation']);
  if (!findBrowser()) {
    process.stderr.write('Downloading a browser for the tests (once)…\n');
    spawnSync(process.execPath, [at('node_modules/playwright/cli.js'), 'install', 'chromium'], quiet);
  }
  if (findBrowser()) return '';
  return 'No browser for the end-to-end tests: install Chromium (on Debian: apt-get install chromium), or allow “npx playwright install chromium” to download one.';
}

/** Does a real Electron run the specs here, although there is no display? As root it does not: the stand-in does. */
const needsDisplay = () =>
  process.platform === 'linux' &&
  !process.env.DISPLAY &&
  !process.env.WAYLAND_DISPLAY &&
  process.getuid?.() !== 0 &&
  electronExecutable() !== undefined;

/** The command before Playwright's where a real Electron needs a display and there is none. */
export const displayPrefix = () => (needsDisplay() ? ['xvfb-run', '-a'] : []);

/** Only root may install one, and root needs none: so this only tells what is missing, in words; empty if nothing is. */
export const missingDisplay = () =>
  !needsDisplay() || has('xvfb-run')
    ? ''
    : 'No display for Electron: start the tests in a desktop session, or install a virtual one (on Debian: apt-get install xvfb).';
