/** One writer per data folder (DESIGN 4): an operating-system lock, held through SQLite, that dies with its process. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { explained } from './folder.ts';

// Nothing else may ever open this file: on POSIX, closing any descriptor of it drops the process's locks.
const LOCK_FILE = 'service.lock';

export interface FolderLock {
  release(): void;
}

/** Takes the lock, or undefined when another process (or another service of this one) has it. */
export function takeLock(folder: string): FolderLock | undefined {
  const db = explained(folder, () => new Database(join(folder, LOCK_FILE), { timeout: 0 }));
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { release: () => db.close() };
}

/** Does anybody hold the lock? False for a folder that no service has used, and where we may not look. */
export function isLocked(folder: string): boolean {
  let db: Database.Database;
  try {
    db = new Database(join(folder, LOCK_FILE), { readonly: true, fileMustExist: true, timeout: 0 });
  } catch {
    return false;
  }
  try {
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    db.close();
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
