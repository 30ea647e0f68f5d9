/** Files that go with mails, over a real store and a real mail server (LICENSING 6). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSmtp, type TestSmtp } from '../../vendor/smtp.testkit.ts';
import { MOST_KEPT } from './attachments.ts';
import { DAY, openOutbox, rowsOf, settingsOf, type TestOutbox } from './notices.testkit.ts';

let folder: string;
let smtp: TestSmtp;
let outbox: TestOutbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-attachments-'));
  smtp = await startTestSmtp();
  outbox = await openOutbox(folder, smtp.url);
});
afterEach(async () => {
  await outbox.close();
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

const fileOf = (content: string, fileName = 'list.csv') => ({ fileName, contentType: 'text/csv', content });
/** What a mail program shows of a message's file. */
function received(message: string | undefined): string {
  const [, encoded = ''] = /filename=list\.csv[\s\S]*?\n\n([A-Za-z0-9+/=\n]+)/.exec(message ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString();
}
const kept = async () => {
  const rows = await outbox.store.read.selectFrom('notice_attachment').selectAll().orderBy('notice_id').execute();
  return rows.map(({ content }) => content.length);
};

test('every recipient gets the whole file, whatever is in it; then only its name is kept', async () => {
  const content = `address\r\n${'zoë@ä.example,"a ""b"""\r\n😀'.repeat(20_000)}`;
  await outbox.tell('one', { attachment: fileOf(content) });
  await outbox.notices.idle();
  expect(smtp.messages).toHaveLength(2);
  expect(smtp.messages[0]).toMatch(/^Content-Type: text\/csv; charset=utf-8; name=list.csv$/m);
  for (const message of smtp.messages) expect(received(message) === content).toBe(true);
  expect(await kept()).toEqual([0]);
  expect((await rowsOf(outbox))[0]).toMatchObject({ state: 'sent', attachment: 'list.csv' });
  await outbox.tell('two');
  expect((await rowsOf(outbox))[0]).toMatchObject({ occasion: 'two', attachment: null });
});

test('the file is kept while one recipient waits, also over a restart; told twice it is stored once', async () => {
  smtp.answer = (command) => (command.startsWith('RCPT TO:<holder') ? '451 later' : undefined);
  await outbox.tell('one', { attachment: fileOf('a,b') });
  expect(await outbox.tell('one', { attachment: fileOf('other') })).toBe(false);
  await outbox.notices.idle();
  expect([smtp.messages.length, await kept()]).toEqual([1, [3]]);
  await outbox.close();
  outbox = await openOutbox(folder, smtp.url, outbox.timers);
  smtp.answer = () => undefined;
  outbox.notices.start();
  await outbox.pass(DAY);
  expect(received(smtp.messages[1])).toBe('a,b');
  expect(await kept()).toEqual([0]);
});

test('a mail that is too large goes without its file, and says so; the next ones are not held up', async () => {
  let tooLarge = 0;
  smtp.answer = (command) => {
    if (command !== 'DATA' || smtp.messages.length > 0 || tooLarge > 0) return undefined;
    tooLarge += 1;
    return '552 5.3.4 message size exceeds fixed limit';
  };
  await outbox.tell('one', { attachment: fileOf('a,b'), holder: '' });
  await outbox.notices.idle();
  expect([tooLarge, smtp.messages.length]).toEqual([1, 1]);
  expect(smtp.messages[0]?.replace(/=\n/g, '').replace(/\n/g, ' ')).toContain(
    'The file list.csv is not attached: the mail server finds it too large.',
  );
  expect((await rowsOf(outbox))[0]).toMatchObject({ state: 'sent' });
});

test('where no mail goes out, only the newest files are kept; the others say so when they are sent', async () => {
  outbox.settings = settingsOf('');
  for (let n = 0; n < MOST_KEPT + 2; n += 1) await outbox.tell(`${n}`, { attachment: fileOf(`row ${n}`), holder: '' });
  await outbox.notices.idle();
  expect(await kept()).toEqual([0, 0, ...Array.from({ length: MOST_KEPT }, () => 5)]);
  outbox.settings = settingsOf(smtp.url);
  outbox.notices.start();
  await outbox.notices.idle();
  expect(smtp.messages.map(received)).toEqual(['', '', ...Array.from({ length: MOST_KEPT }, (_, n) => `row ${n + 2}`)]);
  expect(smtp.messages[0]?.replace(/=\n/g, '').replace(/\n/g, ' ')).toContain(
    'The file list.csv is not attached: newer ones came',
  );
});

test('given up: nothing of the file is kept', async () => {
  smtp.answer = (command) => (command.startsWith('RCPT') ? '550 no such user' : undefined);
  await outbox.tell('one', { attachment: fileOf('a,b'), holder: '' });
  await outbox.pass(3 * DAY);
  expect((await rowsOf(outbox))[0]).toMatchObject({ state: 'failed', attachment: 'list.csv' });
  expect(await kept()).toEqual([0]);
});
