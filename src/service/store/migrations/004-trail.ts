/** What undoes a change, usage day by day, least recently used accounts, files that go with a mail (LICENSING 6). */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';

const keyed = sql`without rowid`;

export async function trail(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('domain').addColumn('changed_by', 'integer').execute();
  await db.schema.alterTable('domain').addColumn('prev_flags', 'integer').execute();
  await db.schema.alterTable('audit').addColumn('undone_by', 'integer').execute();
  await db.schema
    .alterTable('audit')
    .addColumn('what', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('account_before')
    .addColumn('audit_id', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('address.id'))
    .addColumn('type', 'integer', (c) => c.notNull())
    .addColumn('disabled', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('account_before_key', ['audit_id', 'account_id'])
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createTable('usage_day')
    .addColumn('module', 'text', (c) => c.notNull())
    .addColumn('day', 'integer', (c) => c.notNull())
    .addColumn('used', 'integer', (c) => c.notNull())
    .addColumn('seats', 'integer')
    .addPrimaryKeyConstraint('usage_day_key', ['module', 'day'])
    .modifyEnd(keyed)
    .execute();
  await db.schema.createIndex('access_recent').on('access').columns(['module', 'last_access', 'address_id']).execute();
  await db.schema
    .createTable('notice_attachment')
    .addColumn('notice_id', 'integer', (c) => c.primaryKey().references('notice.id').onDelete('cascade'))
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('content_type', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .execute();
}
