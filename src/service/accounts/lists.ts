/** Lists that run in the worker for long reads. */
import { sql } from 'kysely';
import { USER_TYPE } from '../../core/seats/counted.ts';
import { explainScope } from '../../core/seats/explain.ts';
import { isCounted } from '../seats/counters.ts';
import { readHoldings } from '../seats/holdings.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { accountPage } from './pages.ts';
import { accountMaskOf, domainMaskOf } from './parsing.ts';
import { accountRow, addressText } from './rows.ts';

export const listAccounts: TaskFunction<'list-accounts'> = async (input, { connection }) => {
  const page = await accountPage(connection.db, { ...input, mask: accountMaskOf(input.mask) });
  return { rows: page.rows.map(accountRow), next: page.next };
};

const EVERYONE = { local: { kind: 'all' }, domain: null } as const;

/** Waits for a seat of a pool that has modules of the scope. */
const isOver = (mask: number) => sql<boolean>`exists (select 1 from seat_trial as t join pool as p on p.key = t.pool
  where t.address_id = account.id and t.waiting = 1 and p.mask & ${mask} <> 0)`;

/** Accounts with the reason why each counts for the scope, or not. */
export const listSeats: TaskFunction<'list-seats'> = async (input, { connection }) => {
  const { mask, counted, over, ...request } = input;
  const page = await accountPage(connection.db, {
    ...request,
    mask: EVERYONE,
    only: (all) => {
      const query = over ? all.where(isOver(mask)) : all;
      if (counted === 'all') return query;
      return query.where((eb) => (counted === 'counted' ? isCounted(mask)(eb) : eb.not(isCounted(mask)(eb))));
    },
  });
  const holding = await readHoldings(
    connection.db,
    page.rows.map(({ id }) => id),
  );
  const rows = page.rows.map((row) => ({
    address: addressText(row),
    name: row.name,
    ...explainScope(row, mask),
    ...holding(row.id, mask),
  }));
  return { rows, next: page.next };
};

export const listDomains: TaskFunction<'list-domains'> = async (input, { connection }) => {
  const name = domainMaskOf(input.mask);
  let query = connection.db
    .selectFrom('domain')
    .select((eb) => [
      'domain.name',
      'domain.flags',
      eb
        .selectFrom('address')
        .innerJoin('account', 'account.id', 'address.id')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('address.domain_id', '=', 'domain.id')
        .as('accounts'),
    ])
    .where('domain.present', '=', 1);
  if (name !== null) query = query.where('domain.name', '=', name);
  if (input.cursor !== null) query = query.where('domain.name', '>', input.cursor);
  const found = await query
    .orderBy('domain.name')
    .limit(input.limit + 1)
    .execute();
  const rows = found.slice(0, input.limit).map((row) => ({ ...row, accounts: Number(row.accounts ?? 0) }));
  return { rows, next: found.length > input.limit ? (rows.at(-1)?.name ?? null) : null };
};

export const summary: TaskFunction<'summary'> = async (_input, { connection }) => {
  const { db } = connection;
  const accounts = await db
    .selectFrom('account')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('type', '=', sql.lit(USER_TYPE)).as('users'),
    ])
    .executeTakeFirstOrThrow();
  const domains = await db
    .selectFrom('domain')
    .select((eb) => eb.fn.countAll<number>().as('all'))
    .where('present', '=', 1)
    .executeTakeFirstOrThrow();
  return { accounts: Number(accounts.all), users: Number(accounts.users), domains: Number(domains.all) };
};
