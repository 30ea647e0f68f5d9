/** Opens vendor.db: WAL, every commit on disk before it counts, numbered migrations, a newer schema refused. */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SeatkeeperError } from '../../contract/errors.ts';
import { databaseFile, folderError } from '../data-folder.ts';
import { MIGRATIONS } from './migrations.ts';

export type Db = Database.Database;

/** Marks the file as ours ("SKvn"), so that another program's database is never migrated. */
const APPLICATION_ID = 0x534b766e;
/** How long an operator's command and the server wait for each other's commit. */
const BUSY_MS = 5000;

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

function refuseForeign(db: Db, folder: string, known: number): void {
  const version = versionOf(db);
  if (version > known) {
    throw new SeatkeeperError('DATA_FOLDER_NEWER', { folder, found: version, known });
  }
  const id = Number(db.pragma('application_id', { simple: true }));
  if (version > 0 && id !== APPLICATION_ID) {
    const detail = 'it belongs to another program';
    throw new SeatkeeperError('DATABASE_DAMAGED', { file: databaseFile(folder), detail });
  }
}

/** A copy of the file as it was, before the first step of a run changes it. */
function keepCopy(db: Db, folder: string): void {
  const backups = join(folder, 'backups');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const copy = join(backups, `vendor-schema-${versionOf(db)}.db`);
  rmSync(copy, { force: true });
  db.prepare('VACUUM INTO ?').run(copy);
}

/** Each step in a transaction of its own; two processes that open at once do not repeat each other's. */
function migrate(db: Db, folder: string, migrations: readonly string[]): void {
  if (versionOf(db) > 0 && versionOf(db) < migrations.length) keepCopy(db, folder);
  const step = db.transaction((target: number, sql: string) => {
    if (versionOf(db) >= target) return;
    db.exec(sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${target}`);
  });
  migrations.forEach((sql, index) => {
    step.immediate(index + 1, sql);
  });
}

function open(folder: string, migrations: readonly string[]): Db {
  // Made first and for the owner alone: SQLite gives -wal and -shm the rights of this file.
  closeSync(openSync(databaseFile(folder), 'a', 0o600));
  const db = new Database(databaseFile(folder), { timeout: BUSY_MS });
  try {
    refuseForeign(db, folder, migrations.length);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, folder, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Throws DATA_FOLDER_NEWER, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FULL, DATABASE_DAMAGED. The folder must be there. */
export function openDatabase(folder: string, migrations: readonly string[] = MIGRATIONS): Db {
  try {
    return open(folder, migrations);
  } catch (error) {
    throw folderError(folder, error);
  }
}

const statements = new WeakMap<Db, Map<string, Database.Statement<unknown[]>>>();

/** A prepared statement, prepared once per connection. Only constant texts are passed. */
export function sql(db: Db, text: string): Database.Statement<unknown[]> {
  const known = statements.get(db) ?? new Map<string, Database.Statement<unknown[]>>();
  statements.set(db, known);
  const statement = known.get(text) ?? db.prepare<unknown[]>(text);
  known.set(text, statement);
  return statement;
}

/** Runs `work` alone: it sees no other writer's half, and all of it is on disk when this returns, or nothing. */
export const exclusively = <T>(db: Db, work: () => T): T => db.transaction(work).immediate();
