/** The list on the left with its rows, kept up to date with the service. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { AccountRow } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { createPagedRows } from '../seats/paged-rows.ts';
import { listRequest, searchList } from './lists.ts';
import { createReader } from './reader.ts';
import { recheck } from './recheck.ts';
import { unknownEnds } from './selection.ts';
import { useManagement } from './state.ts';
import { createTreeSource, type TreeSource } from './tree-source.ts';
import { searchView, treeView, type View } from './view.ts';

export interface Left {
  readonly view: View;
  readonly tree: TreeSource;
  readonly need: (first: number, end: number) => void;
  readonly error: unknown;
  readonly retry: () => void;
  /** How many rows there are is known. */
  readonly known: boolean;
  readonly loading: boolean;
}

export function useLeft(): Left {
  const client = useClient();
  const search = useManagement((m) => m.search);
  const tree = useMemo(() => createTreeSource(client), [client]);
  const results = useMemo(
    () =>
      createPagedRows<AccountRow>({
        pageSize: 200,
        keep: 40,
        expected: null,
        fetchPage: (page, signal) => client.accounts.list({ ...listRequest(searchList(search)), ...page }, { signal }),
      }),
    [client, search],
  );
  useEffect(() => () => tree.end(), [tree]);
  useEffect(() => () => results.close(), [results]);
  const state = useSyncExternalStore(tree.subscribe, tree.state);
  const found = useSyncExternalStore(results.subscribe, results.state);
  useFresh(tree, search === '' ? undefined : results);
  useLearn();

  if (search !== '') {
    const first = found.loading && !found.exact;
    return {
      view: searchView(search, first ? 0 : found.count, results.row),
      tree,
      need: results.need,
      error: found.error,
      retry: results.retry,
      known: found.exact,
      loading: found.loading,
    };
  }
  const view = treeView(tree.tree(), tree);
  return {
    view,
    tree,
    need: tree.need,
    error: state.error,
    retry: tree.retry,
    known: state.known,
    loading: !state.known,
  };
}

/** After accounts or domains have changed: rows are read again, and the selection is held against them. */
function useFresh(tree: TreeSource, results: { refresh(): void } | undefined): void {
  const client = useClient();
  const version = useUi((ui) => ui.accountsVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new version is a reason
  useEffect(() => {
    if (version === 0) return;
    void tree.refresh().catch(() => {});
    results?.refresh();
    const { selection, rechecked } = useManagement.getState();
    recheck(selection, createReader(client)).then(
      (now) => rechecked(selection, now),
      // Without the service nothing can be changed either: the next event asks again.
      () => {},
    );
  }, [version]);
}

/** Reads the keys of ends that were selected before their rows were read (Shift+End). */
function useLearn(): void {
  const client = useClient();
  const { selection, choose } = useManagement();
  const wanted = unknownEnds(selection)[0];
  const [list, index] = [wanted?.list, wanted?.index];
  const kind = selection.kind;
  useEffect(() => {
    if (list === undefined || index === undefined) return;
    let over = false;
    createReader(client)
      .keyAt(kind, list, index)
      .then((key) => {
        if (!over && key !== undefined) choose({ do: 'learn', list, index, key });
      })
      .catch(() => {});
    return () => {
      over = true;
    };
  }, [client, kind, list, index, choose]);
}
