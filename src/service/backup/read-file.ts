/** Reads a backup file: first that it is whole, then line by line. Nothing of it is believed before its hash was. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { SeatkeeperError } from '../../contract/errors.ts';
import { BACKUP_FORMAT, BLOCK_MAX, damaged, HEADER_BYTES, LINE_MAX, parseHeader } from './format.ts';

const PIECE = 1024 * 1024;

export interface BackupReader {
  lines(): Generator<string>;
  close(): void;
}

/**
 * Throws BACKUP_UNREADABLE for a file that is cut off, changed or something else, BACKUP_NEWER for one of a later format.
 * `look` is called now and then, to cancel.
 */
export function openBackupFile(path: string, look: () => void): BackupReader {
  const fd = openSync(path, 'r');
  try {
    const end = verify(fd, look);
    return { lines: () => linesOf(fd, end), close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readFully(fd: number, length: number, at: number): Buffer {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const n = readSync(fd, buffer, done, length - done, at + done);
    if (n === 0) throw damaged('it ends early');
    done += n;
  }
  return buffer;
}

/** Where its content ends. The order matters: of a damaged header not even the format is believed. */
function verify(fd: number, look: () => void): number {
  const { size } = fstatSync(fd);
  if (size < HEADER_BYTES) throw damaged('it ends within its first line, or is no backup of Seatkeeper');
  const header = parseHeader(readFully(fd, HEADER_BYTES, 0).toString('latin1'));
  if (!header) throw damaged('it does not begin as a backup of Seatkeeper does');
  const end = HEADER_BYTES + header.bytes;
  if (size < end) throw damaged(`it is cut off: ${size} of ${end} bytes are there`);
  if (size > end) throw damaged(`something follows behind its end: ${size} bytes instead of ${end}`);
  const hash = createHash('sha256');
  for (let at = HEADER_BYTES; at < end; at += PIECE) {
    look();
    hash.update(readFully(fd, Math.min(PIECE, end - at), at));
  }
  if (hash.update(header.signed).digest('hex') !== header.sha256) {
    throw damaged('it was changed after it was made: its SHA-256 does not fit');
  }
  if (header.format !== BACKUP_FORMAT) {
    throw new SeatkeeperError('BACKUP_NEWER', { found: `format ${header.format}`, known: BACKUP_FORMAT });
  }
  return end;
}

function* linesOf(fd: number, end: number): Generator<string> {
  for (let at = HEADER_BYTES; at < end; ) {
    if (end - at < 4) throw damaged('a block of it is incomplete');
    const length = readFully(fd, 4, at).readUInt32BE();
    if (length === 0 || length > Math.min(BLOCK_MAX, end - at - 4)) throw damaged('a block of it is incomplete');
    yield* linesIn(unpacked(readFully(fd, length, at + 4)));
    at += 4 + length;
  }
}

function unpacked(block: Buffer): string {
  try {
    const bytes = inflateRawSync(block, { maxOutputLength: BLOCK_MAX });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SeatkeeperError('BACKUP_UNREADABLE', { detail: 'a block of it cannot be unpacked' }, { cause: error });
  }
}

function* linesIn(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const to = text.indexOf('\n', from);
    if (to < 0 || to - from > LINE_MAX) throw damaged('a line of it is too long');
    yield text.slice(from, to);
    from = to + 1;
  }
}
