/** What the panel on the right is about: the selection as a set. */
import { useMemo } from 'react';
import type { AccountSet, DomainSet } from '../../../contract/schemas-sets.ts';
import { countOf, isEmpty, type Selection } from './selection.ts';
import { accountSetOf, accountsIn, domainSetOf, onlyKey } from './sets.ts';
import { type DomainScope, useManagement } from './state.ts';

interface AccountsTarget {
  readonly kind: 'accounts';
  readonly set: AccountSet;
  /** The only one. */
  readonly address?: string;
}
interface DomainsTarget {
  readonly kind: 'domains';
  readonly set: DomainSet;
  /** The only one. */
  readonly name?: string;
}
export type Target = AccountsTarget | DomainsTarget;

/** One is edited as itself; several turn the panel yellow. */
export const isBulk = (target: Target): boolean =>
  target.kind === 'accounts' ? target.address === undefined : target.name === undefined;

export type Aimed = { readonly target: Target } | { readonly why: 'nothing' | 'reading' | 'too-many' };

export function targetOf(selection: Selection, scope: DomainScope): Aimed {
  if (isEmpty(selection)) return { why: 'nothing' };
  const key = onlyKey(selection);
  if (selection.kind === 'accounts') {
    const made = accountSetOf(selection);
    if (!made?.ok) return { why: made?.why ?? 'nothing' };
    return { target: { kind: 'accounts', set: made.set, ...(key === undefined ? {} : { address: key }) } };
  }
  const made = domainSetOf(selection);
  if (!made?.ok) return { why: made?.why ?? 'nothing' };
  if (scope === 'accounts') return { target: { kind: 'accounts', set: accountsIn(made.set) } };
  return { target: { kind: 'domains', set: made.set, ...(key === undefined ? {} : { name: key }) } };
}

export function useAimed(): Aimed {
  const selection = useManagement((m) => m.selection);
  const scope = useManagement((m) => m.scope);
  return useMemo(() => targetOf(selection, scope), [selection, scope]);
}

export const useSelectedCount = (): number => useManagement((m) => countOf(m.selection));
