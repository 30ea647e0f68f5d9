/** Goes to what a dialog has just made or renamed. */
import { useEffect } from 'react';
import { useClient } from '../../app/context.tsx';
import { reveal } from './reveal.ts';
import { useManagement } from './state.ts';
import type { TreeSource } from './tree-source.ts';

export function useReveal(tree: TreeSource): void {
  const client = useClient();
  const wanted = useManagement((m) => m.wanted);
  useEffect(() => {
    if (!wanted) return;
    useManagement.setState({ wanted: null });
    // If it cannot be found now, it is found by searching.
    reveal(client, tree, wanted.kind, wanted.key).catch(() => {});
  }, [client, tree, wanted]);
}
