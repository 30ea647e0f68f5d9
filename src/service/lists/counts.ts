/** How many accounts there are, and in each domain: counted from the smallest indexes, once for each state of the accounts. */
import type { Lists } from './known.ts';

const SQL = {
  accounts: 'select count(*) from account',
  addresses: 'select count(*) from address',
  /** From the key's index alone. */
  addressesOf: 'select domain_id as id, count(*) as n from address group by domain_id',
  /** By the number, side by side with the accounts. */
  goneOf: `select domain_id as id, count(*) as n from address not indexed
    where not exists (select 1 from account where account.id = address.id) group by domain_id`,
};

interface OfDomain {
  readonly id: number;
  readonly n: number;
}

export const accountCount = (lists: Lists): number =>
  lists.fact('accounts', () => {
    const known = lists.knownRoster();
    return known?.ids.length ?? Number(lists.context.connection.raw.prepare(SQL.accounts).pluck().get());
  });

/** Accounts by domain.id; domains without any are left out. */
export const domainCounts = (lists: Lists): ReadonlyMap<number, number> =>
  lists.fact('domains', () => {
    const known = lists.knownRoster();
    if (known) return new Map(known.domains.map(({ id, from, to }) => [id, to - from]));
    return countDomains(lists);
  });

/** Addresses are never deleted: those without an account do not count. */
function countDomains(lists: Lists): Map<number, number> {
  const { raw } = lists.context.connection;
  const read = (sql: string): OfDomain[] => raw.prepare<[], OfDomain>(sql).all();
  return raw.transaction(() => {
    const counts = new Map(read(SQL.addressesOf).map(({ id, n }) => [id, n]));
    const gone = Number(raw.prepare(SQL.addresses).pluck().get()) - accountCount(lists);
    if (gone === 0) return counts;
    for (const { id, n } of read(SQL.goneOf)) counts.set(id, (counts.get(id) ?? 0) - n);
    return counts;
  })();
}
