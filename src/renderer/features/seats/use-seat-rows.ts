import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { SeatRow } from '../../../contract/schemas.ts';
import type { SeatOrder } from '../../../contract/schemas-seats.ts';
import { useClient } from '../../app/context.tsx';
import type { Scope } from '../../app/store.ts';
import { createPagedRows, type PagedRows } from './paged-rows.ts';

export type CountedFilter = 'counted' | 'not-counted' | 'over' | 'all';

export interface SeatSorting {
  readonly by: SeatOrder;
  readonly descending: boolean;
}

export interface SeatQuery {
  readonly scope: Scope;
  readonly filter: CountedFilter;
  /** Counted, and not used in so many days. */
  readonly unusedDays?: number | undefined;
  readonly search: string;
  readonly sorting: SeatSorting;
}

/** As the service is asked, for the list and for its export. */
export const seatInput = ({ scope, filter, unusedDays, search, sorting }: SeatQuery) => ({
  scope: scope.id,
  scopeKind: scope.kind,
  counted: filter === 'over' ? ('all' as const) : filter,
  over: filter === 'over',
  ...(unusedDays === undefined ? {} : { unusedDays }),
  search,
  sort: sorting.by,
  descending: sorting.descending,
});

export interface SeatRows {
  /** While another one is read, the one before: sorting a million rows takes a second. */
  readonly list: PagedRows<SeatRow>;
  readonly changing: boolean;
}

/** The accounts of a module or group, as a list of any length. */
export function useSeatRows(query: SeatQuery): SeatRows {
  const client = useClient();
  const key = JSON.stringify(seatInput(query));
  const list = useMemo(() => {
    const input = JSON.parse(key) as ReturnType<typeof seatInput>;
    return createPagedRows<SeatRow>({
      pageSize: 200,
      keep: 50,
      expected: null,
      fetchPage: (page, signal) => client.seats.list({ ...input, ...page }, { signal }),
    });
  }, [client, key]);
  const [shown, setShown] = useState(list);

  useEffect(() => {
    const showWhenRead = (): void => {
      if (!list.state().loading || list.row(0) !== undefined) setShown(list);
    };
    const ended = list.subscribe(showWhenRead);
    list.need(0, 1);
    return () => {
      ended();
      list.close();
    };
  }, [list]);
  useSyncExternalStore(shown.subscribe, shown.state);
  return { list: shown, changing: shown !== list };
}
