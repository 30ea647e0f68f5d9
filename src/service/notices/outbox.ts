/** The outbox's rows: what was told, to whom, and how far its delivery is. Instants are epoch milliseconds. */
import type { Transaction } from 'kysely';
import type { Role } from '../../core/lifecycle/effects.ts';
import type { DeliveryState, Schema } from '../store/schema.ts';
import { insertAttachment } from './attachments.ts';
import { addressesOf, type Recipients } from './recipients.ts';

export interface NewNotice {
  /** With the occasion: unique for ever. */
  readonly kind: string;
  readonly occasion: string;
  readonly subject: string;
  readonly body: string;
  readonly roles: readonly Role[];
  /** The license holder's address; empty if there is none. */
  readonly holder: string;
  readonly attachment?: Attachment;
}

/** A file of text that goes with a mail. */
export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: string;
}

/** A mail to one recipient. */
export interface Mail {
  readonly recipientId: number;
  readonly noticeId: number;
  readonly kind: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  readonly messageId: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly refusals: number;
  readonly attachment?: Attachment;
}

/** What only the outbox of a server knows of a new notice. */
export interface NoticeStamp {
  readonly now: number;
  readonly messageId: string;
}

const MINUTE = 60_000;
export const LONGEST_WAIT = 60 * MINUTE;
/** A good two weeks at one an hour. Counted, not timed: a clock that jumps gives nothing up. */
export const MAX_ATTEMPTS = 400;
/** A refusal for good is often a mail server's configuration that somebody corrects: a day at one an hour. */
export const MAX_REFUSALS = 30;

/** 1, 2, 4 … minutes, then an hour. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT, MINUTE * 2 ** Math.min(Math.max(attempts, 1) - 1, 10));

/** One row for each occasion, whatever crashes. False: it was told before. */
export async function insertNotice(trx: Transaction<Schema>, notice: NewNotice, at: NoticeStamp): Promise<boolean> {
  const row = {
    kind: notice.kind,
    occasion: notice.occasion,
    created_at: at.now,
    subject: notice.subject,
    body: notice.body,
    roles: JSON.stringify(notice.roles),
    holder: notice.holder,
    message_id: at.messageId,
    state: 'waiting' as const,
  };
  const inserted = await trx
    .insertInto('notice')
    .values(row)
    .onConflict((oc) => oc.columns(['kind', 'occasion']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted && notice.attachment) await insertAttachment(trx, inserted.id, notice.attachment);
  return inserted !== undefined;
}

const BATCH = 100;

/**
 * Gives waiting notices their recipients, once mail can go out: addresses that are configured late still get what
 * waited. A notice that nobody would get goes on waiting.
 */
export async function addressNotices(trx: Transaction<Schema>, known: Recipients, now: number): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await trx
      .selectFrom('notice')
      .select(['id', 'roles', 'holder'])
      .where('state', '=', 'waiting')
      .where('addressed', '=', 0)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const { id, roles, holder } of rows) {
      after = id;
      const addresses = addressesOf(JSON.parse(roles) as Role[], holder, known);
      if (addresses.length === 0) continue;
      const recipients = addresses.map((address) => ({
        notice_id: id,
        address,
        state: 'waiting' as const,
        next_attempt_at: now,
        sent_at: null,
      }));
      await trx.insertInto('notice_recipient').values(recipients).execute();
      await trx.updateTable('notice').set({ addressed: 1 }).where('id', '=', id).execute();
    }
    if (rows.length < BATCH) return;
  }
}

/** What is due, oldest first. A time further off than any wait is one of a clock that was wrong: due as well. */
export async function dueMails(db: Pick<Transaction<Schema>, 'selectFrom'>, now: number): Promise<Mail[]> {
  const rows = await db
    .selectFrom('notice_recipient as r')
    .innerJoin('notice as n', 'n.id', 'r.notice_id')
    .select(['r.id', 'r.notice_id', 'n.kind', 'r.address', 'n.subject', 'n.body', 'n.message_id', 'n.created_at'])
    .select(['r.attempts', 'r.refusals'])
    .where('r.state', '=', 'waiting')
    .where((eb) => eb.or([eb('r.next_attempt_at', '<=', now), eb('r.next_attempt_at', '>', now + LONGEST_WAIT)]))
    .orderBy('r.id')
    .limit(BATCH)
    .execute();
  return rows.map((row) => ({
    recipientId: row.id,
    noticeId: row.notice_id,
    kind: row.kind,
    address: row.address,
    subject: row.subject,
    body: row.body,
    messageId: row.message_id,
    createdAt: Number(row.created_at),
    attempts: row.attempts,
    refusals: row.refusals,
  }));
}

/** When the next mail is due; undefined: nothing waits. */
export async function nextDue(db: Pick<Transaction<Schema>, 'selectFrom'>): Promise<number | undefined> {
  const found = await db
    .selectFrom('notice_recipient')
    .select((eb) => eb.fn.min('next_attempt_at').as('at'))
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return found?.at === null || found?.at === undefined ? undefined : Number(found.at);
}

export async function markSent(trx: Transaction<Schema>, mail: Mail, now: number): Promise<void> {
  const sent = { state: 'sent' as const, sent_at: now, last_error: '', attempts: mail.attempts + 1 };
  await trx.updateTable('notice_recipient').set(sent).where('id', '=', mail.recipientId).execute();
  await settle(trx, mail.noticeId);
}

/** `refused`: the mail server will not take it for this recipient, in its own words for good. */
export async function markTried(
  trx: Transaction<Schema>,
  mail: Mail,
  failure: { readonly reason: string; readonly refused: boolean; readonly now: number },
): Promise<void> {
  const attempts = mail.attempts + 1;
  const refusals = mail.refusals + (failure.refused ? 1 : 0);
  const state: DeliveryState = attempts >= MAX_ATTEMPTS || refusals >= MAX_REFUSALS ? 'failed' : 'waiting';
  const next_attempt_at = failure.now + waitAfter(attempts);
  await trx
    .updateTable('notice_recipient')
    .set({ attempts, refusals, state, next_attempt_at, last_error: failure.reason })
    .where('id', '=', mail.recipientId)
    .execute();
  if (state === 'failed') await settle(trx, mail.noticeId);
}

/** A notice is over when nobody waits for it any more; then the file that went with it is not kept either. */
async function settle(trx: Transaction<Schema>, noticeId: number): Promise<void> {
  const rows = await trx.selectFrom('notice_recipient').select('state').where('notice_id', '=', noticeId).execute();
  if (rows.some(({ state }) => state === 'waiting')) return;
  const state = rows.every((row) => row.state === 'sent') ? 'sent' : 'failed';
  await trx.updateTable('notice').set({ state }).where('id', '=', noticeId).execute();
  await trx.updateTable('notice_attachment').set({ content: '' }).where('notice_id', '=', noticeId).execute();
}

/** The configuration has changed: whatever waits is tried at once. */
export async function makeDue(trx: Transaction<Schema>, now: number): Promise<void> {
  await trx
    .updateTable('notice_recipient')
    .set({ next_attempt_at: now })
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '>', now)
    .execute();
}
