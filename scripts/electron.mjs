// Is there an Electron to run, and may it run here? Never requires 'electron': that would start a download.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './lib.mjs';

const folder = at('node_modules', 'electron');
const PROBE_MS = 4000;

/** Path of Electron's executable, or undefined. */
export function electronExecutable() {
  const named = join(folder, 'path.txt');
  const file = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), file);
  return existsSync(path) ? path : undefined;
}

/** Why a window cannot be opened here; empty if it can. */
export function noWindowBecause() {
  if (process.platform !== 'linux') return '';
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display';
  return process.getuid?.() === 0 ? 'Electron does not run as root' : '';
}

/** Downloads Electron's binary if its source answers within a few seconds. */
export async function installElectron() {
  const source = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
  } catch {
    return; // offline: the installer would retry for a long time
  }
  process.stderr.write('Downloading Electron (once)…\n');
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 2, 2], timeout: 300_000 });
}
