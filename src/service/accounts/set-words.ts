/** Sets in words a person can read, for messages and the audit trail. */
import type { AccountSet, AccountSetPart, DomainSet, DomainSetPart } from '../../contract/schemas-sets.ts';
import { moduleOf } from '../../core/seats/modules.ts';

/** More are told by their number. */
const NAMED = 3;

const joined = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');

const counted = (names: readonly string[], many: string): string =>
  names.length === 1 ? (names[0] ?? '') : `${names.length.toLocaleString('en-US')} ${many} (${joined(names)})`;

const searched = (search: string): string => (search.trim() === '' ? '' : ` that match “${search.trim()}”`);

const but = (except: readonly string[]): string => {
  if (except.length === 0) return '';
  return ` but ${except.length === 1 ? except[0] : except.length.toLocaleString('en-US')}`;
};

function domainPartWords(part: DomainSetPart): string {
  if (part.kind === 'names') return counted(part.names, 'domains');
  if (part.kind === 'range') return `the domains${searched(part.search)} from ${part.from} to ${part.to}`;
  return part.mask.trim() === '*' ? `all domains${searched(part.search)}` : part.mask;
}

export const domainSetWords = ({ parts, except }: DomainSet): string =>
  parts.map(domainPartWords).join(' and ') + but(except);

function accountPartWords(part: AccountSetPart): string {
  switch (part.kind) {
    case 'addresses':
      return counted(part.addresses, 'accounts');
    case 'range':
      return `the accounts${searched(part.search)} from ${part.from} to ${part.to}`;
    case 'domains':
      return `all accounts of ${domainSetWords(part.domains)}`;
    case 'unused':
      return `accounts that did not use ${moduleOf(part.module).name} in ${part.days} days`;
    case 'mask': {
      const mask = part.mask.trim();
      if (mask === '*@*') return `all accounts${searched(part.search)}`;
      const all = mask.startsWith('*@') ? `all accounts of ${mask.slice(2)}` : mask;
      return `${all}${searched(part.search)}`;
    }
  }
}

/** `3 accounts (…)`, `all accounts of a.example but 2`. */
export const accountSetWords = ({ parts, except }: AccountSet): string =>
  parts.map(accountPartWords).join(' and ') + but(except);
