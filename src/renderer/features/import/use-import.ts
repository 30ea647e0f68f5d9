/** The course of an import: upload, trial run, import. The service's jobs do the work; this follows them. */
import { ORPCError } from '@orpc/client';
import { useEffect, useRef, useState } from 'react';
import { JobError } from '../../../contract/client.ts';
import type { ImportResult, Job } from '../../../contract/schemas.ts';
import { useClient } from '../../app/context.tsx';
import { useJob } from '../../app/queries.ts';
import { isAbort, shown } from '../../app/shown.ts';
import { uploadFile } from './upload.ts';

export type Format = ImportResult['format'];

export type ImportStep =
  | { readonly at: 'choose'; readonly error?: unknown }
  | { readonly at: 'upload' }
  | { readonly at: 'job'; readonly jobId: string; readonly dryRun: boolean; readonly job?: Job }
  | { readonly at: 'trial'; readonly result: ImportResult; readonly error?: unknown }
  | { readonly at: 'done'; readonly result: ImportResult };

export function useImport() {
  const client = useClient();
  const [step, setStep] = useState<ImportStep>({ at: 'choose' });
  const chosen = useRef<{ file: File; format: Format | undefined; uploadId?: string }>(undefined);
  const trial = useRef<ImportResult>(undefined);
  const sending = useRef<AbortController>(undefined);
  const { data: job, error: lost } = useJob(step.at === 'job' ? step.jobId : undefined);

  /** Where an error is shown: on the page from which the work was started. */
  function failed(error: unknown): void {
    const harmless = isAbort(error) || (error instanceof JobError && error.code === 'CANCELLED');
    const said = harmless ? {} : { error };
    setStep(trial.current ? { at: 'trial', result: trial.current, ...said } : { at: 'choose', ...said });
  }

  async function upload(): Promise<string> {
    const current = chosen.current;
    if (!current) throw new Error('no file was chosen');
    if (current.uploadId !== undefined) return current.uploadId;
    setStep({ at: 'upload' });
    sending.current = new AbortController();
    const uploadId = await uploadFile(current.file, sending.current.signal);
    chosen.current = { ...current, uploadId };
    return uploadId;
  }

  async function startJob(dryRun: boolean): Promise<string> {
    const format = chosen.current?.format;
    const request = { dryRun, ...(format === undefined ? {} : { format }) };
    try {
      return (await client.accounts.startImport({ uploadId: await upload(), ...request })).jobId;
    } catch (error) {
      if (!(error instanceof ORPCError && error.code === 'UPLOAD_NOT_FOUND') || !chosen.current) throw error;
      // The service keeps an upload for a while only: the file is still here, so send it again.
      delete chosen.current.uploadId;
      return (await client.accounts.startImport({ uploadId: await upload(), ...request })).jobId;
    }
  }
  const start = (dryRun: boolean): Promise<void> =>
    startJob(dryRun).then((jobId) => setStep({ at: 'job', jobId, dryRun }), failed);

  useEffect(() => {
    if (step.at !== 'job') return;
    // Without a connection the job goes on, and so does asking; any other error is the end of what can be known.
    if (lost && shown(lost).code !== 'SERVICE_UNREACHABLE') return failed(lost);
    if (job?.id !== step.jobId || job.state === 'running') return;
    if (job.state !== 'done') failed(job.state === 'failed' ? new JobError(job) : null);
    else if (job.result && 'skippedLines' in job.result) {
      if (step.dryRun) trial.current = job.result;
      setStep({ at: step.dryRun ? 'trial' : 'done', result: job.result });
    }
  });

  return {
    step: step.at === 'job' && job ? { ...step, job } : step,
    /** The trial run of a file: nothing changes. */
    tryFile(file: File, format: Format | undefined) {
      chosen.current = { file, format };
      trial.current = undefined;
      void start(true);
    },
    importNow: () => void start(false),
    /** Cancelled work ends as if it had never begun. */
    cancel() {
      sending.current?.abort();
      if (step.at === 'job') client.jobs.cancel({ id: step.jobId }).catch(failed);
    },
    chooseAnother() {
      trial.current = undefined;
      setStep({ at: 'choose' });
    },
  };
}
