/** Writes a backup file, line by line. Synchronous: it runs in the worker, within one unchanging state of the database. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { explained } from '../folder.ts';
import { BLOCK_BYTES, HEADER_BYTES, headerFront, headerLine } from './format.ts';

export interface BackupFile {
  line(value: unknown): void;
  /** Durable, and there under its name: whole or not at all. Returns its size in bytes. */
  finish(): number;
  /** Leaves nothing. */
  abandon(): void;
}

/** Throws DATA_FOLDER_FULL, DATA_FOLDER_READ_ONLY. */
export function createBackupFile(path: string): BackupFile {
  const part = `${path}.part`;
  const safely = <T>(work: () => T): T => explained(dirname(path), work);
  const fd = safely(() => openSync(part, 'w', 0o600));
  const hash = createHash('sha256');
  let lines: string[] = [];
  let pending = 0;
  let bytes = 0;

  const put = (buffer: Uint8Array, at: number): void => {
    for (let done = 0; done < buffer.length; ) done += writeSync(fd, buffer, done, buffer.length - done, at + done);
  };
  const closeBlock = (): void => {
    if (lines.length === 0) return;
    const packed = deflateRawSync(Buffer.from(lines.join('')));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(packed.length);
    const block = Buffer.concat([length, packed]);
    hash.update(block);
    safely(() => put(block, HEADER_BYTES + bytes));
    bytes += block.length;
    lines = [];
    pending = 0;
  };
  return {
    line(value) {
      const text = `${JSON.stringify(value)}\n`;
      lines.push(text);
      pending += text.length;
      if (pending >= BLOCK_BYTES) closeBlock();
    },
    finish() {
      closeBlock();
      const front = headerFront(bytes);
      const header = headerLine(front, hash.update(front).digest('hex'));
      safely(() => {
        put(Buffer.from(header), 0);
        fsyncSync(fd);
        closeSync(fd);
        renameSync(part, path);
      });
      return HEADER_BYTES + bytes;
    },
    abandon() {
      try {
        closeSync(fd);
      } catch {
        // closed already
      }
      rmSync(part, { force: true });
    },
  };
}
