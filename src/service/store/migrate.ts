/** Brings the schema up to date: each step in a transaction of its own, a copy of the file kept before the first (DESIGN 4). */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Migration } from './migrations/migrations.ts';
import type { Schema } from './schema.ts';
import { type Connection, copyTo, writeAhead } from './sqlite/connection.ts';

const LEDGER = 'schema_migration';

/** 0: a new file. */
async function versionOf(db: Kysely<Schema>): Promise<number> {
  const names = (await db.introspection.getTables()).map((table) => table.name);
  if (!names.includes(LEDGER)) return 0;
  const found = await sql<{ version: number | null }>`select max(version) as version from ${sql.table(LEDGER)}`.execute(
    db,
  );
  return Number(found.rows[0]?.version ?? 0);
}

/** `control.schema-1.db`, or the next number if such a copy was kept already. */
function copyName(folder: string, version: number): string {
  const name = (n: number) => join(folder, `control.schema-${version}${n === 1 ? '' : `.${n}`}.db`);
  let n = 1;
  while (existsSync(name(n))) n += 1;
  return name(n);
}

/** Whole or not there: a copy that was cut off never gets its name. */
function keepCopy(connection: Connection, folder: string, version: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, 'control.part');
  rmSync(part, { force: true });
  copyTo(connection, part);
  renameSync(part, copyName(folder, version));
}

/** Throws DATA_FOLDER_NEWER before anything is changed. */
export async function migrate(
  connection: Connection,
  options: { readonly file: string; readonly backups: string; readonly migrations: readonly Migration[] },
): Promise<void> {
  const { db } = connection;
  const found = await versionOf(db);
  const known = options.migrations.at(-1)?.version ?? 0;
  if (found > known) throw new SeatkeeperError('DATA_FOLDER_NEWER', { folder: dirname(options.file), found, known });
  writeAhead(connection);
  const pending = options.migrations.filter((step) => step.version > found);
  if (pending.length > 0 && found > 0) keepCopy(connection, options.backups, found);
  for (const step of pending) {
    await db.transaction().execute(async (trx) => {
      await trx.schema
        .createTable(LEDGER)
        .ifNotExists()
        .addColumn('version', 'integer', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .execute();
      await step.up(trx as unknown as Kysely<unknown>);
      await sql`insert into ${sql.table(LEDGER)} (version, name) values (${step.version}, ${step.name})`.execute(trx);
    });
  }
}
