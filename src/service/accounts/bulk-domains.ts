/** Changes of domains: what a domain grants decides for all its accounts. All or nothing. */
import { type Expression, sql } from 'kysely';
import type { DomainChange } from '../../core/accounts/variables.ts';
import { columnsOf, countedFlags, moveCounters, Tally } from '../seats/counters.ts';
import type { TaskFunction } from '../store/task-context.ts';
import { deleteTargets, tallyRange } from './bulk-accounts.ts';
import { domainChangeOf, domainMaskOf, domainOf } from './parsing.ts';
import { domainId } from './rows.ts';
import { collectTargets, inRanges } from './targets.ts';

const flagsAfter = (flags: Expression<number>, change: DomainChange): Expression<number> =>
  sql<number>`(${flags} | ${sql.lit(change.on)}) & ~${sql.lit(change.off)}`;

/** Throws DOMAIN_NOT_FOUND for a name that is none. `changed` counts domains that differ afterwards. */
export const modifyDomains: TaskFunction<'modify-domains'> = async (input, context) => {
  const domain = domainMaskOf(input.mask);
  const change = domainChangeOf(input.variables);
  return context.write(async (trx) => {
    if (domain !== null) await domainId(trx, domain);
    const { targets, count } = await collectTargets(trx, { local: { kind: 'all' }, domain });
    const tally = new Tally();
    await inRanges(context, count, (range) =>
      tallyRange(targets, range, tally, (eb) => {
        const now = columnsOf(eb);
        return countedFlags({ ...now, domainFlags: flagsAfter(now.domainFlags, change) });
      }),
    );
    let update = trx
      .updateTable('domain')
      .set((eb) => ({ flags: flagsAfter(eb.ref('flags'), change) }))
      .where('present', '=', 1)
      .where((eb) => eb('flags', '<>', flagsAfter(eb.ref('flags'), change)));
    if (domain !== null) update = update.where('name', '=', domain);
    const { numUpdatedRows } = await update.executeTakeFirst();
    await moveCounters(trx, (masks) => tally.perMask(masks));
    return { changed: Number(numUpdatedRows) };
  });
};

/** Deletes a domain with its accounts. Throws DOMAIN_NOT_FOUND. `changed` counts the accounts. */
export const deleteDomain: TaskFunction<'delete-domain'> = async (input, context) => {
  const name = domainOf(input.name);
  return context.write(async (trx) => {
    await domainId(trx, name);
    const { targets, count } = await collectTargets(trx, { local: { kind: 'all' }, domain: name });
    const tally = new Tally();
    const changed = await deleteTargets(targets, count, tally, (work) => inRanges(context, count, work));
    await trx.updateTable('domain').set({ present: 0 }).where('name', '=', name).execute();
    await moveCounters(trx, (masks) => tally.perMask(masks));
    return { changed };
  });
};
