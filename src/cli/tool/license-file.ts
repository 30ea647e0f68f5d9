import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import { SeatkeeperError } from '../../contract/errors.ts';
import { MAX_LICENSE_BYTES } from '../../core/license/frame.ts';

/**
 * The file's bytes, at most one more than a license may have: that proves a larger file, which is never read.
 * Throws FILE_UNREADABLE.
 */
export async function readLicenseFile(file: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const bytes = new Uint8Array(MAX_LICENSE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return bytes.subarray(0, length);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SeatkeeperError('FILE_UNREADABLE', { file, detail: code ?? message }, { cause: error });
  } finally {
    await handle?.close();
  }
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
