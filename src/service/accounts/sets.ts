/** Parts of a rule as SQL. A list of accounts and a bulk change of "all of this list" select the same rows. */
import { type Expression, type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import { isUnused } from '../seats/unused.ts';
import { contains } from './pages.ts';
import { inRange } from './rows.ts';
import type { AccountRulePart, DomainRule, DomainRulePart } from './rule.ts';
import { nameAll, nameDomains, type WithTemp } from './temp-tables.ts';

type Db = Kysely<WithTemp>;
type Listed = Extract<AccountRulePart, { kind: 'mask' | 'range' }>;
type Condition = Expression<SqlBool>;

const ANY: RawBuilder<SqlBool> = sql`1 = 1`;

export const isEveryDomain = ({ parts, except }: DomainRule): boolean =>
  except.length === 0 && parts.some((part) => part.kind === 'mask' && part.name === null && part.search.trim() === '');

/** Every account that there is. */
export const isEverything = (part: AccountRulePart): boolean => {
  if (part.kind === 'domains') return isEveryDomain(part.domains);
  if (part.kind !== 'mask' || part.search.trim() !== '') return false;
  return part.mask.domain === null && part.mask.local.kind === 'all';
};

function foundBy(search: string): Condition {
  const text = search.trim();
  if (text === '') return ANY;
  const pattern = contains(text);
  return sql`(address.local || '@' || domain.name like ${pattern} escape '\\' or lower(account.name) like ${pattern} escape '\\')`;
}

/** In the order of lists: by domain, then by name. */
function between(part: Listed): Condition {
  if (part.kind === 'mask') return ANY;
  const { from, to } = part;
  return sql`(domain.name >= ${from.domain} and domain.name <= ${to.domain}
    and (domain.name > ${from.domain} or address.local >= ${from.local})
    and (domain.name < ${to.domain} or address.local <= ${to.local}))`;
}

/** Cross joins keep this order: from the domain, by its index, to its accounts. */
const rowsOfDomains = (db: Db) =>
  db
    .selectFrom('domain')
    .crossJoin('address')
    .crossJoin('account')
    .whereRef('address.domain_id', '=', 'domain.id')
    .whereRef('account.id', '=', 'address.id')
    .select('account.id');

const listed = (db: Db, part: Listed) => {
  const all = rowsOfDomains(db).where(inRange(part.mask.local)).where(between(part)).where(foundBy(part.search));
  return part.mask.domain === null ? all : all.where('domain.name', '=', part.mask.domain);
};

/** The accounts whose addresses are in `named`. */
export const namedAccounts = (db: Db) =>
  db
    .selectFrom('named')
    .innerJoin('domain', 'domain.name', 'named.domain')
    .innerJoin('address', (join) =>
      join.onRef('address.domain_id', '=', 'domain.id').onRef('address.local', '=', 'named.local'),
    )
    .innerJoin('account', 'account.id', 'address.id')
    .select('account.id');

const ofChosenDomains = (db: Db) =>
  db
    .selectFrom('chosen')
    .crossJoin('address')
    .crossJoin('account')
    .whereRef('address.domain_id', '=', 'chosen.id')
    .whereRef('account.id', '=', 'address.id')
    .select('account.id');

const unused = (db: Db, { module, before }: Extract<AccountRulePart, { kind: 'unused' }>) =>
  db
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select('account.id')
    .where(isUnused(module, before));

async function idsOf(db: Db, part: AccountRulePart): Promise<SelectQueryBuilder<WithTemp, 'account', { id: number }>> {
  switch (part.kind) {
    case 'mask':
    case 'range':
      return listed(db, part);
    case 'addresses':
      await nameAll(db, part.addresses);
      return namedAccounts(db);
    case 'domains':
      await collectDomains(db, part.domains);
      return ofChosenDomains(db);
    case 'unused':
      return unused(db, part);
  }
}

/** Adds the accounts of a part to `target`. */
export async function addTargets(db: Db, part: AccountRulePart): Promise<void> {
  const ids = await idsOf(db, part);
  await db
    .insertInto('target')
    .columns(['id'])
    // In the order of its key; the condition keeps SQLite from reading “on conflict” as part of a join.
    .expression(ids.where(ANY).orderBy('account.id'))
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Adds the accounts of the domains in `chosen`. */
export const addAccountsOfDomains = async (db: Db): Promise<void> => {
  await db.insertInto('target').columns(['id']).expression(ofChosenDomains(db).orderBy('account.id')).execute();
};

async function domainsOf(db: Db, part: DomainRulePart) {
  const present = db.selectFrom('domain').select('domain.id').where('domain.present', '=', 1);
  if (part.kind === 'names') {
    await nameDomains(db, part.names);
    return present.where('domain.name', 'in', db.selectFrom('named').select('named.domain'));
  }
  const text = part.search.trim();
  const found = text === '' ? present : present.where(sql<SqlBool>`domain.name like ${contains(text)} escape '\\'`);
  if (part.kind === 'mask') return part.name === null ? found : found.where('domain.name', '=', part.name);
  return found.where('domain.name', '>=', part.from).where('domain.name', '<=', part.to);
}

/** Fills `chosen` anew; returns how many domains there are. */
export async function collectDomains(db: Db, rule: DomainRule): Promise<number> {
  await db.deleteFrom('chosen').execute();
  for (const part of rule.parts) {
    const ids = await domainsOf(db, part);
    await db
      .insertInto('chosen')
      .columns(['id'])
      .expression(ids)
      .onConflict((oc) => oc.doNothing())
      .execute();
  }
  if (rule.except.length > 0) {
    await nameDomains(db, rule.except);
    const excepted = db
      .selectFrom('domain')
      .select('domain.id')
      .where('domain.name', 'in', db.selectFrom('named').select('named.domain'));
    await db.deleteFrom('chosen').where('id', 'in', excepted).execute();
  }
  const { n } = await db
    .selectFrom('chosen')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Fills `chosen`. Throws DOMAIN_NOT_FOUND when the rule selects none. */
export async function requireDomains(db: Db, rule: DomainRule): Promise<number> {
  const domains = await collectDomains(db, rule);
  if (domains === 0) throw new SeatkeeperError('DOMAIN_NOT_FOUND', { domain: rule.words });
  return domains;
}
