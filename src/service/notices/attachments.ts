/** Files that go with mails: kept while somebody waits for the mail, and no more of them than a few (LICENSING 6). */
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Attachment } from './outbox.ts';

/** Where no mail goes out for long, newer files take the place of older ones. */
export const MOST_KEPT = 7;

/** Within the transaction of its notice. */
export async function insertAttachment(trx: Transaction<Schema>, noticeId: number, file: Attachment): Promise<void> {
  const { fileName, contentType, content } = file;
  const row = { notice_id: noticeId, file_name: fileName, content_type: contentType, content };
  await trx.insertInto('notice_attachment').values(row).execute();
  const older = await trx
    .selectFrom('notice_attachment')
    .select('notice_id')
    .where('content', '!=', '')
    .orderBy('notice_id', 'desc')
    .limit(1)
    .offset(MOST_KEPT)
    .executeTakeFirst();
  if (!older) return;
  await trx
    .updateTable('notice_attachment')
    .set({ content: '' })
    .where('notice_id', '<=', older.notice_id)
    .where('content', '!=', '')
    .execute();
}

/** Undefined: none goes with the notice. Content is empty when it was not kept. */
export async function readAttachment(db: Kysely<Schema>, noticeId: number): Promise<Attachment | undefined> {
  const row = await db.selectFrom('notice_attachment').selectAll().where('notice_id', '=', noticeId).executeTakeFirst();
  return row && { fileName: row.file_name, contentType: row.content_type, content: row.content };
}

/** The mail as it goes out: with its file, or with a word on why it is not there. */
export function withAttachment<M extends { readonly body: string }>(
  mail: M,
  file: Attachment | undefined,
): M & { readonly attachment?: Attachment } {
  if (!file) return mail;
  if (file.content !== '') return { ...mail, attachment: file };
  return withoutFile(mail, file.fileName, 'newer ones came before this mail could be sent');
}

export const withoutFile = <M extends { readonly body: string }>(mail: M, fileName: string, why: string): M => ({
  ...mail,
  body: `${mail.body.trimEnd()}\n\nThe file ${fileName} is not attached: ${why}.\n`,
});
