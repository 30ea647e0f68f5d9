/** Saving edits and undoing them: jobs of the service, one at a time, followed to their end. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Job } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { useJobRun, withoutCancelled } from '../../app/use-job-run.ts';
import type { Edits } from './services.ts';
import { useManagement } from './state.ts';
import type { Target } from './use-target.ts';
import { savedWords } from './words.ts';

export interface Change {
  readonly job: Job | undefined;
  readonly working: boolean;
  readonly error: unknown;
  save(target: Target, edits: Edits): void;
  undo(kind: Target['kind'], auditId: number): void;
  cancel(): void;
  forget(): void;
}

const changedOf = ({ result }: Job): number => (result && 'changed' in result ? result.changed : 0);

export function useChange(): Change {
  const client = useClient();
  const queries = useQueryClient();
  const { job, run, cancel } = useJobRun();
  const { setSaving, finish } = useManagement();

  const work = useMutation({
    mutationFn: async (make: () => Promise<() => void>) => {
      setSaving(true);
      const done = await make();
      // The boxes are as they were saved before the edits go: nothing flickers.
      await queries.invalidateQueries({ queryKey: KEYS.accounts });
      done();
    },
    onSettled: () => setSaving(false),
  });
  async function save(target: Target, edits: Edits): Promise<() => void> {
    let auditId: number | null = null;
    const ended = await run(async () => {
      const variables = { ...edits };
      const started =
        target.kind === 'domains'
          ? await client.domains.startModify({ set: target.set, variables })
          : await client.accounts.startModify({ set: target.set, variables });
      auditId = started.auditId;
      return started;
    });
    const changed = changedOf(ended);
    return () => finish({ text: savedWords(target.kind, changed), auditId: changed > 0 ? auditId : null }, edits);
  }
  async function undo(kind: Target['kind'], id: number): Promise<() => void> {
    const changed = changedOf(await run(() => client.audit.startUndo({ id })));
    return () => finish({ text: `Undone: ${savedWords(kind, changed)}`, auditId: null }, {});
  }
  return {
    job,
    working: work.isPending,
    error: withoutCancelled(work.error),
    save: (target, edits) => work.isPending || work.mutate(() => save(target, edits)),
    undo: (kind, id) => work.isPending || work.mutate(() => undo(kind, id)),
    cancel,
    forget: work.reset,
  };
}
