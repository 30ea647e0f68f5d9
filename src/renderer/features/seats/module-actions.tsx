import Button from '@mui/material/Button';
import { useFrozenReason } from '../../app/frozen.ts';
import { type Scope, useUi } from '../../app/store.ts';
import { ActionButton } from '../../ui/action-button.tsx';

/** What can be done with a module as a whole; a group’s row has neither a history nor a switch of its own. */
export function ModuleActions({ scope }: { readonly scope: Scope }) {
  const open = useUi((ui) => ui.open);
  const frozen = useFrozenReason();
  if (scope.kind === 'group') return null;
  return (
    <>
      <ActionButton reason={frozen} onClick={() => open({ kind: 'free-seats', module: scope.id })}>
        Free Unused Seats…
      </ActionButton>
      <Button onClick={() => open({ kind: 'usage', module: scope.id })}>Usage History…</Button>
    </>
  );
}
