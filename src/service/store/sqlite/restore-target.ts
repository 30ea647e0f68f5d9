/**
 * Puts the rows of a backup in the place of what is there, within the one transaction of a restore. Addresses and domains
 * are found again by name and keep their numbers, whatever they had in the backup: what else refers to them stays true.
 */
import type { Database } from 'better-sqlite3';
import type { KeptAccount, KeptDomain } from './backup-source.ts';

/** Most rows are the same mostly: those are read, not written. `source`: the column's value for a row that is there. */
const accountSql = (source: string): string => `
  insert into account (id, domain_id, type, disabled, flags, name, created_at, source) values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set type = excluded.type, disabled = excluded.disabled, flags = excluded.flags,
    name = excluded.name, created_at = excluded.created_at, source = ${source}, changed_by = null, prev_flags = null
  where type <> excluded.type or disabled <> excluded.disabled or flags <> excluded.flags or name <> excluded.name
    or created_at <> excluded.created_at or source <> ${source} or changed_by is not null or prev_flags is not null`;

const SQL = {
  lastAccount: 'select coalesce(max(id), 0) from account',
  forgetAliases: 'delete from alias',
  came: 'create temp table came (id integer primary key)',
  arrived: 'insert into temp.came (id) values (?)',
  forgetAccounts: 'delete from account where id > ? and id <= ? and id not in (select id from temp.came)',
  gone: 'drop table temp.came',
  forgetDomains: 'update domain set present = 0, changed_by = null, prev_flags = null',
  forgetBefore: 'delete from account_before',
  domain: `insert into domain (name, flags, present, created_at) values (?, ?, 1, ?)
    on conflict (name) do update set flags = excluded.flags, present = 1, created_at = excluded.created_at,
      changed_by = null, prev_flags = null returning id`,
  address: 'select id from address where domain_id = ? and local = ?',
  newAddress: 'insert into address (domain_id, local) values (?, ?)',
  found: 'select c.id from address a join account c on c.id = a.id where a.domain_id = ? and a.local = ?',
  alias: 'insert into alias (address, target, account_id) values (?, ?, ?)',
  forgetSetting: 'delete from setting where name = ?',
  setting: 'insert into setting (name, value) values (?, ?)',
  standing: `insert into standing (key, value) values (?, ?) on conflict (key) do update set value = excluded.value`,
};

export interface RestoreTarget {
  /** To be called first: aliases go, and of domains that do not come back only the name stays, for their addresses. */
  begin(): void;
  /** Returns domain.id. */
  domain(row: KeptDomain): number;
  /** `source` null: what is there stays. */
  account(domainId: number, row: KeptAccount): void;
  /** The last number of an account; for `forgetAccounts`. */
  lastAccount(): number;
  /** Accounts above < id ≤ upTo that did not come. */
  forgetAccounts(above: number, upTo: number): void;
  /** To be called after the last account, before the first alias. */
  forgotten(): void;
  /** `account` null: it leads elsewhere. */
  alias(address: string, target: string, account: { readonly domainId: number; readonly local: string } | null): void;
  /** Replaces the variables of these names; others stay. */
  settings(names: readonly string[], rows: readonly { readonly name: string; readonly value: string }[]): void;
  standing(key: string, value: string): void;
}

export function restoreTarget(raw: Database): RestoreTarget {
  raw.exec(SQL.came);
  const arrived = raw.prepare<[number]>(SQL.arrived);
  const one = raw.prepare<[string, number, number], number>(SQL.domain).pluck();
  const address = raw.prepare<[number, string], number>(SQL.address).pluck();
  const newAddress = raw.prepare<[number, string]>(SQL.newAddress);
  type Account = [number, number, number, number, number, string, number, string];
  const account = raw.prepare<Account>(accountSql('excluded.source'));
  const oldAccount = raw.prepare<Account>(accountSql('source'));
  const found = raw.prepare<[number, string], number>(SQL.found).pluck();
  const alias = raw.prepare<[string, string, number | null]>(SQL.alias);
  return {
    lastAccount: () => Number(raw.prepare(SQL.lastAccount).pluck().get()),
    forgetAccounts: (above, upTo) => void raw.prepare(SQL.forgetAccounts).run(above, upTo),
    forgotten: () => void raw.exec(SQL.gone),
    begin() {
      raw.prepare(SQL.forgetAliases).run();
      raw.prepare(SQL.forgetDomains).run();
      raw.prepare(SQL.forgetBefore).run();
    },
    domain: ({ name, flags, createdAt }) => Number(one.get(name, flags, createdAt)),
    account(domainId, row) {
      const id = address.get(domainId, row.local) ?? Number(newAddress.run(domainId, row.local).lastInsertRowid);
      arrived.run(id);
      const { type, disabled, flags, name, createdAt, source } = row;
      (source === null ? oldAccount : account).run(id, domainId, type, disabled, flags, name, createdAt, source ?? '');
    },
    alias(text, target, to) {
      alias.run(text, target, to ? (found.get(to.domainId, to.local) ?? null) : null);
    },
    settings(names, rows) {
      const forget = raw.prepare<[string]>(SQL.forgetSetting);
      const put = raw.prepare<[string, string]>(SQL.setting);
      for (const name of names) forget.run(name);
      for (const { name, value } of rows) put.run(name, value);
    },
    standing: (key, value) => void raw.prepare(SQL.standing).run(key, value),
  };
}
