/** Connections to control.db: one kind for reading, one for writing, one for the worker (DESIGN 4). */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Schema } from '../schema.ts';
import { cachedStatements } from './statement-cache.ts';

export interface Connection {
  readonly db: Kysely<Schema>;
  /** The same connection, for the hot loops of bulk work. */
  readonly raw: Database.Database;
  close(): void;
}

/** How long the worker waits for another process, e.g. a copy being made; the service thread never waits. */
const WORKER_PATIENCE_MS = 5_000;
const WORKER_CACHE_KIB = 32 * 1024;
/** The log of a large import shrinks back to this. */
const LOG_BYTES_KEPT = 16 * 1024 * 1024;

function connect(raw: Database.Database, hear?: (sql: string) => void): Connection {
  // SQLite's own knows ASCII only. With `contains` of accounts/pages.ts it finds a text however it was composed.
  raw.function('lower', { deterministic: true }, (text: unknown) =>
    typeof text === 'string' ? text.toLowerCase().normalize('NFC') : text,
  );
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: cachedStatements(raw, undefined, hear) }) });
  return { db, raw, close: () => void raw.close() };
}

/** Only the worker checkpoints: it would stall the service thread. */
function prepareToWrite(raw: Database.Database): void {
  raw.pragma('synchronous = full');
  raw.pragma('foreign_keys = on');
  raw.pragma('wal_autocheckpoint = 0');
  raw.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
}

/** Makes the file if there is none. Call `writeAhead` once its schema is known to be ours. `hear`: told of every statement. */
export function openWriter(file: string, hear?: (sql: string) => void): Connection {
  const raw = new Database(file, { timeout: 0 });
  prepareToWrite(raw);
  return connect(raw, hear);
}

/** Write-ahead logging: readers and the writer do not wait for each other. Stored in the file. */
export const writeAhead = (connection: Connection): void => void connection.raw.pragma('journal_mode = wal');

export const openReader = (file: string): Connection =>
  connect(new Database(file, { readonly: true, fileMustExist: true, timeout: 0 }));

/** For the worker thread. `readonly`: the lane for long reads. */
export function openWorker(file: string, readonly: boolean): Connection {
  const raw = new Database(file, { readonly, fileMustExist: true, timeout: WORKER_PATIENCE_MS });
  if (!readonly) prepareToWrite(raw);
  raw.pragma('temp_store = file');
  raw.pragma(`cache_size = -${WORKER_CACHE_KIB}`);
  return connect(raw);
}

/** Moves the log into the file as far as nobody reads it; never waits for a writer. Returns whether that was all of it. */
export function checkpoint({ raw }: Connection): boolean {
  const [done] = raw.pragma('wal_checkpoint(passive)') as { log: number; checkpointed: number }[];
  return done?.log === done?.checkpointed;
}

/** A consistent copy of the whole file. `to` must not exist. */
export const copyTo = (connection: Connection, to: string): void =>
  void connection.raw.prepare('vacuum into ?').run(to);
