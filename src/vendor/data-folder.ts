/** The licensing server's data folder: where it is, that it is ours alone, and what its file-system errors mean. */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SeatkeeperError } from '../contract/errors.ts';

export const databaseFile = (folder: string): string => join(folder, 'vendor.db');
export const keysFolder = (folder: string): string => join(folder, 'keys');

type Environment = Readonly<Record<string, string | undefined>>;

function applicationData(env: Environment, platform: NodeJS.Platform, root: boolean): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (root) return '/var/lib';
  return env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
}

/** `--data`, else SEATKEEPER_VENDOR_DATA, else the platform's place (INTERFACES 1). */
export function dataFolderOf(
  option: string | undefined,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  root: boolean = process.getuid?.() === 0,
): string {
  const named = option || env.SEATKEEPER_VENDOR_DATA;
  return resolve(named || join(applicationData(env, platform, root), 'seatkeeper-vendor'));
}

/** What a failed file operation on the data folder means to a person; anything else is passed on. */
export function folderError(folder: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return error;
  if (['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'].includes(code) || /^SQLITE_(READONLY|CANTOPEN)/.test(code)) {
    return new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder }, { cause: error });
  }
  if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(code)) {
    return new SeatkeeperError('DATA_FOLDER_FULL', {}, { cause: error });
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return new SeatkeeperError('DATABASE_DAMAGED', { file: databaseFile(folder), detail: code }, { cause: error });
  }
  return error;
}

/** Throws DATA_FOLDER_NOT_YOURS: files of two owners in one folder lock one of them out. */
function refuseForeign(folder: string): void {
  const uid = process.getuid?.();
  if (uid === undefined || statSync(folder).uid === uid) return;
  throw new SeatkeeperError('DATA_FOLDER_NOT_YOURS', { folder });
}

/** Makes the folder for its owner alone (0700). A folder that holds other things already keeps its own rights. */
export function makeDataFolder(folder: string): void {
  try {
    const fresh = !existsSync(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseForeign(folder);
    if (fresh || readdirSync(folder).length === 0) chmodSync(folder, 0o700);
    mkdirSync(keysFolder(folder), { recursive: true, mode: 0o700 });
    chmodSync(keysFolder(folder), 0o700);
  } catch (error) {
    throw folderError(folder, error);
  }
}

/** Throws VENDOR_NOT_INITIALIZED or DATA_FOLDER_NOT_YOURS. */
export function requireDataFolder(folder: string): void {
  if (!existsSync(databaseFile(folder))) throw new SeatkeeperError('VENDOR_NOT_INITIALIZED', { folder });
  refuseForeign(folder);
}
