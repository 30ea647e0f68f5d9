/** `tool` as a process in a shell: pipes, signals, exit codes, other users. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

const ENTRY = fileURLToPath(new URL('../tool-entry.ts', import.meta.url));
const ACCOUNTS = 4000;

let world: World;
let file: string;
beforeAll(async () => {
  world = await openWorld();
  const rows = Array.from({ length: ACCOUNTS }, (_, i) => `u${i}@example.com,${i % 3 === 0 ? 1 : 0}`);
  file = await world.file('accounts.csv', `address,U_IM\n${rows.join('\n')}\n`);
  await world.json(['import', 'accounts', file]);
});
afterAll(() => world.close());

interface Shell {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script with `tool` in it; $TOOL_STATUS is its exit code in a pipe. */
function shell(script: string, env: Record<string, string> = {}, as: { uid?: number } = {}): Promise<Shell> {
  const tool = `tool() { "$NODE" --no-warnings "$ENTRY" "$@"; }`;
  const child = spawn('bash', ['-c', `${tool}; ${script}`], {
    env: { PATH: process.env.PATH, ...world.env, NODE: process.execPath, ENTRY, FILE: file, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('INTERFACES 2: display license --json equals what awk counts in the imported file', async () => {
  const run = await shell(
    `awk -F, 'NR > 1 && $2 == 1' "$FILE" | wc -l; tool display license --json | awk '/"id": "im"/ { found = 1 } found && /"used"/ { gsub(/[^0-9]/, ""); print; exit }'`,
  );
  const [counted, shown] = run.stdout.trim().split('\n');
  expect([run.stderr, shown]).toEqual(['', counted]);
  expect(Number(counted)).toBe(Math.ceil(ACCOUNTS / 3));
});

test('| head ends a list quietly', async () => {
  const run = await shell('tool export account "*@*" U_IM | head -n 1; echo $PIPESTATUS');
  expect(run).toEqual({ code: 0, stdout: 'u0@example.com,1,\n0\n', stderr: '' });
});

test('exit codes as a shell sees them', async () => {
  const script = [
    'tool display account x@example.com',
    'tool display license --data "$EMPTY"',
    'tool create account u1@example.com',
  ].map((command) => `${command} >/dev/null 2>&1; echo $?`);
  const run = await shell(script.join('; '), { EMPTY: world.folder });
  expect(run.stdout).toBe('3\n6\n4\n');
});

test('standard input from a pipe, progress kept out of it', async () => {
  const run = await shell('cat "$FILE" | tool import accounts - --json');
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(JSON.parse(run.stdout)).toMatchObject({ created: 0, unchanged: ACCOUNTS });
});

test('Ctrl+C while an upload waits for more: CANCELLED, nothing imported, nothing left of it', async () => {
  const argv = ['--no-warnings', ENTRY, 'import', 'accounts', '-'];
  const child = spawn(process.execPath, argv, { env: world.env, stdio: ['pipe', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdin.write('address\nnew@example.com\n');
  const uploads = join(world.env.SEATKEEPER_DATA ?? '', 'uploads');
  await vi.waitUntil(async () => (await readdir(uploads)).length > 0, { timeout: 15_000 });
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(stderr).toContain('(CANCELLED)');
  await vi.waitUntil(async () => (await readdir(uploads)).length === 0, { timeout: 15_000 });
  expect((await world.tool(['display', 'account', 'new@example.com'])).code).toBe(3);
});

test('the folder of another user’s service is exit code 7, not “no service”', async (context) => {
  const root = process.getuid?.() === 0;
  if (process.platform === 'win32') context.skip();
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-other-'));
  await writeFile(join(folder, 'local.token'), 'x');
  // Root may read everything: then somebody else asks.
  await chmod(folder, root ? 0o700 : 0o000);
  const run = await shell('tool display license --json --data "$OTHER"', { OTHER: folder }, root ? { uid: 65534 } : {});
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
  if (root && run.stdout === '') context.skip('the sources cannot be read by another user here');
  expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([7, 'NOT_SIGNED_IN']);
});
