/** Runs one program, never through a shell: timed, its output kept within bounds, killed with all that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { after, stopwatch } from '../schedule/timers.ts';

export interface ProgramEnd {
  /** `done`: exit code 0. `missing`: the program could not be started at all. */
  readonly outcome: 'done' | 'failed' | 'timed-out' | 'missing';
  /** Null when it was killed, or never ran. */
  readonly exitCode: number | null;
  /** The beginning of what it printed, both streams as they came. */
  readonly output: string;
  /** Why, in words; empty when it is done. */
  readonly detail: string;
  readonly tookMs: number;
}

export type RunProgram = (command: readonly string[], timeoutMs: number) => Promise<ProgramEnd>;

const KEPT_OUTPUT = 4_096;
/** Between asking a program to end and killing it. */
const KILL_AFTER_MS = 3_000;
/** For output still under way when the program has ended; a daemon that it started may hold the pipe for ever. */
const DRAIN_MS = 200;

/** Never throws: how a program ends is a result. */
export const runProgram: RunProgram = ([file = '', ...args], timeoutMs) => {
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>();
  const took = stopwatch();
  const output = boundedText();
  let timedOut = false;
  const end = (...[outcome, exitCode, detail]: End): void =>
    resolve({ outcome, exitCode, detail, output: output.text(), tookMs: Math.round(took()) });

  let child: ChildProcess;
  try {
    // A group of its own: what a hanging script started is killed with it.
    const grouped = process.platform !== 'win32';
    child = spawn(file, args, { cwd: '/', detached: grouped, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  } catch (error) {
    end('missing', null, whyNotStarted(error));
    return promise;
  }
  // Neither a program that hangs nor what it left running may keep this process: its end is not waited for then.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', output.add);
    (stream as Socket | null)?.unref();
  }
  const stops: (() => void)[] = [];
  const giveUp = (): void => {
    timedOut = true;
    kill(child, 'SIGTERM');
    stops.push(after(KILL_AFTER_MS, () => kill(child, 'SIGKILL')));
  };
  stops.push(after(timeoutMs, giveUp));

  child.once('error', (error) => {
    for (const stop of stops) stop();
    end('missing', null, whyNotStarted(error));
  });
  child.once('exit', (code, signal) => {
    for (const stop of stops) stop();
    if (timedOut) kill(child, 'SIGKILL');
    const tell = (): void => end(...(timedOut ? lateAfter(timeoutMs) : endOf(code, signal)));
    const stopDraining = after(DRAIN_MS, tell);
    child.once('close', () => {
      stopDraining();
      tell();
    });
  });
  return promise;
};

type End = [outcome: ProgramEnd['outcome'], exitCode: number | null, detail: string];

const lateAfter = (timeoutMs: number): End => [
  'timed-out',
  null,
  `it did not end within ${Math.round(timeoutMs / 1000)} s`,
];

function endOf(code: number | null, signal: NodeJS.Signals | null): End {
  if (code === 0) return ['done', 0, ''];
  return ['failed', code, code === null ? `it was killed by ${signal}` : `it ended with exit code ${code}`];
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it may not be run',
  EPERM: 'it may not be run',
};

function whyNotStarted(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? `it cannot be started (${code || String(error)})`;
}

function boundedText(): { add: (chunk: Buffer) => void; text: () => string } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      if (size >= KEPT_OUTPUT) return;
      chunks.push(chunk.subarray(0, KEPT_OUTPUT - size));
      size += chunk.length;
    },
    text: () => Buffer.concat(chunks).toString('utf8').trim(),
  };
}
