/** What the accounts or domains of a rule have in common, and what a change would do to them. Reads only. */
import { sql } from 'kysely';
import type { ChangePreview } from '../../contract/schemas-sets.ts';
import { USER_TYPE } from '../../core/seats/counted.ts';
import { MODULES, SERVICE_FLAGS } from '../../core/seats/modules.ts';
import { Tally } from '../seats/counters.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { accountDiffers, domainAfter, flagsDiffer } from './change.ts';
import { addAccountsOfDomains, requireDomains } from './sets.ts';
import { tallyChange, tallyRange } from './tally.ts';
import { countTargets, inRanges, listedAccounts, type Range, requireTargets, type Targets } from './targets.ts';
import { emptyTables } from './temp-tables.ts';

const hasBit = (flags: number, bit: number): boolean => ((flags >> bit) & 1) === 1;

/** Accounts by what they have: far fewer groups than accounts. */
const groupsOf = ({ db, within }: Targets, range: Range) =>
  db
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .select((eb) => [
      'account.flags as flags',
      'domain.flags as granted',
      eb('account.type', '=', sql.lit(USER_TYPE)).as('user'),
      eb('account.disabled', '<>', sql.lit(0)).as('disabled'),
      eb.fn.countAll<number>().as('n'),
    ])
    .where(within(range))
    .groupBy([sql.ref('account.flags'), sql.ref('domain.flags'), sql.ref('user'), sql.ref('account.disabled')])
    .execute();

const sum = <Row extends { readonly n: number }>(rows: readonly Row[], fits: (row: Row) => boolean): number =>
  rows.reduce((n, row) => (fits(row) ? n + Number(row.n) : n), 0);

/** Throws ACCOUNT_NOT_FOUND. */
export const accountPolicies: TaskFunction<'account-policies'> = ({ rule }, context) =>
  context.snapshot(async (trx) => {
    const targets = await requireTargets(trx, rule);
    const groups: Awaited<ReturnType<typeof groupsOf>> = [];
    await inRanges(context, targets, async (range) => void groups.push(...(await groupsOf(targets, range))));
    return {
      accounts: sum(groups, () => true),
      users: sum(groups, ({ user }) => Boolean(user)),
      disabled: sum(groups, ({ disabled }) => Boolean(disabled)),
      services: SERVICE_FLAGS.map(({ bit, accountVariable }) => ({
        variable: accountVariable,
        on: sum(groups, ({ flags }) => hasBit(flags, bit)),
        granted: sum(groups, ({ granted }) => hasBit(granted, bit)),
      })),
    };
  });

const MODULE_MASKS = MODULES.map(({ mask }) => mask);

const seatsMoved = (tally: Tally): ChangePreview['seats'] => {
  const moved = tally.perMask(MODULE_MASKS);
  return MODULES.flatMap(({ id, name, mask }) => {
    const by = moved.get(mask) ?? 0;
    return by === 0 ? [] : [{ module: id, name, by }];
  });
};

/** Counts exactly the rows that `modify-accounts` would change. Throws ACCOUNT_NOT_FOUND. */
export const previewAccounts: TaskFunction<'preview-accounts'> = ({ rule, change }, context) =>
  context.snapshot(async (trx) => {
    const targets = await requireTargets(trx, rule);
    const tally = new Tally();
    let changes = 0;
    await inRanges(context, targets, async (range) => {
      await tallyChange(targets, range, tally, change, MODULE_MASKS);
      const { n } = await targets.db
        .selectFrom('account')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where(targets.within(range))
        .where((eb) => accountDiffers(eb, change))
        .executeTakeFirstOrThrow();
      changes += Number(n);
    });
    return { matched: await countTargets(targets), changes, seats: seatsMoved(tally) };
  });

/** Throws DOMAIN_NOT_FOUND. */
export const domainPolicies: TaskFunction<'domain-policies'> = ({ rule }, context) =>
  context.snapshot(async (trx) => {
    const db = await emptyTables(trx);
    const domains = await requireDomains(db, rule);
    await addAccountsOfDomains(db);
    const groups = await db
      .selectFrom('chosen')
      .innerJoin('domain', 'domain.id', 'chosen.id')
      .select((eb) => ['domain.flags as flags', eb.fn.countAll<number>().as('n')])
      .groupBy('domain.flags')
      .execute();
    const services = SERVICE_FLAGS.flatMap(({ bit, domainVariable }) => {
      if (domainVariable === undefined) return [];
      const on = sum(groups, ({ flags }) => hasBit(flags, bit));
      return [{ variable: domainVariable, on, granted: on }];
    });
    return { domains, accounts: await countTargets(listedAccounts(db)), services };
  });

/** Counts exactly the domains that `modify-domains` would change. Throws DOMAIN_NOT_FOUND. */
export const previewDomains: TaskFunction<'preview-domains'> = ({ rule, change }, context) =>
  context.snapshot(async (trx) => {
    const db = await emptyTables(trx);
    const matched = await requireDomains(db, rule);
    const { n } = await db
      .selectFrom('chosen')
      .innerJoin('domain', 'domain.id', 'chosen.id')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where((eb) => flagsDiffer(eb.ref('domain.flags'), change))
      .executeTakeFirstOrThrow();
    await addAccountsOfDomains(db);
    const tally = new Tally();
    const targets = listedAccounts(db);
    await inRanges(context, targets, (range) =>
      tallyRange(targets, range, tally, { after: (_eb, now) => domainAfter(now, change) }),
    );
    return { matched, changes: Number(n), seats: seatsMoved(tally) };
  });
