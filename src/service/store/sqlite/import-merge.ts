/** Merges staged rows into accounts, a range at a time, inside the import's transaction. */
import type { Database } from 'better-sqlite3';
import { ALL_FLAGS } from '../../../core/seats/modules.ts';
import { FLAGS_MASK, STAGED } from './import-stage.ts';

export interface MergeCounts {
  readonly created: number;
  readonly updated: number;
}
/** `n` accounts had the counted flags `before` and have `after`. */
export interface Shift {
  readonly before: number;
  readonly after: number;
  readonly n: number;
}

/** What every new account gets. */
export interface Made {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly auditId: number | null;
}

export interface Merge {
  /** Makes the domains that are missing; returns how many. To be called first. */
  domains(now: number): number;
  /** Rows above < n ≤ upTo of the stage. */
  range(above: number, upTo: number, made: Made, onShift: (shift: Shift) => void): MergeCounts;
  /**
   * The three steps of the staged aliases above < n ≤ upTo, each to be done for all before the next: find the accounts,
   * remove what these addresses led to before, and make them. Returns the rows that a step changed.
   */
  readonly aliasSteps: readonly ((above: number, upTo: number) => number)[];
  /** Staged aliases none of whose targets is an account, by line. */
  strayAliases(): Iterable<{ readonly line: number; readonly address: string; readonly target: string }>;
}

const FROM_STAGE = `from temp.stage s join temp.stage_domain d on d.id = s.domain`;
const IN_RANGE = `s.n > @above and s.n <= @upTo`;
/** The account as it will be; `c` is what it is, or nothing. */
const AFTER = {
  type: `coalesce(${STAGED.type}, c.type, 0)`,
  disabled: `coalesce(${STAGED.disabled}, c.disabled, 0)`,
  flags: `((coalesce(c.flags, ${ALL_FLAGS}) & ~${STAGED.named}) | (${STAGED.flags} & ${STAGED.named}))`,
  name: `coalesce(s.name, c.name, '')`,
};
const NEW = {
  type: `coalesce(${STAGED.type}, 0)`,
  disabled: `coalesce(${STAGED.disabled}, 0)`,
  flags: `((${ALL_FLAGS} & ~${STAGED.named}) | (${STAGED.flags} & ${STAGED.named}))`,
};
/** With room for the stamp of their first bulk change: without it, every page of accounts would be split then. */
const STAMP = `@auditId, ${NEW.flags}`;
const counted = (type: string, disabled: string, flags: string): string =>
  `case when ${type} = 0 and ${disabled} = 0 then ${flags} else 0 end`;

const SQL = {
  lastAddress: 'select coalesce(max(id), 0) from address',
  known: `select 1 ${FROM_STAGE} join address a on a.domain_id = d.target and a.local = s.local
    where d.fresh = 0 and ${IN_RANGE} limit 1`,
  /** Nobody had any of these addresses: ids follow the order of the stage, and nothing needs to be looked up. */
  freshAddresses: `insert into address (id, domain_id, local) select @base + s.n, d.target, s.local ${FROM_STAGE} where ${IN_RANGE}`,
  freshAccounts: `insert into account (id, domain_id, type, disabled, flags, name, created_at, changed_by, prev_flags)
    select @base + s.n, d.target, ${NEW.type}, ${NEW.disabled}, ${NEW.flags}, coalesce(s.name, ''), @now, ${STAMP}
    ${FROM_STAGE} where ${IN_RANGE}`,
  freshShifts: `select 0 as before, ${counted('c.type', 'c.disabled', 'c.flags & o.flags')} as after, count(*) as n
    from account c join domain o on o.id = c.domain_id where c.id > @base + @above and c.id <= @base + @upTo group by 2`,
  addresses: `insert into address (domain_id, local) select d.target, s.local ${FROM_STAGE}
    where ${IN_RANGE} order by s.n on conflict do nothing`,
  shifts: `select case when c.id is null then 0 else ${counted('c.type', 'c.disabled', 'c.flags & o.flags')} end as before,
      ${counted(AFTER.type, AFTER.disabled, `${AFTER.flags} & o.flags`)} as after, count(*) as n
    ${FROM_STAGE} join domain o on o.id = d.target
    join address a on a.domain_id = d.target and a.local = s.local
    left join account c on c.id = a.id where ${IN_RANGE} group by 1, 2`,
  update: `update account set type = x.type, disabled = x.disabled, flags = x.flags, name = x.name,
      changed_by = null, prev_flags = null
    from (select c.id as id, ${AFTER.type} as type, ${AFTER.disabled} as disabled, ${AFTER.flags} as flags, ${AFTER.name} as name
      ${FROM_STAGE} join address a on a.domain_id = d.target and a.local = s.local
      join account c on c.id = a.id where ${IN_RANGE}) as x
    where account.id = x.id and (account.type <> x.type or account.disabled <> x.disabled
      or account.flags <> x.flags or account.name <> x.name)`,
  create: `insert into account (id, domain_id, type, disabled, flags, name, created_at, changed_by, prev_flags)
    select a.id, d.target, ${NEW.type}, ${NEW.disabled}, ${NEW.flags}, coalesce(s.name, ''), @now, ${STAMP}
    ${FROM_STAGE} join address a on a.domain_id = d.target and a.local = s.local
    where ${IN_RANGE} and not exists (select 1 from account c where c.id = a.id)`,
};

const DOMAINS = {
  /** Domains that were deleted come back as new ones. */
  revive: `update domain set present = 1, flags = ${ALL_FLAGS}, created_at = ?, changed_by = null, prev_flags = null
    where present = 0 and name in (select name from temp.stage_domain)`,
  known: `update temp.stage_domain set fresh = 0 where name in (select name from domain)`,
  make: `insert into domain (name, flags, present, created_at)
    select name, ${ALL_FLAGS}, 1, ? from temp.stage_domain where fresh = 1 order by name`,
  resolve: `update temp.stage_domain set target = (select o.id from domain o where o.name = stage_domain.name)`,
};

const ALIASES = {
  resolve: `update temp.stage_alias set account_id = (
    select c.id from domain o join address a on a.domain_id = o.id join account c on c.id = a.id
    where o.name = target_domain and a.local = target_local) where n > @above and n <= @upTo`,
  clear: `delete from alias where address in (
    select address from temp.stage_alias where n > @above and n <= @upTo and account_id is not null)`,
  make: `insert into alias (address, target, account_id)
    select address, target_local || '@' || target_domain, account_id from temp.stage_alias
    where n > @above and n <= @upTo and account_id is not null order by n on conflict do nothing`,
  strays: `select line, address, min(target_local || '@' || target_domain) as target from temp.stage_alias
    group by line, address having count(account_id) = 0 order by line`,
};

export function createMerge(raw: Database): Merge {
  if (FLAGS_MASK !== ALL_FLAGS) throw new Error('a staged row holds another number of flags than an account');
  const base = raw.prepare(SQL.lastAddress).pluck().get() as number;
  const known = raw.prepare(SQL.known);
  const fresh = {
    addresses: raw.prepare(SQL.freshAddresses),
    accounts: raw.prepare(SQL.freshAccounts),
    shifts: raw.prepare(SQL.freshShifts),
  };
  const mixed = {
    addresses: raw.prepare(SQL.addresses),
    shifts: raw.prepare(SQL.shifts),
    update: raw.prepare(SQL.update),
    create: raw.prepare(SQL.create),
  };
  let allFresh = false;

  const mergeFresh = (above: number, upTo: number, made: Made, onShift: (shift: Shift) => void): MergeCounts => {
    fresh.addresses.run({ above, upTo, base });
    const { changes } = fresh.accounts.run({ above, upTo, base, ...made });
    for (const shift of fresh.shifts.iterate({ above, upTo, base }) as Iterable<Shift>) onShift(shift);
    return { created: changes, updated: 0 };
  };
  const mergeMixed = (above: number, upTo: number, made: Made, onShift: (shift: Shift) => void): MergeCounts => {
    mixed.addresses.run({ above, upTo });
    for (const shift of mixed.shifts.iterate({ above, upTo }) as Iterable<Shift>) onShift(shift);
    const updated = mixed.update.run({ above, upTo }).changes;
    return { created: mixed.create.run({ above, upTo, ...made }).changes, updated };
  };
  return {
    domains(now) {
      const revived = raw.prepare(DOMAINS.revive).run(now).changes;
      raw.exec(DOMAINS.known);
      const made = raw.prepare(DOMAINS.make).run(now).changes;
      raw.exec(DOMAINS.resolve);
      allFresh = base === 0;
      return revived + made;
    },
    range(above, upTo, made, onShift) {
      const isFresh = allFresh || known.get({ above, upTo }) === undefined;
      return isFresh ? mergeFresh(above, upTo, made, onShift) : mergeMixed(above, upTo, made, onShift);
    },
    aliasSteps: [ALIASES.resolve, ALIASES.clear, ALIASES.make].map((sql) => {
      const step = raw.prepare(sql);
      return (above, upTo) => step.run({ above, upTo }).changes;
    }),
    strayAliases: () =>
      raw.prepare(ALIASES.strays).iterate() as Iterable<{ line: number; address: string; target: string }>,
  };
}
