/** The test mail: shows that notices arrive. It is recorded among them, and tried once. */
import type { Transaction } from 'kysely';
import type { TestMailResult } from '../../contract/schemas-notices.ts';
import type { Schema } from '../store/schema.ts';
import type { Mail } from './outbox.ts';

const KIND = 'test';

export function testMail(about: { hostname: string; messageId: string; now: number }): Omit<Mail, 'address'> {
  return {
    recipientId: 0,
    noticeId: 0,
    kind: KIND,
    subject: `Seatkeeper on ${about.hostname}: test mail`,
    body: [
      `This is a test mail of Seatkeeper on ${about.hostname}.`,
      'An administrator asked for it. It shows that notices about the license reach you at this address.',
      'Nothing needs to be done.\n',
    ].join('\n\n'),
    messageId: about.messageId,
    createdAt: about.now,
    attempts: 0,
    refusals: 0,
  };
}

export async function recordTest(
  trx: Transaction<Schema>,
  mail: Omit<Mail, 'address'>,
  recipients: TestMailResult['recipients'],
  now: number,
): Promise<void> {
  const stateOf = (sent: boolean) => (sent ? ('sent' as const) : ('failed' as const));
  const { id } = await trx
    .insertInto('notice')
    .values({
      kind: KIND,
      occasion: mail.messageId,
      created_at: mail.createdAt,
      subject: mail.subject,
      body: mail.body,
      roles: JSON.stringify(['postmaster', 'holder', 'also']),
      holder: '',
      message_id: mail.messageId,
      state: stateOf(recipients.every(({ sent }) => sent)),
      addressed: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = recipients.map(({ address, sent, detail }) => ({
    notice_id: id,
    address,
    state: stateOf(sent),
    attempts: 1,
    next_attempt_at: now,
    last_error: detail,
    sent_at: sent ? now : null,
  }));
  await trx.insertInto('notice_recipient').values(rows).execute();
}
