import { createReadStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { SeatkeeperError } from '../../contract/errors.ts';
import { MAX_LICENSE_BYTES } from '../../core/license/frame.ts';

/**
 * The bytes of the file, or of standard input for `-`; at most one more than a license may have: that proves a larger
 * one, which is never read. Throws FILE_UNREADABLE.
 */
export async function readLicenseFile(file: string, stdin: Readable): Promise<Uint8Array> {
  const stream = file === '-' ? stdin : createReadStream(file, { end: MAX_LICENSE_BYTES });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_LICENSE_BYTES) break;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SeatkeeperError('FILE_UNREADABLE', { file, detail: code ?? message }, { cause: error });
  }
  return Buffer.concat(chunks).subarray(0, MAX_LICENSE_BYTES + 1);
}

/** Replaces the file as a whole or not at all. Throws FILE_UNWRITABLE. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SeatkeeperError('FILE_UNWRITABLE', { file, detail: code ?? message }, { cause: error });
  }
}
