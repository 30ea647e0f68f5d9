/** Sets of accounts and domains, parsed: what a task of the worker is given. Nothing is looked up here. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountSet, AccountSetPart, DomainSet, DomainSetPart } from '../../contract/schemas-sets.ts';
import type { Address } from '../../core/accounts/address.ts';
import type { AccountMask } from '../../core/accounts/mask.ts';
import type { ModuleId } from '../../core/seats/modules.ts';
import { unusedSince } from '../../core/seats/unused.ts';
import { accountMaskOf, addressOf, domainMaskOf, domainOf } from './parsing.ts';
import { accountSetWords, domainSetWords } from './set-words.ts';

/** By a mask as people type it, or a set; exactly one of both. */
export interface WhichAccounts {
  readonly mask?: string | undefined;
  readonly set?: AccountSet | undefined;
}
export interface WhichDomains {
  readonly mask?: string | undefined;
  readonly set?: DomainSet | undefined;
}

export type DomainRulePart =
  /** `name` null: every domain. */
  | { readonly kind: 'mask'; readonly name: string | null; readonly search: string }
  | { readonly kind: 'range'; readonly search: string; readonly from: string; readonly to: string }
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** The union of the parts without `except`. */
export interface DomainRule {
  readonly parts: readonly DomainRulePart[];
  readonly except: readonly string[];
  /** In words, for messages. */
  readonly words: string;
}

export type AccountRulePart =
  | { readonly kind: 'mask'; readonly mask: AccountMask; readonly search: string }
  | {
      readonly kind: 'range';
      readonly mask: AccountMask;
      readonly search: string;
      readonly from: Address;
      readonly to: Address;
    }
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] }
  | { readonly kind: 'domains'; readonly domains: DomainRule }
  /** `before`: epoch milliseconds. */
  | { readonly kind: 'unused'; readonly module: ModuleId; readonly before: number };

export interface AccountRule {
  readonly parts: readonly AccountRulePart[];
  readonly except: readonly Address[];
  readonly words: string;
}

/** Throws INPUT_INVALID unless exactly one of both is there. */
function oneOf<Set>({
  mask,
  set,
}: {
  mask?: string | undefined;
  set?: Set | undefined;
}): { mask: string } | { set: Set } {
  if (mask !== undefined && set === undefined) return { mask };
  if (set !== undefined && mask === undefined) return { set };
  const detail = mask === undefined ? 'neither a mask nor a set is given' : 'a mask and a set are given; one is enough';
  throw new SeatkeeperError('INPUT_INVALID', { detail });
}

function domainPart(part: DomainSetPart): DomainRulePart {
  if (part.kind === 'mask') return { kind: 'mask', name: domainMaskOf(part.mask), search: part.search };
  if (part.kind === 'names') return { kind: 'names', names: part.names.map(domainOf) };
  const [from, to] = [domainOf(part.from), domainOf(part.to)];
  return { kind: 'range', search: part.search, ...(from <= to ? { from, to } : { from: to, to: from }) };
}

/** Throws MASK_INVALID, DOMAIN_INVALID, INPUT_INVALID. */
export function domainRuleOf(which: WhichDomains): DomainRule {
  const one = oneOf(which);
  if ('mask' in one) {
    const name = domainMaskOf(one.mask);
    return { parts: [{ kind: 'mask', name, search: '' }], except: [], words: name ?? '*' };
  }
  const { parts, except } = one.set;
  return { parts: parts.map(domainPart), except: except.map(domainOf), words: domainSetWords(one.set) };
}

/** In the order of lists: by domain, then by name. */
const follows = (a: Address, b: Address): boolean => (a.domain === b.domain ? a.local > b.local : a.domain > b.domain);

function accountPart(part: AccountSetPart, now: number): AccountRulePart {
  switch (part.kind) {
    case 'mask':
      return { kind: 'mask', mask: accountMaskOf(part.mask), search: part.search };
    case 'range': {
      const [from, to] = [addressOf(part.from), addressOf(part.to)];
      const ends = follows(from, to) ? { from: to, to: from } : { from, to };
      return { kind: 'range', mask: accountMaskOf(part.mask), search: part.search, ...ends };
    }
    case 'addresses':
      return { kind: 'addresses', addresses: part.addresses.map(addressOf) };
    case 'domains':
      return { kind: 'domains', domains: domainRuleOf({ set: part.domains }) };
    case 'unused':
      return { kind: 'unused', module: part.module, before: unusedSince(part.days, now) };
  }
}

/** Throws MASK_INVALID, ADDRESS_INVALID, DOMAIN_INVALID, INPUT_INVALID. `now`: epoch milliseconds. */
export function accountRuleOf(which: WhichAccounts, now: number): AccountRule {
  const one = oneOf(which);
  if ('mask' in one) {
    return { parts: [{ kind: 'mask', mask: accountMaskOf(one.mask), search: '' }], except: [], words: one.mask };
  }
  const { parts, except } = one.set;
  return {
    parts: parts.map((part) => accountPart(part, now)),
    except: except.map(addressOf),
    words: accountSetWords(one.set),
  };
}
