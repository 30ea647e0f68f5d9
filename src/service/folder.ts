/** The data folder: where it is, whose it is, who may write it, and the token of local programs (INTERFACES 1). */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeatkeeperError } from '../contract/errors.ts';

export const TOKEN_FILE = 'local.token';

/** `--data`, else SEATKEEPER_DATA, else the platform's application-data folder. Absolute. */
export function dataFolderOf(option: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(option || env.SEATKEEPER_DATA || defaultFolder(env));
}

function defaultFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Seatkeeper', 'Data');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Seatkeeper Service');
  if (process.platform === 'linux' && process.getuid?.() === 0) return '/var/lib/seatkeeper';
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'seatkeeper');
}

/**
 * Makes the folder, readable by its owner only. Throws DATA_FOLDER_NOT_YOURS (also to root: files of root would lock the
 * owner out), DATA_FOLDER_READ_ONLY or DATA_FOLDER_FULL.
 */
export function openDataFolder(folder: string): void {
  explained(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = statSync(folder);
    const me = process.getuid?.();
    if (me !== undefined && found.uid !== me) throw new SeatkeeperError('DATA_FOLDER_NOT_YOURS', { folder });
    if (process.platform !== 'win32' && (found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
    // access(2) says yes to root on a read-only disk and no to nobody on some network disks: only writing tells.
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
  });
}

const DENIED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']);

/** Runs file work in the data folder, its failures in the catalogue's words. */
export function explained<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SeatkeeperError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new SeatkeeperError('DATA_FOLDER_FULL', {}, { cause: error });
    if (DENIED.has(code)) throw new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder }, { cause: error });
    throw error;
  }
}

/** Replaces a file at once: a reader sees the old text or the new, never a part. Mode 0600. */
export function writePrivately(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

/** A new token at each start: one that leaked, or went to a stranger on a stale port, is worth nothing afterwards. */
export function renewLocalToken(folder: string): string {
  const token = randomBytes(32).toString('base64url');
  explained(folder, () => writePrivately(join(folder, TOKEN_FILE), `${token}\n`));
  return token;
}

/** Undefined when there is none, or when this user may not read it: then one signs in like anybody else. */
export function readLocalToken(folder: string): string | undefined {
  try {
    const token = readFileSync(join(folder, TOKEN_FILE), 'utf8').trim();
    return token === '' ? undefined : token;
  } catch {
    return undefined;
  }
}
