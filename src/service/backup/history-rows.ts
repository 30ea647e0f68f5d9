/** The sections of a backup about seats: who had one, who was on trial, when modules were used, and how many used them. */
import { parseDomain, parseLocal } from '../../core/accounts/address.ts';
import { ALL_FLAGS, isGroupId, isModuleId, type ModuleId } from '../../core/seats/modules.ts';
import { domainToAscii } from '../../platform/domain.ts';
import { isBehind, isText, isWhole, LATEST, LONGEST_ADDRESS, need } from './row-checks.ts';

/** Also of accounts and domains that are deleted: a trial does not begin anew with a new account. */
interface OfAddress {
  readonly domain: string;
  readonly local: string;
}
export interface PoolRow {
  readonly key: string;
  readonly mask: number;
}
export interface AccessRow extends OfAddress {
  readonly module: ModuleId;
  readonly first: number;
  readonly last: number;
}
export interface SeatRow extends OfAddress {
  readonly pool: string;
  readonly assignedAt: number;
}
export interface TrialRow extends OfAddress {
  readonly pool: string;
  readonly firstAccess: number;
  readonly startedAt: number;
  readonly waiting: boolean;
}
export interface UsageRow {
  readonly module: ModuleId;
  /** Counted from 1970-01-01. */
  readonly day: number;
  readonly used: number;
  /** Null: unlimited. */
  readonly seats: number | null;
}
export interface HistoryRows {
  pools: PoolRow;
  access: AccessRow;
  seats: SeatRow;
  trials: TrialRow;
  usage: UsageRow;
}

export const ENCODE_HISTORY: { readonly [K in keyof HistoryRows]: (row: HistoryRows[K]) => readonly unknown[] } = {
  pools: ({ key, mask }) => [key, mask],
  access: ({ domain, local, module, first, last }) => [domain, local, module, first, last],
  seats: ({ domain, local, pool, assignedAt }) => [domain, local, pool, assignedAt],
  trials: (t) => [t.domain, t.local, t.pool, t.firstAccess, t.startedAt, t.waiting ? 1 : 0],
  usage: ({ module, day, used, seats }) => [module, day, used, seats],
};

type Readers = { readonly [K in keyof HistoryRows]: (row: readonly unknown[]) => HistoryRows[K] };

const MOST_POOLS = 64;
const MOST_USAGE = 50_000;
const MOST_ACCOUNTS = 1_000_000_000;
const MOST_DAYS = 1_000_000;

const isModule = (value: unknown): value is ModuleId => typeof value === 'string' && isModuleId(value);

function isPool(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [kind, id = '', ...more] = value.split(':');
  if (more.length > 0) return false;
  return kind === 'group' ? isGroupId(id) : kind === 'module' && isModuleId(id);
}

/** Rows of one section: by address and what else, ascending. Most addresses come several times in a row. */
function createKeyReader(): (domain: unknown, local: unknown, rest: string) => OfAddress {
  let [domainBefore, localBefore, restBefore] = ['', '', ''];
  return (domain, local, rest) => {
    need(isText(domain, LONGEST_ADDRESS) && isText(local, LONGEST_ADDRESS), 'an address is none');
    const sameDomain = domain === domainBefore;
    if (!sameDomain) {
      const parsed = parseDomain(domain, domainToAscii);
      need(parsed.ok && parsed.value === domain, 'a domain is none');
      need(isBehind(domain, domainBefore), 'addresses are out of order');
    }
    const same = sameDomain && local === localBefore;
    if (!same) {
      const parsed = parseLocal(local);
      need(parsed.ok && parsed.value === local, 'an address is none');
      need(!sameDomain || isBehind(local, localBefore), 'addresses are out of order');
    }
    need(!same || rest > restBefore, 'addresses are out of order');
    [domainBefore, localBefore, restBefore] = [domain, local, rest];
    return { domain, local };
  };
}

/** For one file. Throw BadRow. */
export function createHistoryReaders(): Readers {
  const pools = new Set<string>();
  const [ofAccess, ofSeat, ofTrial] = [createKeyReader(), createKeyReader(), createKeyReader()];
  let usage = { rows: 0, module: '', day: -1 };

  const poolOf = (pool: unknown): string => {
    need(typeof pool === 'string' && pools.has(pool), 'a pool is named that is not there');
    return pool;
  };
  return {
    pools([key, mask, ...more]) {
      need(more.length === 0 && isPool(key) && !pools.has(key) && pools.size < MOST_POOLS, 'a pool is none');
      need(isWhole(mask, ALL_FLAGS) && (mask & ~ALL_FLAGS) === 0 && mask > 0, 'a pool is none');
      pools.add(key);
      return { key, mask };
    },
    access([domain, local, module, first, last, ...more]) {
      need(more.length === 0 && isModule(module), 'a module is none');
      need(isWhole(first, LATEST) && isWhole(last, LATEST) && first <= last, 'an access is none');
      return { ...ofAccess(domain, local, module), module, first, last };
    },
    seats([domain, local, pool, assignedAt, ...more]) {
      need(more.length === 0 && isWhole(assignedAt, LATEST), 'a seat is none');
      const key = poolOf(pool);
      return { ...ofSeat(domain, local, key), pool: key, assignedAt };
    },
    trials([domain, local, pool, firstAccess, startedAt, waiting, ...more]) {
      need(more.length === 0 && isWhole(firstAccess, LATEST) && isWhole(startedAt, LATEST), 'a trial is none');
      need(waiting === 0 || waiting === 1, 'a trial is none');
      const key = poolOf(pool);
      return { ...ofTrial(domain, local, key), pool: key, firstAccess, startedAt, waiting: waiting === 1 };
    },
    usage([module, day, used, seats, ...more]) {
      need(more.length === 0 && isModule(module) && isWhole(day, MOST_DAYS), 'a day of usage is none');
      need(isWhole(used, MOST_ACCOUNTS) && (seats === null || isWhole(seats, MOST_ACCOUNTS)), 'a day of usage is none');
      const isNext = module > usage.module || (module === usage.module && day > usage.day);
      need(isNext && usage.rows < MOST_USAGE, 'days of usage are out of order');
      usage = { rows: usage.rows + 1, module, day };
      return { module, day, used, seats };
    },
  };
}
