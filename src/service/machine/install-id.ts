/** Component E: a random id of 128 bits, made once in the data folder and never part of a backup (LICENSING 3). */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';

export const INSTALL_ID_FILE = 'install.id';
const ID = /^[0-9a-f]{32}\n?$/;
const OWNER_ONLY = 0o600;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Undefined: there is none yet. A damaged one is not replaced in silence: that would look like another machine. */
async function readId(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, 'latin1');
    if (ID.test(text)) return text.trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SeatkeeperError('FILE_UNREADABLE', { file, detail: codeOf(error) || 'unknown reason' }, { cause: error });
  }
  const detail =
    'it does not hold 32 hexadecimal digits; without it a new one is made, which counts as a change of this computer';
  throw new SeatkeeperError('CONFIG_INVALID', { file, detail });
}

/** Puts a finished file in its place unless one is there: of two who try at once, one wins and both read the same. */
async function place(temporary: string, file: string): Promise<void> {
  const unlessThere = (error: unknown): void => {
    if (codeOf(error) !== 'EEXIST') throw error;
  };
  // Not every file system has hard links.
  await link(temporary, file).catch(() => copyFile(temporary, file, constants.COPYFILE_EXCL).catch(unlessThere));
}

async function makeId(folder: string, file: string): Promise<void> {
  const temporary = join(folder, `${INSTALL_ID_FILE}.${randomBytes(6).toString('hex')}`);
  const handle = await open(temporary, 'wx', OWNER_ONLY);
  try {
    await handle.writeFile(`${randomBytes(16).toString('hex')}\n`);
    await handle.sync();
    await handle.close();
    await place(temporary, file);
  } finally {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  }
}

function folderError(folder: string, error: unknown): unknown {
  const code = codeOf(error);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(code)) {
    return new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder }, { cause: error });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return new SeatkeeperError('DATA_FOLDER_FULL', {}, { cause: error });
  return error;
}

/** 32 hexadecimal digits. Throws CONFIG_INVALID, FILE_UNREADABLE, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FULL. */
export async function installId(dataFolder: string): Promise<string> {
  const file = join(dataFolder, INSTALL_ID_FILE);
  const known = await readId(file);
  if (known !== undefined) {
    // Whoever copied it here with wider rights: others have no business with it. A file of another owner stays as it is.
    await chmod(file, OWNER_ONLY).catch(() => {});
    return known;
  }
  try {
    await makeId(dataFolder, file);
  } catch (error) {
    throw folderError(dataFolder, error);
  }
  const made = await readId(file);
  if (made === undefined) throw new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder: dataFolder });
  return made;
}
