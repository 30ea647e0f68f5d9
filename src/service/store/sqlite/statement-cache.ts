/** Kysely prepares on every call; this keeps the statements used last, and no more of them (DESIGN 4). */
import type { Database, Statement } from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { explainSqlite } from './errors.ts';

const KEPT_STATEMENTS = 200;

/** A rollback that SQLite did by itself (a full disk) is not an error of its own. */
const rollbackOf = (raw: Database): SqliteStatement => ({
  reader: false,
  all: () => [],
  iterate: () => [][Symbol.iterator](),
  run: () => {
    if (raw.inTransaction) raw.exec('rollback');
    return { changes: 0, lastInsertRowid: 0 };
  },
});

/** What Kysely's driver sees of a connection; what SQLite throws comes out explained. `hear`: told of every statement. */
export function cachedStatements(
  raw: Database,
  kept = KEPT_STATEMENTS,
  hear: (sql: string) => void = () => {},
): SqliteDatabase {
  const statements = new Map<string, Statement>();
  const rollback = rollbackOf(raw);
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainSqlite(error, raw.name);
    }
  };
  const find = (sql: string): Statement => {
    const found = statements.get(sql);
    // Somebody walks through its rows: it cannot be used twice at once.
    if (found?.busy) return raw.prepare(sql);
    const statement = found ?? raw.prepare(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > kept) statements.delete(statements.keys().next().value ?? '');
    return statement;
  };
  return {
    close: () => void raw.close(),
    prepare(sql) {
      if (sql === 'rollback') return rollback;
      hear(sql);
      const statement = explained(() => find(sql));
      return {
        reader: statement.reader,
        all: (parameters) => explained(() => statement.all(parameters)),
        run: (parameters) => explained(() => statement.run(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}
