/** Staging of an import in temporary tables of the worker's connection: no writer is kept waiting while a file is read. */
import type { Database, Statement } from 'better-sqlite3';
import { RANGE_ROWS } from '../task-context.ts';

/** What a staged row says besides address and name, in two integers. */
const FLAG_BITS = 20;
export const FLAGS_MASK = 2 ** FLAG_BITS - 1;
const TYPE_SHIFT = FLAG_BITS;
const DISABLED_SHIFT = FLAG_BITS + 4;
/** Values of type and disabled that say: not named. */
const NO_TYPE = 15;
const NO_DISABLED = 7;

const ROWS_PER_STATEMENT = 100;
/** Staging may fill this much memory before it goes to a temporary file. */
const STAGE_CACHE_KIB = 16 * 1024;

/** SQL that takes a staged row `s` apart. */
export const STAGED = {
  flags: `(s.pack & ${FLAGS_MASK})`,
  line: `(s.pack >> ${FLAG_BITS})`,
  named: `(s.shape & ${FLAGS_MASK})`,
  type: `nullif((s.shape >> ${TYPE_SHIFT}) & 15, ${NO_TYPE})`,
  disabled: `nullif((s.shape >> ${DISABLED_SHIFT}) & 7, ${NO_DISABLED})`,
} as const;

export interface StagedAccount {
  readonly line: number;
  /** From `domain`. */
  readonly domain: number;
  readonly local: string;
  readonly name: string | null;
  readonly type: number | undefined;
  readonly disabled: number | undefined;
  readonly named: number;
  readonly flags: number;
}
export interface StagedAlias {
  readonly line: number;
  readonly address: string;
  readonly targetDomain: string;
  readonly targetLocal: string;
}
export interface Double {
  readonly line: number;
  /** The line before it that has the same address. */
  readonly earlier: number;
}

export interface Settled {
  /** The last `n` of the stage. */
  readonly lastRow: number;
  /** Different addresses. */
  readonly accounts: number;
  /** Rows, `n` counting from 1. */
  readonly aliases: number;
}

export interface Stage {
  /** Number of a domain name within this import. */
  domain(name: string): number;
  account(row: StagedAccount): void;
  alias(row: StagedAlias): void;
  /** Sorts what was staged by address; the first line of each address stays, the others come back. */
  settle(check: () => void, onDouble: (double: Double) => void): Settled;
}

const CLEAR = `
drop table if exists temp.stage_heap;
drop table if exists temp.stage;
drop table if exists temp.stage_domain;
drop table if exists temp.stage_alias_heap;
drop table if exists temp.stage_alias;`;
const TABLES = `
create temp table stage_domain (
  id integer primary key, name text not null unique, target integer, fresh integer not null default 1
);
create temp table stage_heap (domain integer, local text, pack integer, shape integer, name text);
create temp table stage (n integer primary key, domain integer, local text, pack integer, shape integer, name text);
create temp table stage_alias_heap (address text, target_domain text, target_local text, line integer);
create temp table stage_alias (
  n integer primary key, address text, target_domain text, target_local text, line integer, account_id integer
);`;
/** In the order of the keys: what is merged then goes to the end of its tree, not anywhere in it. */
const SORT = `
insert into temp.stage (domain, local, pack, shape, name)
  select domain, local, pack, shape, name from temp.stage_heap order by domain, local, pack;
drop table temp.stage_heap;
insert into temp.stage_alias (address, target_domain, target_local, line)
  select address, target_domain, target_local, line from temp.stage_alias_heap order by 1, 2, 3;
drop table temp.stage_alias_heap;`;

const shapeOf = ({ named, type, disabled }: StagedAccount): number =>
  named | ((type ?? NO_TYPE) << TYPE_SHIFT) | ((disabled ?? NO_DISABLED) << DISABLED_SHIFT);

/** Rows of one table, a statement for many of them. */
function createFiller(raw: Database, table: string, columns: string[]) {
  const one = `(${columns.map(() => '?').join(', ')})`;
  const sql = (rows: number) =>
    `insert into temp.${table} (${columns.join(', ')}) values ${Array(rows).fill(one).join(', ')}`;
  const many: Statement = raw.prepare(sql(ROWS_PER_STATEMENT));
  const full = ROWS_PER_STATEMENT * columns.length;
  const values: (string | number | null)[] = Array(full).fill(null);
  let filled = 0;
  let rows = 0;
  return {
    put(value: string | number | null): void {
      values[filled] = value;
      filled += 1;
    },
    endRow(): void {
      rows += 1;
      if (filled < full) return;
      many.run(values);
      filled = 0;
    },
    finish(): number {
      if (filled > 0) raw.prepare(sql(filled / columns.length)).run(values.slice(0, filled));
      filled = 0;
      return rows;
    },
  };
}

/** Rows `n` that have the address of the row before. */
const DOUBLES = `
select s.n as n, ${STAGED.line} as line, p.pack >> ${FLAG_BITS} as earlier
from temp.stage s join temp.stage p on p.n = s.n - 1
where s.n > ? and s.n <= ? and p.domain = s.domain and p.local = s.local`;

/** Begins anew: what an import before left is gone. Writes nothing to the file. */
export function createStage(raw: Database): Stage {
  raw.exec(CLEAR + TABLES);
  raw.pragma(`temp.cache_size = -${STAGE_CACHE_KIB}`);
  const accounts = createFiller(raw, 'stage_heap', ['domain', 'local', 'pack', 'shape', 'name']);
  const aliases = createFiller(raw, 'stage_alias_heap', ['address', 'target_domain', 'target_local', 'line']);
  const findDomain = raw.prepare('select id from temp.stage_domain where name = ?').pluck();
  const addDomain = raw.prepare('insert into temp.stage_domain (name) values (?) returning id').pluck();
  raw.exec('begin');

  const removeDoubles = (count: number, check: () => void, onDouble: (double: Double) => void): number => {
    const find = raw.prepare(DOUBLES);
    const remove = raw.prepare('delete from temp.stage where n = ?');
    const found: number[] = [];
    for (let above = 0; above < count; above += RANGE_ROWS) {
      check();
      for (const row of find.iterate(above, above + RANGE_ROWS) as Iterable<Double & { n: number }>) {
        found.push(row.n);
        onDouble(row);
      }
    }
    for (const n of found) remove.run(n);
    return found.length;
  };
  return {
    domain: (name) => (findDomain.get(name) ?? addDomain.get(name)) as number,
    account(row) {
      accounts.put(row.domain);
      accounts.put(row.local);
      accounts.put(row.line * 2 ** FLAG_BITS + row.flags);
      accounts.put(shapeOf(row));
      accounts.put(row.name);
      accounts.endRow();
    },
    alias(row) {
      for (const value of [row.address, row.targetDomain, row.targetLocal, row.line]) aliases.put(value);
      aliases.endRow();
    },
    settle(check, onDouble) {
      const lastRow = accounts.finish();
      const staged = aliases.finish();
      check();
      raw.exec(SORT);
      const doubles = removeDoubles(lastRow, check, onDouble);
      raw.exec('commit');
      return { lastRow, accounts: lastRow - doubles, aliases: staged };
    },
  };
}

/** Ends what an aborted staging left open, and gives the disk its space back. */
export function leaveStage(raw: Database): void {
  if (raw.inTransaction) raw.exec('rollback');
  raw.exec(CLEAR);
}
