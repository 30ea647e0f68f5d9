/** Files on their way out: made by a job in the data folder, fetched once, never kept. The mirror of uploads. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SeatkeeperError } from '../contract/errors.ts';
import type { Caller } from './api/context.ts';
import { explained } from './folder.ts';
import { after } from './schedule/timers.ts';

/** Long enough to choose where to save it. */
const KEPT_MS = 3_600_000;
const PIECE = 256 * 1024;

type Role = Caller['role'];

export interface Downloads {
  /** A place for a file that is to be made; until it is offered, nobody can fetch it. */
  place(): { readonly downloadId: string; readonly path: string };
  /** The file is whole: it can be fetched under its name, for an hour. `role`: who may, at least. */
  offer(downloadId: string, fileName: string, role: Role): void;
  /** The file as an answer; it goes away once it was read to its end. Throws DOWNLOAD_NOT_FOUND, NOT_ALLOWED. */
  answer(downloadId: string, role: Role): Promise<Response>;
  close(): void;
}

/** What was left over from another run of the service is removed. */
export function createDownloads(dataFolder: string): Downloads {
  const folder = join(dataFolder, 'downloads');
  explained(dataFolder, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
  });
  const offered = new Map<string, { readonly fileName: string; readonly role: Role; readonly forget: () => void }>();
  const remove = async (id: string): Promise<void> => {
    offered.get(id)?.forget();
    offered.delete(id);
    await rm(join(folder, id), { force: true });
  };
  return {
    place() {
      const downloadId = randomBytes(16).toString('hex');
      return { downloadId, path: join(folder, downloadId) };
    },
    offer(downloadId, fileName, role) {
      const forget = after(KEPT_MS, () => void remove(downloadId));
      offered.set(downloadId, { fileName, role, forget });
    },
    async answer(downloadId, role) {
      const found = offered.get(downloadId);
      const path = join(folder, downloadId);
      if (!found || !existsSync(path)) throw new SeatkeeperError('DOWNLOAD_NOT_FOUND');
      if (found.role === 'admin' && role !== 'admin') throw new SeatkeeperError('NOT_ALLOWED');
      return new Response(
        stream(await open(path), () => remove(downloadId)),
        {
          headers: {
            'content-type': 'application/octet-stream',
            'content-length': String(statSync(path).size),
            'content-disposition': `attachment; filename="${found.fileName}"`,
          },
        },
      );
    },
    close() {
      for (const { forget } of offered.values()) forget();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function stream(file: FileHandle, ended: () => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE), 0, PIECE);
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      await file.close();
      await ended();
      controller.close();
    },
    cancel: () => file.close(),
  });
}
