/** An outbox on a real store, with a clock of its own. */
import { join } from 'node:path';
import { pino } from 'pino';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { type TestTimers, testTimers } from '../schedule/timers.testkit.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createNotices, type NoticeSettings, type Notices } from './notices.ts';
import type { NewNotice } from './outbox.ts';

export const START = Date.parse('2026-11-21T10:00:00Z');
export const DAY = 24 * 60 * 60_000;

export interface TestOutbox {
  readonly store: Store;
  readonly notices: Notices;
  readonly timers: TestTimers;
  readonly events: ServiceEvent[];
  readonly logged: string[];
  settings: NoticeSettings;
  /** In a transaction of its own. */
  tell(occasion: string, changes?: Partial<NewNotice>): Promise<boolean>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const notice = (occasion: string, changes: Partial<NewNotice> = {}): NewNotice => ({
  kind: 'emergency',
  occasion,
  subject: `About ${occasion}`,
  body: 'What happened, what to do, by when.\n',
  roles: ['postmaster', 'holder'],
  holder: 'holder@example.com',
  ...changes,
});

export const settingsOf = (smtp: string): NoticeSettings => ({
  smtp,
  from: '',
  postmaster: 'postmaster@example.com',
  vendor: 'vendor@example.com',
  also: [],
});

export async function openOutbox(folder: string, smtp: string, timers = testTimers(START)): Promise<TestOutbox> {
  const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
  const events: ServiceEvent[] = [];
  const logged: string[] = [];
  const notices = createNotices({
    store,
    clock: timers,
    after: timers.after,
    settings: () => outbox.settings,
    holder: () => 'holder@example.com',
    hostname: 'mail.example.com',
    events: { publish: (event) => events.push(event) },
    log: pino({}, { write: (line: string) => void logged.push(line) }),
  });
  const outbox: TestOutbox = {
    store,
    notices,
    timers,
    events,
    logged,
    settings: settingsOf(smtp),
    tell: (occasion, changes) => store.write((trx) => notices.enqueue(trx, notice(occasion, changes))),
    pass: (ms) => timers.pass(ms, () => notices.idle()),
    async close() {
      await notices.close();
      await store.close();
    },
  };
  return outbox;
}

export const rowsOf = async ({ notices }: Pick<TestOutbox, 'notices'>) =>
  (await notices.list({ state: null, cursor: null, limit: 200 })).rows;

/** `to subject message-id`, of messages as they arrived. */
export const headersOf = (message: string): { to: string; subject: string; id: string } => {
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(message)?.[1] ?? '';
  return { to: header('To'), subject: header('Subject'), id: header('Message-ID') };
};
