/** Servers full of odd accounts, and what of them a backup must bring back. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDomain, parseLocal } from '../../core/accounts/address.ts';
import { nameFault } from '../../core/accounts/variables.ts';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS } from '../../core/seats/modules.ts';
import { domainToAscii } from '../../platform/domain.ts';
import type { TestFolder } from '../store/store.testkit.ts';
import type { Store } from '../store/store.ts';
import { SETTINGS } from './restore-input.testkit.ts';

/** Unquoted, quoted, of every plane: their order in UTF-8 is not their order in UTF-16. */
const anyLocal = fc
  .oneof(
    fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}[a-z0-9]$/),
    fc.string({ unit: fc.constantFrom('ä', '\u{1f600}', '\uff5e', 'z', '.', '"', ' ', 'A', '\u0301'), maxLength: 8 }),
  )
  .map((text) => parseLocal(text))
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);
const anyDomain = fc
  .oneof(
    fc.stringMatching(/^[a-z]{1,6}\.example$/),
    fc.constantFrom('münchen.example', '9.example', 'xn--mnchen-3ya.example'),
  )
  .map((name) => parseDomain(name, domainToAscii))
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);
const anyName = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((name) => nameFault(name) === undefined);
const anyAccount = fc.record({
  domain: anyDomain,
  local: anyLocal,
  type: fc.integer({ min: 0, max: 8 }),
  disabled: fc.integer({ min: 0, max: 3 }),
  flags: fc.nat({ max: 2 ** 31 - 1 }).map((flags) => flags & ALL_FLAGS),
  domainFlags: fc.nat({ max: 2 ** 31 - 1 }).map((flags) => (flags & ALL_FLAGS) | DOMAIN_FIXED_FLAGS),
  name: anyName,
  createdAt: fc.nat(),
  aliased: fc.boolean(),
});

/** The same for the same seed. Also addresses and domains that were deleted, and undo information. */
export async function fillRandomly(store: Store, seed: number, count: number): Promise<void> {
  const accounts = fc.sample(anyAccount, { seed, numRuns: count });
  await store.write(async (trx) => {
    for (const a of accounts) {
      const domain = { name: a.domain, flags: a.domainFlags, created_at: a.createdAt };
      await trx
        .insertInto('domain')
        .values(domain)
        .onConflict((oc) => oc.doNothing())
        .execute();
      const { id: domain_id } = await trx
        .selectFrom('domain')
        .select('id')
        .where('name', '=', a.domain)
        .executeTakeFirstOrThrow();
      const address = { domain_id, local: a.local };
      const added = await trx
        .insertInto('address')
        .values(address)
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!added || a.createdAt % 7 === 0) continue;
      const { type, disabled, flags, name } = a;
      const row = {
        id: added.id,
        domain_id,
        type,
        disabled,
        flags,
        name,
        created_at: a.createdAt,
        changed_by: 1,
        prev_flags: 3,
      };
      await trx.insertInto('account').values(row).execute();
      const alias = {
        address: `also-${a.local}@${a.domain}`,
        target: `${a.local}@${a.domain}`,
        account_id: a.aliased ? added.id : null,
      };
      await trx
        .insertInto('alias')
        .values(alias)
        .onConflict((oc) => oc.doNothing())
        .execute();
    }
    await trx
      .insertInto('domain')
      .values({ name: `gone-${seed}.example`, flags: 1, present: 0, created_at: 1 })
      .execute();
    for (const name of SETTINGS) {
      const value = `${name} ${seed} “\u{1f600}”`;
      await trx
        .insertInto('setting')
        .values({ name, value })
        .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
        .execute();
    }
  });
}

/** What must be the same after a restore: everything but numbers, deleted things and undo information. */
export async function meaningOf(store: Store) {
  const { read } = store;
  const accounts = read
    .selectFrom('account as c')
    .innerJoin('address as a', 'a.id', 'c.id')
    .innerJoin('domain as d', 'd.id', 'c.domain_id')
    .select(['d.name as domain', 'a.local', 'c.type', 'c.disabled', 'c.flags', 'c.name', 'c.created_at']);
  const aliases = read
    .selectFrom('alias as l')
    .leftJoin('address as a', 'a.id', 'l.account_id')
    .leftJoin('domain as d', 'd.id', 'a.domain_id')
    .select(['l.address', 'l.target', 'a.local', 'd.name as domain']);
  return {
    domains: await read
      .selectFrom('domain')
      .select(['name', 'flags', 'created_at'])
      .where('present', '=', 1)
      .orderBy('name')
      .execute(),
    accounts: await accounts.orderBy('d.name').orderBy('a.local').execute(),
    aliases: await aliases.orderBy('l.address').orderBy('l.target').execute(),
    settings: await read.selectFrom('setting').selectAll().orderBy('name').execute(),
  };
}

export const filesIn = ({ folder }: TestFolder, name: string): string[] =>
  existsSync(join(folder, name)) ? readdirSync(join(folder, name)).sort() : [];
