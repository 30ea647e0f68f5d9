/** How many accounts and domains there are; runs in the worker for long reads. */
import { sql } from 'kysely';
import { USER_TYPE } from '../../core/seats/counted.ts';
import type { TaskFunction } from '../store/task-context.ts';

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
