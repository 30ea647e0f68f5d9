/** The outbox of notices, and log lines that wait for their file (LICENSING 5). */
import type { Kysely } from 'kysely';

export async function notices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('occasion', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('addressed', 'integer', (c) => c.notNull().defaultTo(0))
    .addUniqueConstraint('notice_occasion', ['kind', 'occasion'])
    .execute();
  await db.schema.createIndex('notice_state').on('notice').columns(['state', 'id']).execute();
  await db.schema
    .createTable('notice_recipient')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('notice_id', 'integer', (c) => c.notNull().references('notice.id').onDelete('cascade'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('refusals', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'bigint', (c) => c.notNull())
    .addColumn('last_error', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('sent_at', 'bigint')
    .addUniqueConstraint('notice_recipient_key', ['notice_id', 'address'])
    .execute();
  await db.schema
    .createIndex('notice_recipient_due')
    .on('notice_recipient')
    .columns(['state', 'next_attempt_at'])
    .execute();
  await db.schema
    .createTable('log_line')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('log', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .execute();
}
