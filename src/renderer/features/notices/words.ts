/** What the delivery of notices is called. Pure. */
import type { NoticeRow, TestMailResult } from '../../../contract/schemas-notices.ts';
import { dateTime, plural } from '../../ui/format.ts';

type State = NoticeRow['state'];
type Recipient = NoticeRow['recipients'][number];

export const STATE_WORDS: Record<State, string> = { waiting: 'Waiting', sent: 'Sent', failed: 'Failed' };

/** `ada@berg.example, 2 more`; nobody is said in words. */
export function recipientsInShort(recipients: readonly Recipient[]): string {
  const [first, ...more] = recipients;
  if (!first) return 'nobody is configured';
  return more.length === 0 ? first.address : `${first.address}, ${more.length} more`;
}

/** `Waiting, 3 attempts, next 21 Nov 2026, 10:05`. */
export function deliveryWords(recipient: Recipient, timeZone: string): string {
  const { state, attempts, nextAttemptAt, sentAt } = recipient;
  if (state === 'sent') return sentAt === null ? 'Sent' : `Sent ${dateTime(sentAt, timeZone)}`;
  const tried = attempts === 0 ? 'not tried yet' : plural(attempts, 'attempt');
  if (state === 'failed') return `Given up after ${plural(attempts, 'attempt')}`;
  return nextAttemptAt === null ? `Waiting, ${tried}` : `Waiting, ${tried}, next ${dateTime(nextAttemptAt, timeZone)}`;
}

/** What became of the test mail, in one sentence for all who should get it. */
export function testWords({ recipients }: TestMailResult): string {
  const sent = recipients.filter((recipient) => recipient.sent).map(({ address }) => address);
  const failed = recipients.filter((recipient) => !recipient.sent);
  const parts = [
    ...(sent.length > 0 ? [`The mail server took the test mail for ${sent.join(', ')}.`] : []),
    ...failed.map(({ address, detail }) => `Not for ${address}: ${detail.replace(/\.$/, '')}.`),
  ];
  return parts.join(' ');
}
