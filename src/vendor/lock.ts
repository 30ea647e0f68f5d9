/** One serving process per data folder: an SQLite lock, which the operating system frees even after kill -9. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SeatkeeperError } from '../contract/errors.ts';
import { folderError } from './data-folder.ts';

/** Throws VENDOR_ALREADY_RUNNING. Returns the release. */
export function lockForServing(folder: string): () => void {
  const file = join(folder, 'serve.lock');
  let db: Database.Database | undefined;
  try {
    closeSync(openSync(file, 'a', 0o600));
    db = new Database(file, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
    const held = db;
    return () => held.close();
  } catch (error) {
    db?.close();
    const code = String((error as { code?: unknown }).code);
    if (code.startsWith('SQLITE_BUSY'))
      throw new SeatkeeperError('VENDOR_ALREADY_RUNNING', { folder }, { cause: error });
    throw folderError(folder, error);
  }
}
