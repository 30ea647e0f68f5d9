/** A file that a job of the service makes, saved where the person says: backups, lists, the audit trail. */
import { useMutation } from '@tanstack/react-query';
import type { Job } from '../../contract/schemas.ts';
import { useNative } from './context.tsx';
import { useJobRun, withoutCancelled } from './use-job-run.ts';

type FileResult = Extract<NonNullable<Job['result']>, { readonly downloadId: string }>;

interface JobFileOptions<R extends FileResult> {
  readonly start: () => Promise<{ readonly jobId: string }>;
  /** Tells this job’s result from those of other kinds. */
  readonly accepts: (result: FileResult) => result is R;
  /** Not called when the person cancelled the save dialog. */
  readonly onSaved: (result: R) => void;
}

export interface JobFile {
  readonly running: boolean;
  /** While the service works. */
  readonly job: Job | undefined;
  readonly error: unknown;
  start(): void;
  cancel(): void;
}

export function useJobFile<R extends FileResult>({ start, accepts, onSaved }: JobFileOptions<R>): JobFile {
  const native = useNative();
  const { job, run, cancel } = useJobRun();
  const making = useMutation({
    mutationFn: async () => {
      const { result } = await run(start);
      if (!result || !('downloadId' in result) || !accepts(result)) {
        throw new Error('the service answered another kind of job');
      }
      return { result, saved: await native.saveDownload(result.downloadId, result.fileName) };
    },
    onSuccess: ({ result, saved }) => saved && onSaved(result),
  });
  return {
    running: making.isPending,
    job,
    error: withoutCancelled(making.error),
    start: () => void (making.isPending || making.mutate()),
    cancel,
  };
}
