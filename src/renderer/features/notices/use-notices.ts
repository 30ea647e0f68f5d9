import type { NoticeRow } from '../../../contract/schemas-notices.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { type GrowingList, useGrowingList } from './growing-list.ts';

/** Notices, newest first; null: whatever became of them. */
export function useNotices(state: NoticeRow['state'] | null): GrowingList<NoticeRow> {
  const client = useClient();
  return useGrowingList<NoticeRow>([...KEYS.notices, 'list', state], (cursor, signal) =>
    client.notices.list({ state, cursor, limit: 50 }, { signal }),
  );
}
