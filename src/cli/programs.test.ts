/** The service and the browser console as programs: what they print, how they end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findRunningService } from '../service/running.ts';
import { runConsole } from './console.ts';
import type { ProgramIo } from './program.ts';
import { runService } from './service.ts';

let folder: string;
let programs: { end: () => void; code: Promise<number> }[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-programs-'));
  programs = [];
});
afterEach(async () => {
  for (const program of programs) {
    program.end();
    await program.code;
  }
  rmSync(folder, { recursive: true, force: true });
});

const noDemo = () => Promise.reject(new Error('not asked for'));
const console_ = (argv: readonly string[], io: ProgramIo) => runConsole(argv, io, noDemo);

function run(program: (argv: readonly string[], io: ProgramIo) => Promise<number>, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const ended = Promise.withResolvers<void>();
  const io = {
    env: { SEATKEEPER_LOG: 'error' },
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    ended: ended.promise,
  };
  const started = { out, err, end: () => ended.resolve(), code: program(argv, io) };
  programs.push(started);
  return started;
}
const onFolder = () => ['--data', folder, '--http', ':0'] as const;

async function signIn(line: string | undefined): Promise<number> {
  const url = /^Open in a browser on this machine: (http:\S+)$/.exec(line ?? '')?.[1] ?? '';
  return (await fetch(url, { redirect: 'manual' })).status;
}

test('the service says where it listens, once it does, and ends with 0', async () => {
  const service = run(runService, ...onFolder());
  await vi.waitFor(() => expect(service.out).toHaveLength(1), 10_000);
  expect(service.out[0]).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+$/);
  expect(await findRunningService(folder)).toBeDefined();
  service.end();
  expect(await service.code).toBe(0);
  expect(service.err).toEqual([]);
  expect(await findRunningService(folder)).toBeUndefined();
});

test('what keeps the service from starting is said in words: what happened, what to do', async () => {
  writeFileSync(join(folder, 'seatkeeper.toml'), '[listen]\nhttp = "127.0.0.1:99999"\n');
  const broken = run(runService, '--data', folder);
  expect(await broken.code).toBe(1);
  expect(broken.err.join('\n')).toBe(
    `${folder}/seatkeeper.toml cannot be used: listen.http: must be 127.0.0.1:PORT, localhost:PORT or [::1]:PORT: plain HTTP serves this machine only.\nCorrect the line named here and start again.`,
  );
});

test.each([runService, console_])('a misused program shows how it is used: %s', async (program) => {
  const misused = run(program, '--port', '5');
  expect([await misused.code, misused.out]).toEqual([2, []]);
  expect(misused.err.join('')).toContain('--port');
  expect(misused.err.join('')).toContain('usage: ');
  const help = run(program, '--help');
  expect([await help.code, help.err]).toEqual([0, []]);
  expect(help.out.join('')).toContain('usage: ');
});

test('the console prints an address that signs in once; a second console shows the way to the first', async () => {
  writeFileSync(join(folder, 'unrelated'), '');
  const first = run(console_, ...onFolder());
  await vi.waitFor(() => expect(first.out).toHaveLength(1), 10_000);
  const second = run(console_, ...onFolder());
  expect(await second.code).toBe(0);
  expect(second.out).toHaveLength(1);
  expect(new URL(second.out[0]?.split(' ').at(-1) ?? '').port).toBe(
    new URL(first.out[0]?.split(' ').at(-1) ?? '').port,
  );
  expect([await signIn(first.out[0]), await signIn(first.out[0]), await signIn(second.out[0])]).toEqual([
    303, 403, 303,
  ]);
  first.end();
  expect([await first.code, first.err]).toEqual([0, []]);
});

test('DESIGN 4: a console yields to a daemon, and shows the way to it', async () => {
  const consoleProgram = run(console_, ...onFolder());
  await vi.waitFor(() => expect(consoleProgram.out).toHaveLength(1), 10_000);
  const service = run(runService, ...onFolder());
  expect(await consoleProgram.code).toBe(0);
  expect(service.out).toHaveLength(1);
  expect(consoleProgram.out[1]).toContain(service.out[0]?.replace('listening ', ''));
  expect(await signIn(consoleProgram.out[1])).toBe(303);
});

test('a demonstration is prepared first, served with its own environment, and removed at the end', async () => {
  const steps: string[] = [];
  const demo = {
    dataFolder: join(folder, 'demo'),
    env: { SEATKEEPER_HTTP: '127.0.0.1:0', SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:9' },
    close: async () => void steps.push('removed'),
  };
  const program = run((argv, io) => runConsole(argv, io, async () => demo), '--demo');
  await vi.waitFor(() => expect(program.out).toHaveLength(1), 10_000);
  const running = await findRunningService(demo.dataFolder);
  const response = await fetch(`${running?.url}/rpc/system/about`, {
    method: 'POST',
    headers: { 'x-csrf-token': 'orpc' },
  });
  expect(await response.json()).toEqual({ json: expect.objectContaining({ demo: true, host: 'console' }) });
  expect(steps).toEqual([]);
  program.end();
  expect([await program.code, steps]).toEqual([0, ['removed']]);
});
