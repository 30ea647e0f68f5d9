/** Goes to what a dialog has just made or renamed, or to what is to be shown from elsewhere. */
import { useEffect, useEffectEvent } from 'react';
import { useClient } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { reveal } from './reveal.ts';
import { useManagement } from './state.ts';
import type { TreeSource } from './tree-source.ts';

export function useReveal(tree: TreeSource, focusTree: () => void): void {
  const client = useClient();
  const wanted = useManagement((m) => m.wanted);
  const onArrived = useEffectEvent(() => {
    // Whoever has opened something else meanwhile is there.
    if (useUi.getState().dialogs.length === 0) focusTree();
  });
  useEffect(() => {
    if (!wanted) return;
    useManagement.setState({ wanted: null });
    const { kind, key, fromElsewhere = false } = wanted;
    reveal(client, tree, kind, key).then(
      (found) => {
        if (!fromElsewhere) return;
        if (found) onArrived();
        else useUi.getState().tell({ text: `${key} is not there any more.` });
      },
      // If it cannot be found now, it is found by searching.
      () => {},
    );
  }, [client, tree, wanted]);
}
