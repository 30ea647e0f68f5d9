/** The tables of schema.ts. No triggers, no index on flags (DESIGN 4). */
import { type Kysely, sql } from 'kysely';

/** Small rows under a text key: one tree instead of two. */
const keyed = sql`without rowid`;

async function accounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('domain')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('flags', 'integer', (c) => c.notNull())
    .addColumn('present', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('address')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('domain_id', 'integer', (c) => c.notNull().references('domain.id'))
    .addColumn('local', 'text', (c) => c.notNull())
    .addUniqueConstraint('address_key', ['domain_id', 'local'])
    .execute();
  await db.schema
    .createTable('account')
    .addColumn('id', 'integer', (c) => c.primaryKey().references('address.id'))
    .addColumn('domain_id', 'integer', (c) => c.notNull().references('domain.id'))
    .addColumn('type', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('disabled', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('flags', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_by', 'integer')
    .addColumn('prev_flags', 'integer')
    .execute();
  await db.schema
    .createTable('alias')
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.references('account.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('alias_key', ['address', 'target'])
    .modifyEnd(keyed)
    .execute();
  await db.schema.createIndex('alias_account').on('alias').column('account_id').execute();
  await db.schema
    .createTable('seat_counter')
    .addColumn('mask', 'integer', (c) => c.primaryKey())
    .addColumn('used', 'integer', (c) => c.notNull())
    .execute();
}

async function licenses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('license')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('license_id', 'text', (c) => c.notNull())
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('serial', 'integer', (c) => c.notNull())
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addColumn('applied_at', 'bigint', (c) => c.notNull())
    .addColumn('in_force', 'integer', (c) => c.notNull())
    .addColumn('document', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('license_in_force')
    .on('license')
    .column('in_force')
    .unique()
    .where(sql.ref('in_force'), '=', sql.lit(1))
    .execute();
  await db.schema
    .createTable('activation_attempt')
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('reference_id', 'text', (c) => c.notNull())
    .addColumn('idempotency_key', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('activation_attempt_key', ['order_id', 'reference_id'])
    .modifyEnd(keyed)
    .execute();
}

async function rest(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('standing')
    .addColumn('key', 'text', (c) => c.primaryKey().notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .modifyEnd(keyed)
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('who', 'text', (c) => c.notNull())
    .addColumn('client', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('changed', 'integer')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .execute();
}

export async function tables(db: Kysely<unknown>): Promise<void> {
  await accounts(db);
  await licenses(db);
  await rest(db);
}
