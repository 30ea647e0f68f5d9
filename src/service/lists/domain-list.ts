/** Domains by name, each with the number of its accounts. */
import { type Kysely, sql } from 'kysely';
import type { DomainRow } from '../../contract/schemas.ts';
import { contains } from '../accounts/pages.ts';
import { domainMaskOf } from '../accounts/parsing.ts';
import type { Schema } from '../store/schema.ts';
import type { TaskFunction } from '../store/task-context.ts';
import type { TaskInput } from '../store/tasks.ts';
import { domainCounts } from './counts.ts';
import { type Lists, listsOf } from './known.ts';

type Input = TaskInput<'list-domains'>;

export const listDomains: TaskFunction<'list-domains'> = async (input, context) => {
  const lists = listsOf(context);
  const { db } = context.connection;
  const found = await pageOf(db, input);
  const page = found.slice(0, input.limit);
  const counts = page.length === 0 ? new Map<number, number>() : domainCounts(lists);
  const rows = page.map(({ id, name, flags }): DomainRow => ({ name, flags, accounts: counts.get(id) ?? 0 }));
  const next = found.length > input.limit ? (rows.at(-1)?.name ?? null) : null;
  return { rows, next, total: await totalOf(lists, input) };
};

function matching(db: Kysely<Schema>, { mask, search }: Input) {
  const name = domainMaskOf(mask);
  const text = search.trim();
  const present = db.selectFrom('domain').where('present', '=', 1);
  const named = name === null ? present : present.where('name', '=', name);
  return text === '' ? named : named.where(sql<boolean>`name like ${contains(text)} escape '\\'`);
}

async function pageOf(db: Kysely<Schema>, input: Input) {
  const { cursor, offset, limit } = input;
  const all = matching(db, input).select(['id', 'name', 'flags']).orderBy('name');
  const rest = cursor === null ? all.offset(offset) : all.where('name', '>', cursor);
  return rest.limit(limit + 1).execute();
}

async function totalOf(lists: Lists, input: Input): Promise<number> {
  const { db } = lists.context.connection;
  const { n } = await matching(db, input)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}
