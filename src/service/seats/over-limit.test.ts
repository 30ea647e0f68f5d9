import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MOST_LISTED, overLimitMail, trialDaysLeft } from '../../core/seats/over-limit.ts';
import { insertNotice, type NewNotice } from '../notices/outbox.ts';
import { clear, NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { licensed, openAccess } from './access.testkit.ts';
import { compareSeats, readGiven, seatTrials } from './over-limit.ts';

const DAY = 86_400_000;
let folder: TestFolder;
let server: TestServer;
beforeAll(async () => {
  folder = await testFolder();
  server = await testServer(folder);
});
beforeEach(async () => {
  await clear(server.store);
  await server.domains.create({ name: 'a.example', variables: {} });
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

test('LICENSING 6: days left are begun days; 0 is over', () => {
  expect([2 * DAY, 2 * DAY - 1, 1, 0, -DAY].map((left) => trialDaysLeft(NOW + left, NOW))).toEqual([2, 2, 1, 0, 0]);
});

test('LICENSING 6: over 1,000 accounts a summary stands for the list', () => {
  const account = { address: 'al@a.example', item: 'Mobile', ends: NOW };
  const accounts = Array.from({ length: MOST_LISTED + 1 }, () => account);
  const pools = [{ name: 'Mobile', seats: 5, assigned: 5, trials: 4000 }];
  const mail = overLimitMail({ day: 0, now: NOW, pools, accounts }, 'mail');
  expect(mail?.body).toContain('Mobile: 5 seats, 5 assigned, 4000 accounts over the limit\n\nMore than 1000 accounts');
  expect(mail?.body).not.toContain('al@a.example');
  expect(overLimitMail({ day: 0, now: NOW, pools: [], accounts: [] }, 'mail')).toBeUndefined();
});

test('LICENSING 6: midnight: one mail a date with every account over the limit and its days left', async () => {
  const a = await openAccess(server, licensed({ group: 'collaboration', seats: 1 }));
  const sent: NewNotice[] = [];
  const notices = {
    enqueue: async (trx: Parameters<typeof insertNotice>[0], notice: NewNotice) => {
      const isNew = await insertNotice(trx, notice, { now: NOW, messageId: notice.occasion });
      if (isNew) sent.push(notice);
      return isNew;
    },
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
  expect(sent.map(({ occasion }) => occasion)).toEqual(['2', '3']);
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
