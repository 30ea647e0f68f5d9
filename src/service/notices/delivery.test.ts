import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestSmtp, type TestSmtp } from '../../vendor/smtp.testkit.ts';
import { DAY, headersOf, notice, openOutbox, rowsOf, settingsOf, type TestOutbox } from './notices.testkit.ts';
import { MAX_ATTEMPTS, waitAfter } from './outbox.ts';

let folder: string;
let smtp: TestSmtp;
let outbox: TestOutbox;
const HOUR = DAY / 24;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-notices-'));
  smtp = await startTestSmtp();
  outbox = await openOutbox(folder, smtp.url);
});
afterEach(async () => {
  await outbox.close();
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

const restart = async (): Promise<void> => {
  await outbox.close();
  outbox = await openOutbox(folder, smtp.url, outbox.timers);
};
const recipients = async () => (await rowsOf(outbox)).flatMap((row) => row.recipients);

describe('LICENSING 5: every notice is told once per occasion', () => {
  test('the same occasion again is no new notice, also after a restart; a rolled back one was never told', async () => {
    expect(await outbox.tell('t0/24h')).toBe(true);
    expect(await outbox.tell('t0/24h', { subject: 'Other words' })).toBe(false);
    expect(await outbox.tell('t0/24h', { kind: 'mismatch' })).toBe(true);
    await outbox.notices.idle();
    await restart();
    expect(await outbox.tell('t0/24h')).toBe(false);
    const undone = outbox.store.write(async (trx) => {
      await outbox.notices.enqueue(trx, notice('t0/36h'));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await outbox.notices.idle();
    expect(smtp.messages).toHaveLength(4);
    expect(await outbox.tell('t0/36h')).toBe(true);
  });

  test('each recipient gets a mail of their own, one connection at a time, all with one Message-ID', async () => {
    outbox.settings = { ...outbox.settings, also: ['Ops@Example.com', 'holder@EXAMPLE.com', 'nonsense', 'a@b\r\nx@y'] };
    await outbox.tell('one', { roles: ['postmaster', 'holder', 'vendor'] });
    await outbox.notices.idle();
    const mails = smtp.messages.map(headersOf);
    expect(mails.map(({ to }) => to)).toEqual([
      'postmaster@example.com',
      'holder@example.com',
      'vendor@example.com',
      'ops@example.com',
    ]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
    expect(mails[0]?.id).toMatch(/^<[0-9a-f-]{36}@mail\.example\.com>$/);
    expect(smtp.messages[0]).toMatch(/^From: Seatkeeper <postmaster@example\.com>$/m);
    expect(smtp.messages[0]).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(smtp.busy.most).toBe(1);
    expect((await rowsOf(outbox))[0]).toMatchObject({ state: 'sent' });
  });

  test('a subject that brings its own lines stays one header', async () => {
    await outbox.tell('x', { subject: 'Hi\r\nBcc: spy@example.com', holder: '' });
    await outbox.notices.idle();
    expect(smtp.messages).toHaveLength(1);
    expect(smtp.messages[0]).not.toMatch(/^Bcc:/m);
  });
});

describe('a mail server that is away', () => {
  test('for a week: everything is delivered once when it is back, in order', async () => {
    const port = Number(new URL(smtp.url).port);
    await smtp.close();
    for (let day = 0; day < 7; day += 1) {
      await outbox.tell(`day ${day}`);
      await outbox.pass(DAY);
    }
    expect(await outbox.notices.status()).toMatchObject({ configured: true, waiting: 7, failed: 0 });
    expect((await outbox.notices.status()).warning?.message).toContain('(7 wait)');
    smtp = await startTestSmtp(port);
    await outbox.pass(HOUR);
    expect(smtp.messages.map((message) => headersOf(message).subject)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].flatMap((day) => [`About day ${day}`, `About day ${day}`]),
    );
    await outbox.pass(7 * DAY);
    expect(smtp.messages).toHaveLength(14);
    expect(await outbox.notices.status()).toMatchObject({ waiting: 0, failed: 0, warning: null });
  });

  test('is asked 1, 2, 4 … minutes later, then hourly, for more than two weeks; then it is given up', async () => {
    smtp.answer = (command) => (command.startsWith('MAIL') ? '451 later' : undefined);
    await outbox.tell('x', { holder: '' });
    const tries: number[] = [];
    await outbox.notices.idle();
    for (let n = 0; n < 9; n += 1) {
      const [next = 0] = outbox.timers.waiting();
      tries.push((next - outbox.timers.now()) / 60_000);
      await outbox.pass(next - outbox.timers.now());
    }
    expect(tries).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect((await recipients())[0]).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('451') });
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, n) => waitAfter(n + 1));
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(14 * DAY);
    await outbox.store.write((trx) =>
      trx
        .updateTable('notice_recipient')
        .set({ attempts: MAX_ATTEMPTS - 2 })
        .execute(),
    );
    await outbox.pass(2 * HOUR);
    expect((await recipients())[0]).toMatchObject({ state: 'failed', attempts: 400 });
    expect(await outbox.notices.status()).toMatchObject({ waiting: 0, failed: 1 });
    expect(outbox.timers.waiting()).toEqual([]);
  });

  test('a clock that was wrong holds nothing up, and gives nothing up', async () => {
    smtp.refusing = true;
    outbox.timers.jump(Date.parse('2099-01-01T00:00:00Z'));
    await outbox.tell('x', { holder: '' });
    await outbox.pass(2 * HOUR);
    outbox.timers.jump(Date.parse('1970-01-02T00:00:00Z'));
    smtp.refusing = false;
    await outbox.pass(HOUR);
    expect(smtp.messages).toHaveLength(1);
  });

  test('one that never answers ends at the deadline, and nothing else waits for it', async () => {
    smtp.answer = (command) => (command.startsWith('EHLO') ? '' : undefined);
    await outbox.tell('x', { holder: '' });
    await expect.poll(() => smtp.open.now).toBe(1);
    expect(await outbox.tell('y', { holder: '' })).toBe(true);
    smtp.answer = () => undefined;
    await outbox.timers.pass(120_000, async () => {});
    await outbox.pass(5 * 60_000);
    expect(smtp.messages).toHaveLength(2);
  });
});

describe('recipients', () => {
  test('one that is refused holds up nobody, and nobody gets the mail twice', async () => {
    smtp.answer = (command) => (/^RCPT TO:<holder/.test(command) ? '550 5.1.1 no such user' : undefined);
    await outbox.tell('x', { roles: ['holder', 'postmaster'] });
    await outbox.pass(3 * DAY);
    expect(smtp.messages.map((message) => headersOf(message).to)).toEqual(['postmaster@example.com']);
    expect(await recipients()).toMatchObject([
      { address: 'holder@example.com', state: 'failed', attempts: 30, lastError: expect.stringContaining('5.1.1') },
      { address: 'postmaster@example.com', state: 'sent', attempts: 1 },
    ]);
    expect((await rowsOf(outbox))[0]?.state).toBe('failed');
  });

  test('a refusal that somebody corrects within a day loses nothing', async () => {
    smtp.answer = (command) => (command.startsWith('RCPT') ? '554 5.7.1 relay access denied' : undefined);
    await outbox.tell('x');
    await outbox.pass(20 * HOUR);
    smtp.answer = () => undefined;
    await outbox.pass(HOUR);
    expect(smtp.messages).toHaveLength(2);
  });

  test('without a mail server everything waits and a warning says so; once there is one, all of it goes out', async () => {
    outbox.settings = { ...settingsOf(''), postmaster: '' };
    await outbox.tell('x', { holder: '' });
    await outbox.pass(DAY);
    expect(await outbox.notices.status()).toMatchObject({ configured: false, waiting: 1 });
    expect((await outbox.notices.status()).warning?.message).toContain('No mail server is configured');
    expect(await recipients()).toEqual([]);
    outbox.settings = { ...settingsOf(smtp.url), postmaster: '' };
    outbox.notices.settingsChanged();
    await outbox.pass(1);
    expect((await outbox.notices.status()).warning?.message).toContain('No postmaster');
    outbox.settings = settingsOf(smtp.url);
    outbox.notices.settingsChanged();
    await expect.poll(() => smtp.messages.length).toBe(1);
  });
});

test('the list is read newest first, page by page, by state', async () => {
  smtp.refusing = true;
  for (let n = 1; n <= 5; n += 1) await outbox.tell(`n${n}`);
  const page = async (cursor: string | null, state: 'waiting' | 'sent' | null = null) => {
    const { rows, next } = await outbox.notices.list({ state, cursor, limit: 2 });
    return { occasions: rows.map(({ occasion }) => occasion), next };
  };
  const first = await page(null, 'waiting');
  expect(first.occasions).toEqual(['n5', 'n4']);
  const second = await page(first.next);
  expect(second.occasions).toEqual(['n3', 'n2']);
  expect(await page(second.next)).toEqual({ occasions: ['n1'], next: null });
  expect(await page(null, 'sent')).toEqual({ occasions: [], next: null });
  await expect(page('1; drop table notice')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

describe('the test mail', () => {
  test('says for each recipient whether it was taken, once, and is listed', async () => {
    smtp.answer = (command) => (/^RCPT TO:<holder/.test(command) ? '550 no' : undefined);
    const { recipients: told } = await outbox.notices.sendTest();
    expect(told).toEqual([
      { address: 'postmaster@example.com', sent: true, detail: '' },
      { address: 'holder@example.com', sent: false, detail: expect.stringContaining('550 no') },
    ]);
    await outbox.pass(DAY);
    expect(smtp.messages).toHaveLength(1);
    expect((await rowsOf(outbox))[0]).toMatchObject({ kind: 'test', state: 'failed' });
  });

  test('needs a mail server and somebody to send to', async () => {
    outbox.settings = settingsOf('');
    await expect(outbox.notices.sendTest()).rejects.toMatchObject({ code: 'NOTICES_NOT_CONFIGURED' });
  });
});
