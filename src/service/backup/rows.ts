/**
 * What a backup holds, section by section: the one place that knows the shape of a row in the file. A table that comes
 * later joins with a section of its own at the end of SECTIONS; an older program refuses the file as a newer one.
 */

import { parseDomain, parseLocal } from '../../core/accounts/address.ts';
import { nameFault } from '../../core/accounts/variables.ts';
import { MAX_LICENSE_BYTES } from '../../core/license/frame.ts';
import { ACCOUNT_TYPES } from '../../core/seats/counted.ts';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS } from '../../core/seats/modules.ts';
import { domainToAscii } from '../../platform/domain.ts';
import type { KeptAccount, KeptDomain } from '../store/sqlite/backup-source.ts';
import { createHistoryReaders, ENCODE_HISTORY, type HistoryRows } from './history-rows.ts';
import { isBehind, isText, isWhole, LATEST, LONGEST_ADDRESS, need } from './row-checks.ts';

export interface SettingRow {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}
export interface AccountRow extends KeptAccount {
  /** Place in the section of domains, from 0. */
  readonly domain: number;
}
export interface AliasRow {
  readonly address: string;
  readonly target: string;
  /** Of the account that it leads to; null: elsewhere. */
  readonly account: { readonly domain: number; readonly local: string } | null;
}
export interface Rows extends HistoryRows {
  settings: SettingRow;
  /** license.xml, byte for byte: the one in force, then the one of the order that it extends. */
  licenses: string;
  domains: KeptDomain;
  accounts: AccountRow;
  aliases: AliasRow;
}
export type SectionName = keyof Rows;

/** What the first version had. A file without a later section leaves that table as it is. */
export const REQUIRED = ['settings', 'licenses', 'domains', 'accounts', 'aliases'] as const satisfies SectionName[];

/** In the order of the file. Rows are ordered by their keys, ascending, so that none is there twice. */
export const SECTIONS = [
  ...REQUIRED,
  'pools',
  'access',
  'seats',
  'trials',
  'usage',
] as const satisfies readonly SectionName[];

/** Rows as they are written. */
export const ENCODE: { readonly [K in SectionName]: (row: Rows[K]) => readonly unknown[] } = {
  settings: ({ name, value }) => [name, value],
  licenses: (xml) => [xml],
  domains: ({ name, flags, createdAt }) => [name, flags, createdAt],
  accounts: (a) => [a.domain, a.local, a.type, a.disabled, a.flags, a.name, a.createdAt, a.source],
  aliases: ({ address, target, account }) =>
    account ? [address, target, account.domain, account.local] : [address, target],
  ...ENCODE_HISTORY,
};

export type RowReaders = { readonly [K in SectionName]: (row: readonly unknown[]) => Rows[K] };

/** Sections of so few rows are kept in memory as a whole. */
const FEW_ROWS = 1_000;
const LONGEST_SETTING = 16_384;
const MOST_LICENSES = 2;
const SOURCE = /^[a-z-]{0,16}$/;

/** Readers for one file: they remember what came before. Throw BadRow. */
export function createRowReaders(): RowReaders {
  const seen = { settings: 0, licenses: 0, domains: 0 };
  let [setting, domain, local, alias, target] = ['', '', '', '', ''];
  let domainOfAccount = 0;

  const account = (at: unknown, name: unknown): { domain: number; local: string } => {
    need(isWhole(at, seen.domains - 1), 'a domain is named that is not there');
    need(isText(name, LONGEST_ADDRESS), 'an address is none');
    const parsed = parseLocal(name);
    need(parsed.ok && parsed.value === name, 'an address is none');
    return { domain: at, local: name };
  };
  return {
    ...createHistoryReaders(),
    settings([name, value, ...more]) {
      seen.settings += 1;
      need(seen.settings <= FEW_ROWS && more.length === 0, 'there are too many settings');
      need(isText(name, 64) && isText(value, LONGEST_SETTING), 'a setting is none');
      need(isBehind(name, setting), 'settings are out of order');
      setting = name;
      return { name, value };
    },
    licenses([xml, ...more]) {
      seen.licenses += 1;
      need(seen.licenses <= MOST_LICENSES && more.length === 0, 'there are too many licenses');
      need(isText(xml, MAX_LICENSE_BYTES), 'a license is none');
      return xml;
    },
    domains([name, flags, createdAt, ...more]) {
      need(more.length === 0 && isText(name, LONGEST_ADDRESS), 'a domain is none');
      const parsed = parseDomain(name, domainToAscii);
      need(parsed.ok && parsed.value === name, 'a domain is none');
      need(isWhole(flags, ALL_FLAGS) && isWhole(createdAt, LATEST), 'a domain’s values are none');
      need(
        (flags & ~ALL_FLAGS) === 0 && (flags & DOMAIN_FIXED_FLAGS) === DOMAIN_FIXED_FLAGS,
        'a domain’s flags are none',
      );
      need(isBehind(name, domain), 'domains are out of order');
      domain = name;
      seen.domains += 1;
      return { name, flags, createdAt };
    },
    accounts([at, text, type, disabled, flags, name, createdAt, source = null, ...more]) {
      const key = account(at, text);
      need(
        more.length === 0 && isWhole(type, ACCOUNT_TYPES.length - 1) && isWhole(disabled, 4),
        'an account’s type is none',
      );
      need(isWhole(flags, ALL_FLAGS) && (flags & ~ALL_FLAGS) === 0, 'an account’s flags are none');
      need(isText(name, LONGEST_ADDRESS * 2) && nameFault(name) === undefined, 'an account’s name is none');
      need(isWhole(createdAt, LATEST), 'an account’s date is none');
      need(source === null || (isText(source, 16) && SOURCE.test(source)), 'an account’s source is none');
      const isNext = key.domain > domainOfAccount || (key.domain === domainOfAccount && isBehind(key.local, local));
      need(isNext, 'accounts are out of order');
      domainOfAccount = key.domain;
      local = key.local;
      return { ...key, type, disabled, flags, name, createdAt, source };
    },
    aliases([address, to, at, text, ...more]) {
      need(more.length === 0 && isText(address, LONGEST_ADDRESS) && isText(to, LONGEST_ADDRESS), 'an alias is none');
      need(address.includes('@') && to.includes('@'), 'an alias is none');
      need(isBehind(address, alias) || (address === alias && isBehind(to, target)), 'aliases are out of order');
      alias = address;
      target = to;
      return { address, target: to, account: at === undefined ? null : account(at, text) };
    },
  };
}
