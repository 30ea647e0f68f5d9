/** Kysely prepares on every call; this keeps the statements used last, and no more of them (DESIGN 4). */
import type { Database, Statement } from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const KEPT_STATEMENTS = 200;

/** What Kysely's driver sees of a connection. A rollback that SQLite did by itself (a full disk) is not an error of its own. */
export function cachedStatements(raw: Database): SqliteDatabase {
  const kept = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const found = kept.get(sql);
    if (found?.busy) return raw.prepare(sql);
    const statement = found ?? raw.prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value ?? '');
    return statement;
  };
  const rollback: SqliteStatement = {
    reader: false,
    all: () => [],
    iterate: () => [][Symbol.iterator](),
    run: () => {
      if (raw.inTransaction) raw.exec('rollback');
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
  return {
    close: () => void raw.close(),
    prepare: (sql) => {
      if (sql === 'rollback') return rollback;
      return prepare(sql);
    },
  };
}
