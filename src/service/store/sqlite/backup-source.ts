/** What a backup holds, as the database has it at one moment: read in the order of the file, without being kept. */
import type { Database } from 'better-sqlite3';

const PRESENT = `from domain d cross join address a on a.domain_id = d.id cross join account c on c.id = a.id
  where d.present = 1`;

/** Also what is deleted: trials are not forgotten with their account. */
const ADDRESSES = 'from domain d cross join address a on a.domain_id = d.id';

const SQL = {
  settings: 'select name, value from setting order by name',
  domains: 'select id, name, flags, created_at as createdAt from domain where present = 1 order by name',
  accounts: `select d.id as domain, a.local as local, c.type as type, c.disabled as disabled, c.flags as flags,
    c.name as name, c.created_at as createdAt, c.source as source ${PRESENT} order by d.name, a.local`,
  aliases: `select l.address as address, l.target as target, a.domain_id as domain, a.local as local
    from alias l left join address a on a.id = l.account_id order by l.address, l.target`,
  inForce: 'select order_id as orderId, document from license where in_force = 1',
  /** The newest document of the order that the one in force extends. */
  extended: `select document from license where order_id in
    (select substr(key, length('superseded/') + 1) from standing where key like 'superseded/%' and value = ?)
    order by serial desc limit 1`,
  count: {
    domains: 'select count(*) from domain where present = 1',
    accounts: 'select count(*) from account c join domain d on d.id = c.domain_id where d.present = 1',
    aliases: 'select count(*) from alias',
    pools: 'select count(*) from pool',
    access: 'select count(*) from access',
    seats: 'select count(*) from seat',
    trials: 'select count(*) from seat_trial',
    usage: 'select count(*) from usage_day',
  },
  pools: 'select key, mask from pool order by key',
  access: `select d.name as domain, a.local as local, x.module as module, x.first_access as first, x.last_access as last
    ${ADDRESSES} cross join access x on x.address_id = a.id order by d.name, a.local, x.module`,
  seats: `select d.name as domain, a.local as local, s.pool as pool, s.assigned_at as assignedAt
    ${ADDRESSES} cross join seat s on s.address_id = a.id order by d.name, a.local, s.pool`,
  trials: `select d.name as domain, a.local as local, t.pool as pool, t.first_access as firstAccess,
    t.started_at as startedAt, t.waiting as waiting
    ${ADDRESSES} cross join seat_trial t on t.address_id = a.id order by d.name, a.local, t.pool`,
  usage: 'select module, day, used, seats from usage_day order by module, day',
};

export interface SourceAddress {
  /** Its name. */
  readonly domain: string;
  readonly local: string;
}

/** What a backup keeps of a domain, and of an account. */
export interface KeptDomain {
  readonly name: string;
  readonly flags: number;
  readonly createdAt: number;
}
export interface KeptAccount {
  readonly local: string;
  readonly type: number;
  readonly disabled: number;
  readonly flags: number;
  readonly name: string;
  readonly createdAt: number;
  /** How it came to be; null: made by a version that did not say. */
  readonly source: string | null;
}

export interface SourceDomain extends KeptDomain {
  readonly id: number;
}
export interface SourceAccount extends KeptAccount {
  /** domain.id */
  readonly domain: number;
  readonly source: string;
}
export interface SourceAlias {
  readonly address: string;
  readonly target: string;
  /** domain.id */
  readonly domain: number | null;
  readonly local: string | null;
}

export interface BackupSource {
  count(table: keyof typeof SQL.count): number;
  settings(): { readonly name: string; readonly value: string }[];
  /** The document in force, and the one of the order that it extends. */
  licenses(): string[];
  domains(): Iterable<SourceDomain>;
  accounts(): Iterable<SourceAccount>;
  aliases(): Iterable<SourceAlias>;
  pools(): { readonly key: string; readonly mask: number }[];
  access(): Iterable<SourceAddress & { readonly module: string; readonly first: number; readonly last: number }>;
  seats(): Iterable<SourceAddress & { readonly pool: string; readonly assignedAt: number }>;
  trials(): Iterable<SourceTrial>;
  usage(): Iterable<{
    readonly module: string;
    readonly day: number;
    readonly used: number;
    readonly seats: number | null;
  }>;
}

export interface SourceTrial extends SourceAddress {
  readonly pool: string;
  readonly firstAccess: number;
  readonly startedAt: number;
  readonly waiting: number;
}

/** To be used within one transaction. An iterable must be read to its end before the connection does anything else. */
export function backupSource(raw: Database): BackupSource {
  // Begun when it is read: one that was never read would keep the connection busy.
  function* rows<T>(sql: string): Generator<T> {
    yield* raw.prepare<[], T>(sql).iterate();
  }
  return {
    count: (table) => Number(raw.prepare(SQL.count[table]).pluck().get()),
    settings: () => raw.prepare<[], { name: string; value: string }>(SQL.settings).all(),
    licenses() {
      const inForce = raw.prepare<[], { orderId: string; document: string }>(SQL.inForce).get();
      if (!inForce) return [];
      const extended = raw.prepare<[string], { document: string }>(SQL.extended).get(inForce.orderId);
      return extended ? [inForce.document, extended.document] : [inForce.document];
    },
    domains: () => rows(SQL.domains),
    accounts: () => rows(SQL.accounts),
    aliases: () => rows(SQL.aliases),
    pools: () => raw.prepare<[], { key: string; mask: number }>(SQL.pools).all(),
    access: () => rows(SQL.access),
    seats: () => rows(SQL.seats),
    trials: () => rows(SQL.trials),
    usage: () => rows(SQL.usage),
  };
}
