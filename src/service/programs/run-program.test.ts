import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProgram } from './run-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

const LONG = 30_000;

test('a program that ends well: its output, both streams, and no shell between', async () => {
  const path = script('good', 'echo "out: $1"; echo err >&2');
  const end = await runProgram([path, '$(touch pwned); `id`'], LONG);
  expect(end).toMatchObject({ outcome: 'done', exitCode: 0, detail: '' });
  expect(end.output.split('\n').sort()).toEqual(['err', 'out: $(touch pwned); `id`']);
});

test('exit code 1, death by a signal, a program that does not exist, one that may not be run', async () => {
  expect(await runProgram([script('bad', 'echo no; exit 1')], LONG)).toMatchObject({
    outcome: 'failed',
    exitCode: 1,
    output: 'no',
    detail: 'it ended with exit code 1',
  });
  expect(await runProgram([script('dies', 'kill -9 $$')], LONG)).toMatchObject({
    outcome: 'failed',
    exitCode: null,
    detail: 'it was killed by SIGKILL',
  });
  expect(await runProgram([join(folder, 'nothing')], LONG)).toMatchObject({
    outcome: 'missing',
    exitCode: null,
    detail: 'there is no such program',
  });
  writeFileSync(join(folder, 'plain'), 'text', { mode: 0o600 });
  expect(await runProgram([join(folder, 'plain')], LONG)).toMatchObject({ outcome: 'missing' });
});

test('one that hangs is killed with all that it started, also when it will not listen', async () => {
  const pids = join(folder, 'pids');
  const path = script('hangs', `trap '' TERM\nsleep 600 &\necho "$$ $!" > ${pids}\nwait\nsleep 600`);
  const end = await runProgram([path], 200);
  expect(end).toMatchObject({ outcome: 'timed-out', exitCode: null });
  expect(existsSync(pids)).toBe(true);
  for (const pid of readFileSync(pids, 'utf8').trim().split(' ')) expect(alive(Number(pid))).toBe(false);
});

/** A zombie that nobody has collected yet is dead. */
function alive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('what a program leaves running does not hold it up, and output without end is cut', async () => {
  const daemon = join(folder, 'daemon');
  const left = await runProgram([script('leaves', `sleep 600 & echo $! > ${daemon}; echo started`)], LONG);
  process.kill(Number(readFileSync(daemon, 'utf8')));
  expect(left).toMatchObject({ outcome: 'done', output: 'started' });
  const chatty = await runProgram([script('chatty', 'head -c 1000000 /dev/zero | tr "\\0" x')], LONG);
  expect(chatty.outcome).toBe('done');
  expect(chatty.output).toHaveLength(4096);
});
