/** What `tool` reads from and writes to. Streams are handed in, so that tests run it in-process. */
import type { Readable, Writable } from 'node:stream';
import { SeatkeeperError } from '../../contract/errors.ts';

export interface ToolIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is it a terminal? Questions need both; progress is shown only on a terminal's stderr. */
  readonly isTty: { readonly stdin: boolean; readonly stderr: boolean };
  /** Aborted by Ctrl+C: ends what runs on the server, too. */
  readonly signal?: AbortSignal;
}

/** The reader of a stream has gone (`| head`): there is nobody left to tell. */
export class BrokenPipe extends Error {
  override readonly name = 'BrokenPipe';
}

export interface Output {
  /** Something was written already. */
  readonly started: boolean;
  /** Resolves when the stream took the text: waiting for it is the back-pressure of long lists. */
  write(text: string): Promise<void>;
}

function writeFailure(error: Error & { code?: string }, name: string): Error {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return new BrokenPipe();
  return new SeatkeeperError('FILE_UNWRITABLE', { file: name, detail: error.code ?? error.message }, { cause: error });
}

/** Rejects with BrokenPipe, or FILE_UNWRITABLE (a redirection to a full disk). */
export function openOutput(stream: Writable, name: string, before: () => void): Output {
  let started = false;
  // A failed write also emits `error`, which would end the process; its callback tells us already.
  stream.on('error', () => {});
  return {
    get started() {
      return started;
    },
    write(text) {
      before();
      started = true;
      return new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(writeFailure(error, name)) : resolve()));
      });
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text for a terminal: what others wrote into a name must not move the cursor. */
export const printable = (text: string): string => text.replace(CONTROL, '\ufffd');
