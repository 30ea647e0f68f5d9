import type { NoticeRow } from '../../../contract/schemas-notices.ts';
import { useClient } from '../../app/context.tsx';
import { type GrowingList, useGrowingList } from '../../app/growing-list.ts';
import { KEYS } from '../../app/queries.ts';

/** Notices, newest first; null: whatever became of them. */
export function useNotices(state: NoticeRow['state'] | null): GrowingList<NoticeRow> {
  const client = useClient();
  return useGrowingList<NoticeRow>([...KEYS.notices, 'list', state], (cursor, signal) =>
    client.notices.list({ state, cursor, limit: 50 }, { signal }),
  );
}
