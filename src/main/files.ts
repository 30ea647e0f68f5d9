/** The two files a person picks in native dialogs. */
import { createWriteStream } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OpenedFile } from '../contract/bridge.ts';
import { SeatkeeperError } from '../contract/errors.ts';
import { MAX_LICENSE_BYTES } from '../core/license/frame.ts';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** The text of a license.xml. Throws LICENSE_MALFORMED for a larger file, unread, and FILE_UNREADABLE. */
export async function readLicenseFile(path: string): Promise<OpenedFile> {
  const bytes = await readAtMost(path, MAX_LICENSE_BYTES);
  try {
    return { name: basename(path), text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new SeatkeeperError('LICENSE_MALFORMED', { detail: 'it is not UTF-8 text' });
  }
}

async function readAtMost(path: string, limit: number): Promise<Uint8Array> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new SeatkeeperError('FILE_UNREADABLE', { file: path, detail: codeOf(error) });
  });
  try {
    const { size } = await handle.stat();
    if (size > limit) throw tooLarge();
    const buffer = new Uint8Array(limit + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead > limit) throw tooLarge(); // it grew, or its size is not told (a device)
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof SeatkeeperError) throw error;
    throw new SeatkeeperError('FILE_UNREADABLE', { file: path, detail: codeOf(error) });
  } finally {
    await handle.close();
  }
}

const tooLarge = (): SeatkeeperError =>
  new SeatkeeperError('LICENSE_MALFORMED', { detail: 'it is larger than 64 KiB' });

/** Writes the whole stream or leaves the file as it was; readable by its owner only. Throws FILE_UNWRITABLE, or what `from` throws. */
export async function saveStream(path: string, from: () => Promise<ReadableStream<Uint8Array>>): Promise<void> {
  const draft = `${path}.part`;
  const source = await from();
  try {
    // The DOM's and Node's types of one web stream differ by name only.
    const body = Readable.fromWeb(source as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(body, createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new SeatkeeperError('FILE_UNWRITABLE', { file: path, detail: codeOf(error) });
  }
}

/** Writes the whole text or leaves the file as it was. Throws FILE_UNWRITABLE. */
export async function saveText(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new SeatkeeperError('FILE_UNWRITABLE', { file: path, detail: codeOf(error) });
  }
}
