/**
 * Adds seats, trials, accesses and usage of a backup to what is there, within the transaction of a restore. Mirrors
 * `mergeTrials` and `withoutSeat` of core: no trial begins anew (LICENSING 2, 11). Pools of the backup that have another
 * shape become those of here, by the first access of each module.
 */
import type { Database } from 'better-sqlite3';
import { ALL_FLAGS } from '../../../core/seats/modules.ts';

const STAGE = `
create temp table came_pool (key text primary key, mask integer not null) without rowid;
create temp table came_seat (pool text, address_id integer, assigned_at integer, primary key (pool, address_id)) without rowid;
create temp table came_trial (pool text, address_id integer, first_access integer, started_at integer, waiting integer,
  primary key (pool, address_id)) without rowid;
create temp table came_holding (address_id integer primary key, assigned_at integer, first_access integer,
  started_at integer, waiting integer not null);`;
const LEAVE = `drop table temp.came_pool; drop table temp.came_seat; drop table temp.came_trial;
  drop table temp.came_holding;`;

/** In the order of the merge; all of one pool of here. */
const OF_POOL = [
  'delete from temp.came_holding',
  `insert into temp.came_holding
    select address_id, min(assigned_at), min(first_access), min(started_at), max(waiting) from (
      select s.address_id, s.assigned_at, null as first_access, null as started_at, 0 as waiting
        from temp.came_pool f join temp.came_seat s on s.pool = f.key where f.mask & @mask <> 0
      union all
      select t.address_id, null, t.first_access, t.started_at, t.waiting
        from temp.came_pool f join temp.came_trial t on t.pool = f.key where f.mask & @mask <> 0) as c
    where exists (select 1 from temp.came_pool where key = @pool and mask = @mask)
      or exists (select 1 from access x join temp.module m on m.id = x.module
        where x.address_id = c.address_id and m.mask & @mask <> 0)
    group by address_id`,
  `delete from seat where pool = @pool and not exists (select 1 from account where account.id = seat.address_id)`,
  `insert into seat (address_id, pool, assigned_at)
    select c.address_id, @pool, min(c.assigned_at, @now) from temp.came_holding c
    where c.assigned_at is not null
      and not exists (select 1 from seat_trial t where t.address_id = c.address_id and t.pool = @pool)
    on conflict (address_id, pool) do nothing`,
  `insert into seat_trial (address_id, pool, first_access, started_at, waiting)
    select c.address_id, @pool, min(c.first_access, @now), min(c.started_at, @now), 0 from temp.came_holding c
    where c.started_at is not null
    on conflict (address_id, pool) do nothing`,
  `update seat_trial set waiting = 1 where pool = @pool and waiting = 0
    and address_id in (select address_id from temp.came_holding where waiting = 1 or assigned_at is not null)
    and not exists (select 1 from seat s where s.address_id = seat_trial.address_id and s.pool = seat_trial.pool)`,
  // The latest beyond the seats lose theirs; a trial that there is goes on.
  `insert into seat_trial (address_id, pool, first_access, started_at, waiting)
    select address_id, pool, assigned_at, @now, 1 from seat
    where pool = @pool order by assigned_at desc, address_id desc limit max(0, (select count(*) from seat where pool = @pool) - @seats)
    on conflict (address_id, pool) do update set waiting = 1`,
  `delete from seat where pool = @pool and exists (select 1 from seat_trial t
    where t.address_id = seat.address_id and t.pool = seat.pool and t.waiting = 1)`,
];

const SQL = {
  findDomain: 'select id from domain where name = ?',
  addDomain: 'insert into domain (name, flags, present, created_at) values (?, ?, 0, 0)',
  findAddress: 'select id from address where domain_id = ? and local = ?',
  addAddress: 'insert into address (domain_id, local) values (?, ?)',
  pool: 'insert into temp.came_pool values (?, ?)',
  seat: 'insert into temp.came_seat values (?, ?, ?)',
  trial: 'insert into temp.came_trial values (?, ?, ?, ?, ?)',
  access: `insert into access (address_id, module, first_access, last_access) values (?, ?, ?, ?)
    on conflict (address_id, module) do update
      set first_access = min(first_access, excluded.first_access), last_access = max(last_access, excluded.last_access)
    where excluded.first_access < first_access or excluded.last_access > last_access`,
  usage: `insert into usage_day (module, day, used, seats) values (?, ?, ?, ?) on conflict (module, day) do nothing`,
  /** A server that never settled its seats. */
  firstPools: `insert into pool (key, mask, seats) select key, mask, null from temp.came_pool
    where not exists (select 1 from pool)`,
  pools: 'select key as pool, mask, seats from pool',
  numbers: `update pool set assigned = (select count(*) from seat where seat.pool = pool.key),
    trials = (select count(*) from seat_trial where seat_trial.pool = pool.key and waiting = 1)`,
};

interface OfAddress {
  readonly domain: string;
  readonly local: string;
}

export interface HistoryTarget {
  pool(row: { readonly key: string; readonly mask: number }): void;
  access(row: OfAddress & { readonly module: string; readonly first: number; readonly last: number }): void;
  seat(row: OfAddress & { readonly pool: string; readonly assignedAt: number }): void;
  trial(
    row: OfAddress & {
      readonly pool: string;
      readonly firstAccess: number;
      readonly startedAt: number;
      readonly waiting: boolean;
    },
  ): void;
  usage(row: {
    readonly module: string;
    readonly day: number;
    readonly used: number;
    readonly seats: number | null;
  }): void;
  /** To be called last: merges what came. `check` may throw to end it. */
  merge(check: () => void): void;
}

/** `now`: trusted, epoch ms. `modules`: with their masks. To be called after accounts were put in place. */
export function historyTarget(
  raw: Database,
  now: number,
  modules: readonly { readonly id: string; readonly mask: number }[],
): HistoryTarget {
  raw.exec(STAGE);
  const addressOf = addressFinder(raw);
  const [pool, seat, trial] = [raw.prepare(SQL.pool), raw.prepare(SQL.seat), raw.prepare(SQL.trial)];
  const [access, usage] = [raw.prepare(SQL.access), raw.prepare(SQL.usage)];
  return {
    pool: ({ key, mask }) => void pool.run(key, mask),
    access: (x) => void access.run(addressOf(x), x.module, Math.min(x.first, now), Math.min(x.last, now)),
    seat: (s) => void seat.run(s.pool, addressOf(s), s.assignedAt),
    trial: (t) => void trial.run(t.pool, addressOf(t), t.firstAccess, t.startedAt, t.waiting ? 1 : 0),
    usage: ({ module, day, used, seats }) => void usage.run(module, day, used, seats),
    merge(check) {
      mergePools(raw, now, modules, check);
      raw.exec(LEAVE);
    },
  };
}

function mergePools(
  raw: Database,
  now: number,
  modules: readonly { id: string; mask: number }[],
  check: () => void,
): void {
  if (raw.prepare('select 1 from temp.came_pool').get() === undefined) return;
  raw.exec('create temp table module (id text primary key, mask integer not null) without rowid');
  const module = raw.prepare('insert into temp.module values (?, ?)');
  for (const { id, mask } of modules) module.run(id, mask);
  raw.exec(SQL.firstPools);
  const pools = raw.prepare<[], { pool: string; mask: number; seats: number | null }>(SQL.pools).all();
  const steps = OF_POOL.map((sql) => raw.prepare(sql));
  for (const { pool, mask, seats } of pools) {
    for (const step of steps) {
      check();
      step.run({ pool, mask, now, seats: seats ?? Number.MAX_SAFE_INTEGER });
    }
  }
  raw.exec(SQL.numbers);
  raw.exec('drop table temp.module');
}

/** Rows come by address: most ask for the one before. What is not there is made, so that its trial is known. */
function addressFinder(raw: Database): (of: OfAddress) => number {
  const findDomain = raw.prepare<[string], number>(SQL.findDomain).pluck();
  const addDomain = raw.prepare<[string, number]>(SQL.addDomain);
  const findAddress = raw.prepare<[number, string], number>(SQL.findAddress).pluck();
  const addAddress = raw.prepare<[number, string]>(SQL.addAddress);
  let domain = { name: '', id: 0 };
  let address = { local: '', id: 0 };
  return ({ domain: name, local }) => {
    if (name !== domain.name) {
      domain = { name, id: findDomain.get(name) ?? Number(addDomain.run(name, ALL_FLAGS).lastInsertRowid) };
      address = { local: '', id: 0 };
    }
    if (address.id === 0 || local !== address.local) {
      const id = findAddress.get(domain.id, local) ?? Number(addAddress.run(domain.id, local).lastInsertRowid);
      address = { local, id };
    }
    return address.id;
  };
}
