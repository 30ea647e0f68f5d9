import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestSmtp, type TestSmtp } from '../../vendor/smtp.testkit.ts';
import { headersOf, openOutbox, rowsOf } from './notices.testkit.ts';

let folder: string;
let smtp: TestSmtp;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-crash-'));
  smtp = await startTestSmtp();
});
afterEach(async () => {
  await killed();
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

function run(occasion: string): void {
  const file = join(import.meta.dirname, 'process.testkit.ts');
  child = fork(file, [folder, smtp.url, occasion], { execArgv: [], stdio: 'ignore' });
}
async function killed(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** What a later run delivers, and how the outbox looks then. */
async function afterwards() {
  const outbox = await openOutbox(folder, smtp.url);
  outbox.notices.start();
  expect(await outbox.tell('t0/24h')).toBe(false);
  await outbox.pass(60 * 60_000);
  const rows = await rowsOf(outbox);
  await outbox.close();
  return rows;
}

describe('LICENSING 5: once per occasion, also across restarts', () => {
  test('killed between the mail server’s taking a mail and noting it: it comes again under the same Message-ID', async () => {
    smtp.arrived = async () => {
      await killed();
      smtp.arrived = async () => {};
    };
    run('t0/24h');
    await expect.poll(() => child?.signalCode, { timeout: 15_000 }).toBe('SIGKILL');
    expect(smtp.messages).toHaveLength(1);
    expect(await afterwards()).toMatchObject([{ occasion: 't0/24h', state: 'sent' }]);
    const mails = smtp.messages.map(headersOf);
    expect(mails.map(({ to }) => to)).toEqual([
      'postmaster@example.com',
      'postmaster@example.com',
      'holder@example.com',
    ]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
  });

  test('killed between two recipients: the first gets nothing again', async () => {
    smtp.answer = (command) => {
      if (!command.startsWith('RCPT TO:<holder')) return undefined;
      child?.kill('SIGKILL');
      return '';
    };
    run('t0/24h');
    await expect.poll(() => child?.signalCode, { timeout: 15_000 }).toBe('SIGKILL');
    smtp.answer = () => undefined;
    expect(await afterwards()).toMatchObject([{ occasion: 't0/24h', state: 'sent' }]);
    expect(smtp.messages.map((message) => headersOf(message).to)).toEqual([
      'postmaster@example.com',
      'holder@example.com',
    ]);
  });
});
