/** One column of a query as plain values: of a million rows, objects would cost four times as much. */
import type { Database } from 'better-sqlite3';
import type { Compilable } from 'kysely';

/** Without parameters it uses those of the query; others stand in the order of the query's text. */
export function plucker<T extends number | string>(
  raw: Database,
  query: Compilable,
): (...parameters: readonly (number | string)[]) => T[] {
  const { sql, parameters: own } = query.compile();
  const statement = raw.prepare(sql).pluck();
  return (...parameters) => statement.all(...(parameters.length > 0 ? parameters : own)) as T[];
}
