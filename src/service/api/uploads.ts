/** Files on their way into a job: streamed to the data folder, used once, never kept (issue of disk space and privacy). */
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SeatkeeperError } from '../../contract/errors.ts';
import { explained } from '../folder.ts';
import { after } from '../schedule/timers.ts';

/** Long enough to look at a dry run and decide. */
const KEPT_MS = 3_600_000;

export interface Upload {
  readonly uploadId: string;
  /** Bytes. */
  readonly size: number;
}

export interface Uploads {
  /**
   * Throws BODY_TOO_LARGE (unread if `announced` says so), DATA_FOLDER_FULL, or CANCELLED when the sender went away;
   * then nothing stays on disk.
   */
  receive(body: ReadableStream<Uint8Array> | null, announced: number, signal: AbortSignal): Promise<Upload>;
  /** The file of an upload. Throws UPLOAD_NOT_FOUND. */
  fileOf(uploadId: string): string;
  remove(uploadId: string): Promise<void>;
  close(): void;
}

export function createUploads(dataFolder: string, maxBytes: number): Uploads {
  const folder = join(dataFolder, 'uploads');
  explained(dataFolder, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
  });
  const expiries = new Map<string, () => void>();
  const remove = async (id: string) => {
    expiries.get(id)?.();
    expiries.delete(id);
    await rm(join(folder, id), { force: true });
  };
  return {
    async receive(body, announced, signal) {
      if (announced > maxBytes) throw tooLarge(maxBytes);
      const uploadId = randomBytes(16).toString('hex');
      const part = join(folder, `${uploadId}.part`);
      try {
        const size = await store(body, part, maxBytes, signal);
        await rename(part, join(folder, uploadId));
        expiries.set(
          uploadId,
          after(KEPT_MS, () => void remove(uploadId)),
        );
        return { uploadId, size };
      } catch (error) {
        await rm(part, { force: true });
        throw explainedFailure(error, signal);
      }
    },
    fileOf(uploadId) {
      const file = join(folder, uploadId);
      if (!/^[0-9a-f]{32}$/.test(uploadId) || !existsSync(file)) throw new SeatkeeperError('UPLOAD_NOT_FOUND');
      return file;
    },
    remove,
    close() {
      for (const stop of expiries.values()) stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function store(
  body: ReadableStream<Uint8Array> | null,
  file: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<number> {
  let size = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      if (size > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
  // The DOM's and Node's types of one web stream differ by name only.
  const source = body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]);
  await pipeline(source, counter, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal });
  return size;
}

const tooLarge = (maxBytes: number): SeatkeeperError =>
  new SeatkeeperError('BODY_TOO_LARGE', { limit: `${Math.floor(maxBytes / 1024 / 1024)} MiB` });

function explainedFailure(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof SeatkeeperError) return error;
  if (signal.aborted) return new SeatkeeperError('CANCELLED');
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new SeatkeeperError('DATA_FOLDER_FULL', {}, { cause: error });
  return error;
}
