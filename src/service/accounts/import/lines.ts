/** Lines of a file, a block at a time: whatever its size, little of it is in memory. */
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SeatkeeperError } from '../../../contract/errors.ts';

/** No sensible line is longer; one that is gets skipped, and never is in memory as a whole. */
export const LINE_BYTES_MAX = 64 * 1024;
/** Small enough for the texts of a block to die young. */
const BLOCK_BYTES = LINE_BYTES_MAX;
/** What is kept of a line that is too long. */
const SHOWN_BYTES = 100;
const LF = 10;
const CR = 13;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; empty with a fault, but for the beginning of a line that is too long. */
  readonly text: string;
  /** Why the line cannot be used; empty: it can. */
  readonly fault: string;
  /** False: the file ends without an end of line, maybe in the middle of something. */
  readonly ended: boolean;
}

export const FAULTS = {
  encoding: 'it is not UTF-8 (save the file as UTF-8)',
  nul: 'it has a NUL byte',
  length: `it is longer than ${LINE_BYTES_MAX / 1024} KiB`,
} as const;

export interface LineFile {
  /** Bytes. */
  readonly size: number;
  /** Bytes that were read so far. */
  position(): number;
  /** The beginning, for telling the format; does not move the position. */
  sample(): Buffer;
  lines(): Generator<Line>;
  close(): void;
}

/** EF BB BF, which some editors put before the first line. */
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? bytes.subarray(3) : bytes;

/** A line by itself, when something in its block is wrong. */
function single(bytes: Buffer, number: number, ended: boolean): Line {
  const fault = bytes.includes(0) ? FAULTS.nul : bytes.length > LINE_BYTES_MAX ? FAULTS.length : '';
  const broken = fault === '' && !isUtf8(bytes) ? FAULTS.encoding : fault;
  const end = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
  const shown = broken === '' ? end : broken === FAULTS.length ? SHOWN_BYTES : 0;
  return { number, text: bytes.toString('utf8', 0, shown), fault: broken, ended };
}

function* carefully(block: Buffer, first: number): Generator<Line, number> {
  let number = first;
  let from = 0;
  for (let to = block.indexOf(LF); to >= 0; to = block.indexOf(LF, from)) {
    yield single(block.subarray(from, to), number, true);
    number += 1;
    from = to + 1;
  }
  return number;
}

const cut = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);
const isPlain = (block: Buffer): boolean => isUtf8(block) && !block.includes(0);

/** Whole lines of a block, its last byte being an end of line. Returns the number of the line behind it. */
function* linesOf(block: Buffer, first: number): Generator<Line, number> {
  if (!isPlain(block)) return yield* carefully(block, first);
  const texts = block.toString('utf8', 0, block.length - 1).split('\n');
  let number = first;
  for (const text of texts) {
    const fault = text.length > LINE_BYTES_MAX ? FAULTS.length : '';
    yield { number, text: fault === '' ? cut(text) : text.slice(0, SHOWN_BYTES), fault, ended: true };
    number += 1;
  }
  return number;
}

/** Throws FILE_UNREADABLE. */
export function openLines(file: string): LineFile {
  let fd: number;
  let size: number;
  try {
    fd = openSync(file, 'r');
    size = fstatSync(fd).size;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new SeatkeeperError('FILE_UNREADABLE', { file, detail }, { cause: error });
  }
  let position = 0;

  /** Whole lines, then what stands behind the last end of line. One buffer for all of them. */
  function* blocks(): Generator<{ bytes: Buffer; ended: boolean }> {
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES + LINE_BYTES_MAX + 1);
    let held = 0;
    for (;;) {
      const got = readSync(fd, buffer, held, BLOCK_BYTES, position);
      if (got === 0) break;
      position += got;
      const end = held + got;
      const last = buffer.lastIndexOf(LF, end - 1);
      if (last < 0) {
        // Of a line without end only so much is kept as shows that it is too long.
        held = Math.min(end, LINE_BYTES_MAX + 1);
        continue;
      }
      yield { bytes: buffer.subarray(0, last + 1), ended: true };
      buffer.copyWithin(0, last + 1, end);
      held = end - last - 1;
    }
    if (held > 0) yield { bytes: buffer.subarray(0, held), ended: false };
  }
  function* lines(): Generator<Line> {
    let number = 1;
    for (const { bytes, ended } of blocks()) {
      if (!ended) {
        yield single(number === 1 ? withoutMark(bytes) : bytes, number, false);
        return;
      }
      number = yield* linesOf(number === 1 ? withoutMark(bytes) : bytes, number);
    }
  }
  return {
    size,
    position: () => position,
    sample() {
      const bytes = Buffer.alloc(Math.min(size, LINE_BYTES_MAX));
      return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
    },
    lines,
    close: () => closeSync(fd),
  };
}
