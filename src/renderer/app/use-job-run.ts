/** One job of the service at a time, followed to its end. */
import { useRef, useState } from 'react';
import { finishedJob } from '../../contract/client.ts';
import type { Job } from '../../contract/schemas.ts';
import { useClient } from './context.tsx';
import { shown } from './shown.ts';

export interface JobRun {
  /** While it runs. */
  readonly job: Job | undefined;
  /** Resolves with the job when it is done. Throws its error, or CANCELLED. */
  run(start: () => Promise<{ readonly jobId: string }>): Promise<Job>;
  /** A cancelled job ends as if it had never begun. */
  cancel(): void;
}

export function useJobRun(): JobRun {
  const client = useClient();
  const [job, setJob] = useState<Job>();
  const running = useRef<string>(undefined);
  return {
    job,
    async run(start) {
      const { jobId } = await start();
      running.current = jobId;
      try {
        return await finishedJob(client, jobId, setJob);
      } finally {
        running.current = undefined;
        setJob(undefined);
      }
    },
    cancel() {
      // If it ended meanwhile there is nothing to cancel, and its own end is shown.
      if (running.current !== undefined) client.jobs.cancel({ id: running.current }).catch(() => {});
    },
  };
}

/** What a person cancelled is no error to show. */
export const withoutCancelled = (error: unknown): unknown => {
  if (error === null || error === undefined) return null;
  return shown(error).code === 'CANCELLED' ? null : error;
};
