/** Runs `tool` in-process and keeps what it wrote. */
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Client } from '../../contract/client.ts';
import { runTool } from '../tool.ts';
import type { ExitCode } from './failure.ts';
import type { ServiceLink } from './link.ts';

export interface ToolRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly terminal?: boolean;
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** A service that is not there: only the procedures that the test gives. */
  readonly client?: object;
  readonly stdout?: Writable;
}

export function collector(): Writable & { readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString('utf8') });
}

const linkOf = (client: object) => (): Promise<ServiceLink> =>
  Promise.resolve({
    url: 'http://127.0.0.1:1',
    client: client as Client,
    fetch: () => Promise.reject(new Error('this test has no uploads')),
  });

export async function tool(argv: readonly string[], options: RunOptions = {}): Promise<ToolRun> {
  const stdout = collector();
  const stderr = collector();
  const terminal = options.terminal === true;
  const io = {
    stdin: options.stdin === undefined ? new PassThrough().end() : Readable.from([Buffer.from(options.stdin)]),
    stdout: options.stdout ?? stdout,
    stderr,
    env: options.env ?? {},
    isTty: { stdin: terminal, stderr: terminal },
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const code = await (options.client ? runTool(argv, io, linkOf(options.client)) : runTool(argv, io));
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
