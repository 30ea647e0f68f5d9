/** Reads a log from its end, a bounded part at a time: a file of any size costs the same memory. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LogPage, LogRow } from '../../contract/schemas-notices.ts';
import { compareFiles, fileName, filesOf, type LogFile, parseFileName } from './files.ts';
import { plainText } from './line.ts';
import type { LogName } from './names.ts';

const CHUNK = 64 * 1024;
/** A page looks at no more than this, so that a filter that nothing fits does not keep the service busy. */
const BYTES_PER_PAGE = 8 * 1024 * 1024;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);
/** Longer than any line that is written here. */
const LONGEST_LINE = 16_000;

interface Place {
  readonly file: LogFile;
  /** Lines that begin before it are older. */
  readonly before: number;
}

export interface ReadInput {
  readonly log: LogName;
  /** Part of a line, any case; empty: every line. */
  readonly filter: string;
  readonly cursor: string | null;
  readonly limit: number;
}

/** Newest first. Throws INPUT_INVALID for a cursor that is none. */
export async function readLog(folder: string, { log, filter, cursor, limit }: ReadInput): Promise<LogPage> {
  const from = cursor === null ? undefined : placeOf(cursor, log);
  const files = (await filesOf(folder, log)).filter((file) => !from || compareFiles(file, from.file) <= 0);
  const wanted = filter.toLowerCase();
  const rows: LogRow[] = [];
  let budget = BYTES_PER_PAGE;
  for (const [index, file] of files.entries()) {
    const before = from && compareFiles(file, from.file) === 0 ? from.before : Number.POSITIVE_INFINITY;
    for await (const lines of linesBackwards(join(folder, fileName(file)), before)) {
      for (const { text, begin, size } of lines) {
        if (wanted === '' || text.toLowerCase().includes(wanted)) rows.push({ date: file.date, line: shown(text) });
        budget -= size;
        if (rows.length < limit && budget > 0) continue;
        const older = begin > 0 || index < files.length - 1;
        return { rows, next: older ? `${fileName(file)}@${begin}` : null };
      }
    }
  }
  return { rows, next: null };
}

/** Somebody may have written into the file by hand: what is shown is plain. */
const shown = (text: string): string => plainText(text.replace(/\r$/, ''), LONGEST_LINE);

function placeOf(cursor: string, log: LogName): Place {
  const [name = '', offset = ''] = cursor.split('@');
  const file = parseFileName(name);
  if (!file || file.log !== log || !/^\d{1,15}$/.test(offset)) {
    throw new SeatkeeperError('INPUT_INVALID', { detail: 'the cursor is none of this log' });
  }
  return { file, before: Number(offset) };
}

interface FoundLine {
  readonly text: string;
  /** Offset in the file. */
  readonly begin: number;
  /** Bytes that were read for it. */
  readonly size: number;
}

/**
 * The whole lines of a file from its end, as many at once as a chunk has. A last line without its newline is still
 * being written and left out. Of a line longer than a chunk, the beginning is given. A file that has gone is empty.
 */
async function* linesBackwards(path: string, before: number): AsyncGenerator<FoundLine[]> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    let end = Math.min(before, (await handle.stat()).size);
    /** What was read of the line that goes on behind `end`; undefined: its newline was not met yet. */
    let tail: Buffer | undefined;
    const chunk = Buffer.alloc(CHUNK);
    while (end > 0) {
      const begin = Math.max(0, end - CHUNK);
      const { bytesRead } = await handle.read(chunk, 0, end - begin, begin);
      const data = chunk.subarray(0, bytesRead);
      const found: FoundLine[] = [];
      let stop = data.length;
      for (let at = data.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : data.lastIndexOf(NEWLINE, at - 1)) {
        if (tail)
          found.push({ text: textOf(data.subarray(at + 1, stop), tail), begin: begin + at + 1, size: stop - at });
        tail = NOTHING;
        stop = at;
      }
      // Copied: the chunk is read into again.
      if (tail) tail = Buffer.concat([data.subarray(0, stop), tail]).subarray(0, CHUNK);
      end = begin;
      if (end === 0 && tail) found.push({ text: textOf(tail, NOTHING), begin: 0, size: stop });
      yield found;
    }
  } finally {
    await handle.close();
  }
}

const textOf = (data: Buffer, tail: Buffer): string =>
  (tail.length === 0 ? data : Buffer.concat([data, tail])).toString('utf8');
