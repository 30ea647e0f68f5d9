/** What the screens see of the outbox. */
import type { Kysely, Selectable } from 'kysely';
import { describeError, SeatkeeperError } from '../../contract/errors.ts';
import type { NoticeRow, NoticesStatus } from '../../contract/schemas-notices.ts';
import type { Role } from '../../core/lifecycle/effects.ts';
import type { NoticeRecipientTable, NoticeTable, Schema } from '../store/schema.ts';
import type { NoticeSettings } from './notices.ts';
import { addressesOf } from './recipients.ts';
import { parseMailServer } from './smtp.ts';

export interface ListInput {
  readonly state: NoticeRow['state'] | null;
  readonly cursor: string | null;
  readonly limit: number;
}

/** Newest first. The cursor is the id of the last row. */
export async function listNotices(
  db: Kysely<Schema>,
  { state, cursor, limit }: ListInput,
  settings: NoticeSettings,
): Promise<{ rows: NoticeRow[]; next: string | null }> {
  const before = cursor === null ? undefined : idOf(cursor);
  const found = await db
    .selectFrom('notice')
    .selectAll()
    .$if(state !== null, (query) => query.where('state', '=', state ?? 'waiting'))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const recipients = page.length === 0 ? [] : await recipientsOf(db, page);
  const files = page.length === 0 ? new Map() : await filesOf(db, page);
  const last = page.at(-1);
  return {
    rows: page.map((notice) =>
      rowOf(
        notice,
        recipients.filter((row) => row.notice_id === notice.id),
        files.get(notice.id) ?? null,
        settings,
      ),
    ),
    next: found.length > limit && last ? String(last.id) : null,
  };
}

function idOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new SeatkeeperError('INPUT_INVALID', { detail: 'the cursor is none' });
  return Number(cursor);
}

const recipientsOf = (db: Kysely<Schema>, notices: readonly { id: number }[]) =>
  db
    .selectFrom('notice_recipient')
    .selectAll()
    .where(
      'notice_id',
      'in',
      notices.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();

/** The names of files that go with notices; not what is in them. */
async function filesOf(db: Kysely<Schema>, notices: readonly { id: number }[]): Promise<Map<number, string>> {
  const ids = notices.map(({ id }) => id);
  const rows = await db
    .selectFrom('notice_attachment')
    .select(['notice_id', 'file_name'])
    .where('notice_id', 'in', ids)
    .execute();
  return new Map(rows.map(({ notice_id, file_name }) => [notice_id, file_name]));
}

const instant = (ms: number): string => new Date(ms).toISOString();

function rowOf(
  notice: Selectable<NoticeTable>,
  recipients: readonly Selectable<NoticeRecipientTable>[],
  attachment: string | null,
  settings: NoticeSettings,
): NoticeRow {
  // Until mail can go out, the addresses are those of the settings at the moment.
  const future = addressesOf(JSON.parse(notice.roles) as Role[], notice.holder, settings);
  return {
    id: notice.id,
    kind: notice.kind,
    occasion: notice.occasion,
    createdAt: instant(notice.created_at),
    subject: notice.subject,
    body: notice.body,
    attachment,
    state: notice.state,
    recipients:
      notice.addressed === 0
        ? future.map((address) => ({ address, state: 'waiting', attempts: 0, ...NOT_TRIED }))
        : recipients.map((row) => ({
            address: row.address,
            state: row.state,
            attempts: row.attempts,
            nextAttemptAt: row.state === 'waiting' ? instant(row.next_attempt_at) : null,
            lastError: row.last_error,
            sentAt: row.sent_at === null ? null : instant(row.sent_at),
          })),
  };
}
const NOT_TRIED = { nextAttemptAt: null, lastError: '', sentAt: null } as const;

/** Does what is told arrive? Every screen can show `warning`. */
export async function statusOf(db: Kysely<Schema>, settings: NoticeSettings): Promise<NoticesStatus> {
  const configured = parseMailServer(settings.smtp) !== undefined;
  const count = async (state: NoticeRow['state']): Promise<number> => {
    const row = await db
      .selectFrom('notice')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('state', '=', state)
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };
  const waiting = await count('waiting');
  const trouble = await db
    .selectFrom('notice_recipient')
    .select('last_error')
    .where('state', '=', 'waiting')
    .where('last_error', '!=', '')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const lastError = trouble?.last_error ?? '';
  const reachable = addressesOf(['postmaster'], '', settings).length > 0;
  return {
    configured,
    waiting,
    failed: await count('failed'),
    lastError,
    warning: warningOf({ configured, reachable, waiting, lastError }),
  };
}

function warningOf(facts: { configured: boolean; reachable: boolean; waiting: number; lastError: string }) {
  if (!facts.configured) return describeError('NOTICES_NOT_CONFIGURED');
  if (!facts.reachable) return describeError('NOTICE_RECIPIENTS_MISSING');
  if (facts.lastError === '') return null;
  return describeError('NOTICES_UNDELIVERED', { waiting: facts.waiting, detail: facts.lastError });
}
