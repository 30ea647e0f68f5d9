/** What SQLite's codes mean to a person. Everything else stays what it is: a defect. */
import { dirname } from 'node:path';
import { SeatkeeperError } from '../../../contract/errors.ts';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
};

/** The error of the catalogue, or the error itself. */
export function explainSqlite(error: unknown, file: string): unknown {
  const code = codeOf(error);
  const folder = dirname(file);
  const cause = { cause: error };
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return new SeatkeeperError('DATA_FOLDER_FULL', {}, cause);
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/.test(code)) {
    return new SeatkeeperError('DATA_FOLDER_READ_ONLY', { folder }, cause);
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    const detail = error instanceof Error ? error.message : code;
    return new SeatkeeperError('DATABASE_DAMAGED', { file, detail }, cause);
  }
  return error;
}

/** Runs `work`; what SQLite throws comes out explained. */
export async function explained<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainSqlite(error, file);
  }
}
