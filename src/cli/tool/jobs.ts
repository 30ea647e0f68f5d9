/** Long work on the server: started, followed, cancelled with Ctrl+C. */
import { finishedJob } from '../../contract/client.ts';
import type { Job } from '../../contract/schemas.ts';
import type { Context } from './context.ts';
import { progressText } from './progress.ts';

/** Follows a job to its end. Ctrl+C cancels it on the server: then CANCELLED, unless it was done before. */
export async function followJob(
  context: Context,
  doing: string,
  start: () => Promise<{ readonly jobId: string }>,
): Promise<Job> {
  const { client } = await context.service();
  const { jobId } = await start();
  const cancel = (): void => {
    context.progress.show(`${doing}: cancelling…`);
    // If it ended meanwhile there is nothing to cancel, and its own end is told below.
    client.jobs.cancel({ id: jobId }).catch(() => {});
  };
  if (context.signal.aborted) cancel();
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await finishedJob(client, jobId, (job) => {
      if (!context.signal.aborted) context.progress.show(progressText(doing, job.done, job.total));
    });
  } finally {
    context.signal.removeEventListener('abort', cancel);
    context.progress.clear();
  }
}

/** Rows that a bulk job changed. */
export const changedRows = (job: Job): number => (job.result && 'changed' in job.result ? job.result.changed : 0);
