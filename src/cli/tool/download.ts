/** Files that a job of the control service has made, on their way to a file here: whole or not at all. */
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Context } from './context.ts';
import { responseError } from './response-error.ts';

export interface Draft {
  /** Fetches the download into the file. */
  fill(downloadId: string): Promise<void>;
  /** Leaves the file as it was. */
  discard(): Promise<void>;
}

const unwritable = (file: string, error: unknown): SeatkeeperError => {
  const { code, message } = error as NodeJS.ErrnoException;
  return new SeatkeeperError('FILE_UNWRITABLE', { file, detail: code ?? message }, { cause: error });
};

/** Proves that the file can be written before anybody works for it. Readable by its owner only. Throws FILE_UNWRITABLE. */
export async function openDraft(context: Context, file: string): Promise<Draft> {
  const draft = `${file}.${process.pid}.new`;
  const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  await handle.close();
  const discard = (): Promise<void> => rm(draft, { force: true });
  return {
    discard,
    async fill(downloadId) {
      const link = await context.service();
      const response = await link.fetch(`/downloads/${downloadId}`, { signal: context.signal });
      if (!response.ok || !response.body) throw await responseError(response, link.url);
      // The DOM's and Node's types of one web stream differ by name only.
      const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
      const out = createWriteStream(draft);
      let failed: unknown;
      out.once('error', (error) => {
        failed = error;
      });
      await pipeline(body, out).catch((error: unknown) => {
        if (failed === error) throw unwritable(file, error);
        throw new SeatkeeperError('SERVICE_UNREACHABLE', { url: link.url, detail: 'the file broke off' });
      });
      await rename(draft, file).catch((error: unknown) => {
        throw unwritable(file, error);
      });
    },
  };
}
