/** Files on their way to the control service: streamed as they are read. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Context } from './context.ts';
import { progressText } from './progress.ts';
import { responseError } from './response-error.ts';

const MEBIBYTE = 1024 * 1024;
const uploaded = z.object({ uploadId: z.string() });

interface Source {
  readonly stream: Readable;
  /** Bytes; null for standard input. */
  readonly size: number | null;
}

const unreadable = (file: string, error: NodeJS.ErrnoException): SeatkeeperError =>
  new SeatkeeperError('FILE_UNREADABLE', { file, detail: error.code ?? error.message }, { cause: error });

async function sourceOf(context: Context, file: string): Promise<Source> {
  if (file === '-') return { stream: context.io.stdin, size: null };
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, error);
  });
  if (found.isDirectory()) throw new SeatkeeperError('FILE_UNREADABLE', { file, detail: 'it is a folder' });
  // A pipe (`<(zcat …)`) has no size.
  return { stream: createReadStream(file, { highWaterMark: MEBIBYTE / 4 }), size: found.isFile() ? found.size : null };
}

/** Sends a file, or standard input for `-`, as fast as the server takes them. Returns the upload's id. */
export async function upload(context: Context, file: string): Promise<string> {
  const link = await context.service();
  const { stream, size } = await sourceOf(context, file);
  let failed: NodeJS.ErrnoException | undefined;
  stream.once('error', (error) => {
    failed = error;
  });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    for await (const chunk of stream) {
      yield chunk;
      sent += chunk.length;
      const mebibytes = (bytes: number): number => Math.floor(bytes / MEBIBYTE);
      context.progress.show(progressText('uploading, MiB', mebibytes(sent), size === null ? null : mebibytes(size)));
    }
  }
  const body = Readable.toWeb(Readable.from(chunks(), { objectMode: false })) as ReadableStream<Uint8Array>;
  const init = { method: 'POST', body, duplex: 'half', signal: context.signal, headers: UPLOAD_HEADERS };
  const response = await link.fetch('/uploads', init as RequestInit).catch((error: unknown) => {
    throw failed ? unreadable(file, failed) : error;
  });
  if (!response.ok) throw await responseError(response, link.url);
  return uploaded.parse(await response.json()).uploadId;
}

const UPLOAD_HEADERS = { 'content-type': 'application/octet-stream' };
