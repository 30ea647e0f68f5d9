/** A list that can only be read from its beginning, page after page: more is read when its end comes into view. */
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

interface Page<R> {
  readonly rows: R[];
  /** Null: there are no more. */
  readonly next: string | null;
}

export interface GrowingList<R> {
  readonly rows: readonly R[];
  readonly loading: boolean;
  /** There are rows that were not read yet. */
  readonly more: boolean;
  readonly error: unknown;
  /** The rows in view. */
  need(first: number, end: number): void;
  readonly retry: () => void;
}

export function useGrowingList<R>(
  queryKey: QueryKey,
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<R>>,
): GrowingList<R> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<R>) => last.next,
  });
  const { data, hasNextPage, isFetching, error, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  // Called again by the list whenever this function is another one: a page may have brought too little, or nothing.
  const need = useCallback(
    (_first: number, end: number) => {
      if (end >= rows.length && hasNextPage && !isFetching && !error) void fetchNextPage();
    },
    [rows.length, hasNextPage, isFetching, error, fetchNextPage],
  );
  return {
    rows,
    loading: isFetching,
    more: hasNextPage,
    error,
    need,
    retry: () => void (data ? fetchNextPage() : refetch()),
  };
}
