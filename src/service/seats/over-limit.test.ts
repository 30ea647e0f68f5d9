import { beforeEach, expect, test } from 'vitest';
import { MOST_LISTED, overLimitMail, trialDaysLeft } from '../../core/seats/over-limit.ts';
import type { NoticeStamp } from '../notices/outbox.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, NOW, type TestServer } from '../store/store.testkit.ts';
import { licensed, openAccess } from './access.testkit.ts';
import { compareMissed, compareSeats, readGiven, seatTrials } from './over-limit.ts';

const DAY = 86_400_000;
let server: TestServer;
oneServer((opened) => {
  server = opened;
});
beforeEach(async () => {
  await clear(server.store);
  await server.domains.create({ name: 'a.example', variables: {} });
});

test('LICENSING 6: days left are begun days; 0 is over', () => {
  expect([2 * DAY, 2 * DAY - 1, 1, 0, -DAY].map((left) => trialDaysLeft(NOW + left, NOW))).toEqual([2, 2, 1, 0, 0]);
});

test('LICENSING 6: over 1,000 accounts a summary and a CSV file stand for the list', () => {
  const account = (n: number) => ({ address: `=al${n}@a.example`, item: 'Mobile', ends: NOW + n });
  const accounts = Array.from({ length: MOST_LISTED + 1 }, (_, n) => account(n));
  const facts = { day: 20_778, now: NOW, pools: [{ name: 'Mobile', seats: 5, assigned: 5, trials: MOST_LISTED + 1 }] };
  const mail = overLimitMail({ ...facts, accounts }, 'mail');
  expect(mail?.body).toContain(
    'Mobile: 5 seats, 5 assigned, 1001 accounts over the limit\n\nThe attached file accounts-over-the-limit-2026-11-21.csv lists them',
  );
  expect(mail?.body).not.toContain('al0@a.example');
  const lines = mail?.list?.content.split('\r\n') ?? [];
  expect(lines.slice(0, 3)).toEqual([
    'address,item,trial_ends,days_left',
    `'=al0@a.example,Mobile,${new Date(NOW).toISOString()},0`,
    `'=al1@a.example,Mobile,${new Date(NOW + 1).toISOString()},1`,
  ]);
  expect([lines.length, lines.at(-1)]).toEqual([MOST_LISTED + 3, '']);
  expect(overLimitMail({ ...facts, accounts: accounts.slice(1) }, 'mail')?.list).toBeUndefined();
  expect(overLimitMail({ ...facts, pools: [], accounts: [] }, 'mail')).toBeUndefined();
});

test('LICENSING 6: a list that no mail server would take ends before that, and says so', () => {
  const account = { address: `${'é'.repeat(100)}@a.example`, item: 'Mobile', ends: NOW };
  const accounts = Array.from({ length: 30_000 }, () => account);
  const pools = [{ name: 'Mobile', seats: 5, assigned: 5, trials: 400_000 }];
  const mail = overLimitMail({ day: 0, now: NOW, pools, accounts }, 'mail');
  expect(Buffer.byteLength(mail?.list?.content ?? '')).toBeLessThan(6_000_000);
  expect(mail?.list?.rows).toBeGreaterThan(10_000);
  expect(mail?.body).toContain(`lists the ${mail?.list?.rows} whose trial began first`);
  expect(mail?.body).toContain('tool list seats <module> --over');
});

test('LICENSING 6: midnight: one mail a date with every account over the limit and its days left', async () => {
  const a = await openAccess(server, licensed({ group: 'collaboration', seats: 1 }));
  const { read } = server.store;
  const notices = {
    enqueueBy: (insert: (stamp: NoticeStamp) => Promise<boolean>) => insert({ now: NOW, messageId: 'm' }),
  };
  const compare = (day: number, at: number) =>
    compareSeats({ store: server.store, notices, hostname: 'mail.a.example' }, { day, at });

  await a.ask('al');
  expect(await compare(1, NOW)).toBe(false);
  await a.ask('bo');
  a.world.now += DAY;
  await a.ask('cy', 'ftp');
  expect(await compare(2, NOW + 14 * DAY)).toBe(true);
  expect(await compare(2, NOW + 14 * DAY)).toBe(false);
  expect(await compare(3, NOW + 15 * DAY)).toBe(true);
  const sent = await read.selectFrom('notice').selectAll().orderBy('id').execute();
  expect(sent.map(({ kind, occasion, roles }) => `${kind}/${occasion} ${roles}`)).toEqual([
    'seats-over-limit/2 ["postmaster"]',
    'seats-over-limit/3 ["postmaster"]',
  ]);
  expect(await read.selectFrom('notice_attachment').select('notice_id').execute()).toEqual([]);
  expect(sent[0]?.subject).toBe('Seatkeeper on mail.a.example: 2 accounts over the seats of the license');
  expect(sent[0]?.body).toContain('Collaboration: 1 seat, 1 assigned, 2 accounts over the limit');
  expect(sent[0]?.body).toContain('bo@a.example\tCollaboration\tended: access is denied');
  expect(sent[0]?.body).toContain('cy@a.example\tCollaboration\t1 day left');
  expect(sent[0]?.body).not.toContain('al@a.example');

  const ahead = await seatTrials(server.store.read, NOW + 14 * DAY);
  expect(ahead).toEqual([{ account: 'cy@a.example', item: 'Collaboration', ends: NOW + 15 * DAY }]);
  const given = await readGiven(server.store.read);
  expect(given.get('webdav')).toEqual({ assigned: 1, trial: 2 });
  expect(given.get('mail')).toEqual({ assigned: 0, trial: 0 });
  await a.access.close();
});

test('LICENSING 6: midnight: over 1,000 accounts, all of them are in the file that is stored with the notice', async () => {
  const a = await openAccess(server, licensed({ module: 'im', seats: 1 }));
  const names = Array.from({ length: MOST_LISTED + 5 }, (_, n) => `u${n}`);
  await Promise.all(names.map((name) => a.ask(name)));
  const notices = {
    enqueueBy: (insert: (stamp: NoticeStamp) => Promise<boolean>) => insert({ now: NOW, messageId: 'm' }),
  };
  const at = { day: 9, at: NOW };
  expect(await compareSeats({ store: server.store, notices, hostname: 'mail.a.example' }, at)).toBe(true);
  const file = await server.store.read.selectFrom('notice_attachment').selectAll().executeTakeFirstOrThrow();
  expect(file).toMatchObject({ file_name: 'accounts-over-the-limit-1970-01-10.csv', content_type: 'text/csv' });
  const listed = new Set(
    file.content
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split('@')[0]),
  );
  expect(listed.size).toBe(MOST_LISTED + 4);
  await a.access.close();
});

test('LICENSING 6: a midnight whose process died before it compared is compared at the next start, once', async () => {
  const a = await openAccess(server, licensed({ group: 'collaboration', seats: 1 }));
  const notices = {
    enqueueBy: (insert: (stamp: NoticeStamp) => Promise<boolean>) => insert({ now: NOW, messageId: 'm' }),
  };
  const deps = { store: server.store, notices, hostname: 'mail' };
  const start = (day: number) => compareMissed(deps, { day, at: NOW });
  await a.ask('al');
  await a.ask('bo');
  await server.store.write((trx) => trx.deleteFrom('standing').where('key', '=', 'seats-compared').execute());
  // The first start ever had no midnight to miss.
  expect(await start(11)).toBe(false);
  expect(await start(12)).toBe(true);
  expect(await start(12)).toBe(false);
  expect(await compareSeats(deps, { day: 13, at: NOW })).toBe(true);
  expect(await start(13)).toBe(false);
  await a.access.close();
});
