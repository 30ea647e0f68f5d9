/** Notices: told once for each occasion, delivered by mail until they are taken (LICENSING 5). */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ServiceEvent } from '../../contract/schemas.ts';
import type { NoticeRow, NoticesStatus, TestMailResult } from '../../contract/schemas-notices.ts';
import type { Clock } from '../clock.ts';
import { createQueue } from '../licensing/queue.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { readAttachment, withAttachment, withoutFile } from './attachments.ts';
import { createDelivery } from './delivery.ts';
import { listNotices, statusOf } from './list.ts';
import { insertNotice, type Mail, makeDue, type NewNotice, type NoticeStamp } from './outbox.ts';
import { addressesOf, type Recipients, validAddress } from './recipients.ts';
import { parseMailServer, type SendResult, sendMail } from './smtp.ts';
import { recordTest, testMail } from './test-mail.ts';

export interface NoticeSettings extends Recipients {
  /** `smtp://…`; empty: nothing is delivered. */
  readonly smtp: string;
  /** Address of the sender; empty: the postmaster's, or one of this machine. */
  readonly from: string;
}

export interface NoticesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly after: (ms: number, work: () => void) => () => void;
  /** As they are at this moment. */
  readonly settings: () => NoticeSettings;
  /** Of the license in force; empty if there is none. */
  readonly holder: () => string | Promise<string>;
  readonly hostname: string;
  readonly events: { publish(event: ServiceEvent): void };
  readonly log: Logger;
  /** For one whole conversation with the mail server. */
  readonly timeoutMs?: number;
}

export interface Notices {
  /**
   * Puts a notice into the outbox, within the caller's transaction; delivery begins when that is committed.
   * False: this occasion was told before, and nothing is done.
   */
  enqueue(trx: Transaction<Schema>, notice: NewNotice): Promise<boolean>;
  /** The same for a notice that a worker thread puts into the outbox by `insertNotice`; it says whether it was new. */
  enqueueBy(insert: (stamp: NoticeStamp) => Promise<boolean>): Promise<boolean>;
  list(input: { state: NoticeRow['state'] | null; cursor: string | null; limit: number }): Promise<{
    rows: NoticeRow[];
    next: string | null;
  }>;
  status(): Promise<NoticesStatus>;
  /** To every recipient of notices but the vendor, at once. Throws NOTICES_NOT_CONFIGURED, NOTICE_RECIPIENTS_MISSING. */
  sendTest(): Promise<TestMailResult>;
  /** Mail server or recipients were changed: what waits is tried at once. */
  settingsChanged(): void;
  /** Begins to deliver what an earlier run left. */
  start(): void;
  idle(): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 120_000;

export function createNotices(deps: NoticesDeps): Notices {
  const { store, clock, after, log } = deps;
  const oneConnection = createQueue();
  const ending = new AbortController();
  const changed = (): void => deps.events.publish({ type: 'notices' });

  const send = async (mail: Mail, settings: NoticeSettings): Promise<SendResult> => {
    const server = parseMailServer(settings.smtp);
    if (!server) return { ok: false, about: 'server', refused: false, reason: 'no mail server is configured' };
    const late = new AbortController();
    const inTime = after(deps.timeoutMs ?? TIMEOUT_MS, () => late.abort());
    const signal = AbortSignal.any([late.signal, ending.signal]);
    try {
      const hostname = hostPart(deps.hostname);
      const sender = { server, from: senderOf(settings, hostname), hostname, signal };
      const result = await sendMail(mail, sender);
      if (result.ok || !result.tooLarge || !mail.attachment) return result;
      const { attachment, ...rest } = mail;
      return await sendMail(withoutFile(rest, attachment.fileName, 'the mail server finds it too large'), sender);
    } finally {
      inTime();
    }
  };
  const delivery = createDelivery({
    store,
    clock,
    after,
    log,
    changed,
    recipients: deps.settings,
    sender: () => {
      const settings = deps.settings();
      if (!parseMailServer(settings.smtp)) return undefined;
      return (mail) =>
        oneConnection(async () =>
          send(withAttachment(mail, await readAttachment(store.read, mail.noticeId)), settings),
        );
    },
  });
  const newMessageId = (): string => `${randomUUID()}@${hostPart(deps.hostname)}`;

  const stamp = (): NoticeStamp => ({ now: clock.now(), messageId: newMessageId() });
  const enqueueBy: Notices['enqueueBy'] = async (insert) => {
    const isNew = await insert(stamp());
    if (isNew) delivery.kick();
    return isNew;
  };

  return {
    enqueue: (trx, notice) => enqueueBy((at) => insertNotice(trx, notice, at)),
    enqueueBy,
    list: (input) => listNotices(store.read, input, deps.settings()),
    status: () => statusOf(store.read, deps.settings()),
    async sendTest() {
      const settings = deps.settings();
      if (!parseMailServer(settings.smtp)) throw new SeatkeeperError('NOTICES_NOT_CONFIGURED');
      const addresses = addressesOf(['postmaster', 'holder'], await deps.holder(), settings);
      if (addresses.length === 0) throw new SeatkeeperError('NOTICE_RECIPIENTS_MISSING');
      const test = testMail({ hostname: deps.hostname, messageId: newMessageId(), now: clock.now() });
      const recipients: TestMailResult['recipients'] = [];
      for (const address of addresses) {
        const result = await oneConnection(() => send({ ...test, address }, settings));
        recipients.push({ address, sent: result.ok, detail: result.ok ? '' : result.reason });
      }
      await store.write((trx) => recordTest(trx, test, recipients, clock.now()));
      changed();
      return { recipients };
    },
    settingsChanged() {
      void store
        .write((trx) => makeDue(trx, clock.now()))
        .then(delivery.kick, (error: unknown) => log.error({ err: error }, 'notices: the outbox cannot be used'));
      changed();
    },
    start: () => delivery.kick(),
    idle: () => delivery.idle(),
    async close() {
      const done = delivery.close();
      ending.abort();
      await done;
    },
  };
}

/** What may stand in a mail's headers and in EHLO. */
function hostPart(hostname: string): string {
  const plain = hostname.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  return plain.replace(/^[.-]+|[.-]+$/g, '') || 'localhost';
}

/** A sender that the server's own domain has is believed most. */
const senderOf = ({ from, postmaster }: NoticeSettings, hostname: string): string =>
  validAddress(from) ?? validAddress(postmaster) ?? `seatkeeper@${hostname}`;
