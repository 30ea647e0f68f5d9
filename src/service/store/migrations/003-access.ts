/** First and last access, seats and trials of accounts (LICENSING 6). They refer to addresses, which are never deleted. */
import { type Kysely, sql } from 'kysely';

const keyed = sql`without rowid`;

export async function access(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('account')
    .addColumn('source', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('access')
    .addColumn('address_id', 'integer', (c) => c.notNull().references('address.id'))
    .addColumn('module', 'text', (c) => c.notNull())
    .addColumn('first_access', 'bigint', (c) => c.notNull())
    .addColumn('last_access', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('access_key', ['address_id', 'module'])
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createTable('pool')
    .addColumn('key', 'text', (c) => c.primaryKey().notNull())
    .addColumn('mask', 'integer', (c) => c.notNull())
    .addColumn('seats', 'integer')
    .addColumn('assigned', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('trials', 'integer', (c) => c.notNull().defaultTo(0))
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createTable('seat')
    .addColumn('address_id', 'integer', (c) => c.notNull().references('address.id'))
    .addColumn('pool', 'text', (c) => c.notNull())
    .addColumn('assigned_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('seat_key', ['address_id', 'pool'])
    .modifyEnd(keyed)
    .execute();
  await db.schema.createIndex('seat_order').on('seat').columns(['pool', 'assigned_at', 'address_id']).execute();
  await db.schema
    .createTable('seat_trial')
    .addColumn('address_id', 'integer', (c) => c.notNull().references('address.id'))
    .addColumn('pool', 'text', (c) => c.notNull())
    .addColumn('first_access', 'bigint', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('waiting', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('seat_trial_key', ['address_id', 'pool'])
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createIndex('seat_trial_order')
    .on('seat_trial')
    .columns(['pool', 'first_access', 'address_id'])
    .where(sql.ref('waiting'), '=', sql.lit(1))
    .execute();
}
