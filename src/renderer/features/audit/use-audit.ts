import { useMutation, useQuery } from '@tanstack/react-query';
import type { AuditRow } from '../../../contract/schemas-audit.ts';
import { useClient } from '../../app/context.tsx';
import { type GrowingList, useGrowingList } from '../../app/growing-list.ts';
import { KEYS } from '../../app/queries.ts';
import { useJobRun, withoutCancelled } from '../../app/use-job-run.ts';

/** The trail, newest first. */
export function useAudit(search: string): GrowingList<AuditRow> {
  const client = useClient();
  return useGrowingList<AuditRow>([...KEYS.audit, 'list', search], async (cursor, signal) => {
    const { rows, next } = await client.audit.list({ search, before: Number(cursor ?? 0), limit: 100 }, { signal });
    return { rows, next: next === null ? null : String(next) };
  });
}

/** A refused or unfinished change, and one that changed nothing, left nothing to undo. */
const changedSomething = (row: AuditRow | undefined): boolean => row?.outcome === 'ok' && (row.changed ?? 0) > 0;

/** Asked of rows that were undone too: by which row. */
export function useUndoState(row: AuditRow | undefined) {
  const client = useClient();
  return useQuery({
    queryKey: [...KEYS.audit, 'undo', row?.id ?? 0],
    queryFn: ({ signal }) => client.audit.undoState({ id: row?.id ?? 0 }, { signal }),
    enabled: changedSomething(row),
  });
}

/** Takes a change back, all or nothing; answers how many rows changed. */
export function useUndo() {
  const client = useClient();
  const { job, run, cancel } = useJobRun();
  const undo = useMutation({
    mutationFn: async (id: number) => {
      const { result } = await run(() => client.audit.startUndo({ id }));
      return result && 'changed' in result ? result.changed : 0;
    },
  });
  return { job, cancel, undo, error: withoutCancelled(undo.error) };
}
