import { SeatkeeperError } from '../../contract/errors.ts';

/** Rows of one request; the most that the service gives. */
export const PAGE_ROWS = 1000;

export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** Follows a keyset list to its end, a page at a time; the next one is asked for only when this one was taken. */
export async function* pagesOf<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  signal: AbortSignal,
): AsyncGenerator<readonly T[]> {
  let cursor: string | null = null;
  do {
    if (signal.aborted) throw new SeatkeeperError('CANCELLED');
    const page: Page<T> = await read(cursor);
    yield page.rows;
    cursor = page.next;
  } while (cursor !== null);
}
