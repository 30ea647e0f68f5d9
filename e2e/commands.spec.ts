/** The commands of package.json, as a person or a supervisor runs them (INTERFACES 1). */
import { spawn } from 'node:child_process';
import { expect } from '@playwright/test';
import { test } from './fixtures/lab.ts';
import { cleanEnvironment, ROOT } from './fixtures/processes.ts';

test('npm run service prints where it listens; SIGTERM to npm ends the service in order', async ({ lab }) => {
  const data = lab.folder('data');
  const npm = spawn('npm', ['run', '-s', 'service', '--', '--data', data, '--http', '127.0.0.1:0'], {
    cwd: ROOT,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid = 0 } = npm;
  try {
    let printed = '';
    npm.stdout.on('data', (text) => {
      printed += String(text);
    });
    await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+\n$/);
    expect((await lab.runTool(['create', 'domain', 'example.com'])).code).toBe(0);
    npm.kill('SIGTERM');
    await expect.poll(async () => (await lab.runTool(['display', 'domain', '*'])).code, { timeout: 20_000 }).toBe(6);
  } finally {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // its whole group has ended
    }
  }
});

test('npm run -s tool passes exit codes and output through, and nothing else', async ({ lab }) => {
  const run = (...args: string[]) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const env = cleanEnvironment({ SEATKEEPER_DATA: lab.folder('nobody') });
      const npm = spawn('npm', ['run', '-s', 'tool', '--', ...args], { cwd: ROOT, env });
      const printed = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr'] as const) {
        npm[stream].on('data', (text) => {
          printed[stream] += String(text);
        });
      }
      npm.once('close', (code) => resolve({ code, ...printed }));
    });
  expect(await run('--version')).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  expect((await run('display', 'license')).code).toBe(6);
  expect((await run('no-such-verb')).code).toBe(2);
});
