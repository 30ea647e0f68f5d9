import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { SeatRow } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import type { Scope } from '../../app/store.ts';
import { createPagedRows, type PagedRows } from './paged-rows.ts';

export type CountedFilter = 'counted' | 'not-counted' | 'all';

export interface SeatQuery {
  readonly scope: Scope;
  readonly counted: CountedFilter;
  readonly search: string;
  /** Rows that are known to match; null if nobody knows. */
  readonly expected: number | null;
  /** Another value reads the list again. */
  readonly version: number;
}

/** The accounts of a module or group, as a list of any length. */
export function useSeatRows({ scope, counted, search, expected, version }: SeatQuery): PagedRows<SeatRow> {
  const client = useClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list keeps the count it began with until it is read again
  const list = useMemo(
    () =>
      createPagedRows<SeatRow>({
        pageSize: 200,
        keep: 50,
        expected,
        fetchPage: (page, signal) =>
          client.seats.list({ scope: scope.id, scopeKind: scope.kind, counted, search, ...page }, { signal }),
      }),
    [client, scope.id, scope.kind, counted, search, version],
  );
  useEffect(() => () => list.close(), [list]);
  useSyncExternalStore(list.subscribe, list.state);
  return list;
}
