/** What can be done with the rows that are selected, each with the reason why not. */
import { useFrozenReason } from '../../app/frozen.ts';
import { useUi } from '../../app/store.ts';
import { isEmpty } from './selection.ts';
import { onlyKey } from './sets.ts';
import { useManagement } from './state.ts';
import { targetOf } from './use-target.ts';

export interface RowAction {
  run(): void;
  readonly reason?: string | undefined;
}
export interface RowActions {
  readonly newDomain: RowAction;
  readonly newAccount: RowAction;
  readonly rename: RowAction;
  readonly remove: RowAction;
}

export function useRowActions(): RowActions {
  const { open, tell } = useUi();
  const { selection, active } = useManagement();
  const frozen = useFrozenReason();
  const key = onlyKey(selection);
  const isAccount = selection.kind === 'accounts';

  /** What keys start says why it cannot be done; buttons show it themselves. */
  const action = (reason: string | undefined, run: () => void): RowAction => ({
    reason: frozen ?? reason,
    run: () => {
      const why = frozen ?? reason;
      if (why === undefined) run();
      else tell({ text: why });
    },
  });
  function remove(): void {
    const aimed = targetOf(selection, 'services');
    if (!('target' in aimed)) return;
    const { target } = aimed;
    if (target.kind === 'domains') {
      if (key !== undefined) open({ kind: 'delete-domain', name: key });
      return;
    }
    open({ kind: 'delete-accounts', set: target.set, ...(key === undefined ? {} : { address: key }) });
  }
  const domain = isAccount ? active.list : (key ?? '');
  const nothing = isEmpty(selection) ? 'Select an account or a domain first.' : undefined;
  const several = !isAccount && key === undefined ? 'Domains are deleted one at a time.' : undefined;
  return {
    newDomain: action(undefined, () => open({ kind: 'new-domain' })),
    newAccount: action(undefined, () => open({ kind: 'new-account', domain: domain.startsWith('?') ? '' : domain })),
    rename: action(nothing ?? (isAccount && key ? undefined : 'Select one account to rename it.'), () => {
      if (key !== undefined) open({ kind: 'rename-account', address: key });
    }),
    remove: action(nothing ?? several, remove),
  };
}
