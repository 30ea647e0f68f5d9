/** A CSV file (RFC 4180, UTF-8) of any length, written row by row. Synchronous: for the worker threads. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Cell, csvLine } from '../core/csv.ts';
import { explained } from './folder.ts';

export interface CsvFile {
  row(cells: readonly Cell[]): void;
  finish(): void;
  /** Leaves nothing. */
  abandon(): void;
}

const PIECE = 256 * 1024;
/** Readable by this user only. Throws DATA_FOLDER_FULL, DATA_FOLDER_READ_ONLY; then call `abandon`. */
export function createCsvFile(path: string, header: readonly string[]): CsvFile {
  const safely = <T>(work: () => T): T => explained(dirname(path), work);
  const fd = safely(() => openSync(path, 'w', 0o600));
  let pending = csvLine(header);
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    pending = '';
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  };
  return {
    row(cells) {
      pending += csvLine(cells);
      if (pending.length > PIECE) safely(flush);
    },
    finish() {
      safely(flush);
      closeSync(fd);
    },
    abandon() {
      closeSync(fd);
      rmSync(path, { force: true });
    },
  };
}
