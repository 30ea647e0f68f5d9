import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { ModuleId } from '../../../core/seats/modules.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { useJobRun, withoutCancelled } from '../../app/use-job-run.ts';
import { useSettled } from '../../app/use-settled.ts';
import { offVariables, unusedSet } from './free-seats.ts';

export interface Freed {
  readonly changed: number;
  /** By which it can be undone. */
  readonly auditId: number | null;
}

/** What turning the module off for its unused accounts would do, and doing it. `days` undefined: none was said. */
export function useFreeSeats(module: ModuleId, days: number | undefined, except: readonly string[]) {
  const client = useClient();
  const { job, run, cancel } = useJobRun();
  const settled = useSettled(except);
  const input = { set: unusedSet(module, days ?? 1, settled), variables: offVariables(module) };
  const preview = useQuery({
    queryKey: [...KEYS.accounts, 'preview', input],
    queryFn: ({ signal }) => client.accounts.previewModify(input, { signal }),
    enabled: days !== undefined,
    placeholderData: keepPreviousData,
  });
  const apply = useMutation({
    mutationFn: async (): Promise<Freed> => {
      let auditId: number | null = null;
      const { result } = await run(async () => {
        const started = await client.accounts.startModify(input);
        auditId = started.auditId;
        return started;
      });
      if (!result || !('changed' in result)) throw new Error('the service answered another kind of job');
      return { changed: result.changed, auditId };
    },
  });
  /** The preview is of what is ticked now. */
  const current = preview.data !== undefined && !preview.isPlaceholderData && settled === except && days !== undefined;
  return { preview, current, apply, job, cancel, error: withoutCancelled(apply.error) ?? preview.error };
}
