/** The course of a restore: upload, check, restore, or only the license of the backup. The service's jobs do the work. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Job } from '../../../contract/schemas.ts';
import type { RestoreReport } from '../../../contract/schemas-backup.ts';
import { useClient } from '../../app/context.tsx';
import { isAbort, shown } from '../../app/shown.ts';
import { useJobRun, withoutCancelled } from '../../app/use-job-run.ts';
import { uploadFile } from '../import/upload.ts';

export function useRestore() {
  const client = useClient();
  const { job, run, cancel: cancelJob } = useJobRun();
  const chosen = useRef<{ readonly file: File; uploadId?: string }>(undefined);
  const sending = useRef<AbortController>(undefined);
  const [checked, setChecked] = useState<RestoreReport>();

  async function uploaded(): Promise<string> {
    const current = chosen.current;
    if (!current) throw new Error('no file was chosen');
    if (current.uploadId !== undefined) return current.uploadId;
    sending.current = new AbortController();
    current.uploadId = await uploadFile(current.file, sending.current.signal);
    return current.uploadId;
  }
  /** The service keeps an upload for a while only: the file is still here, so it is sent again. */
  async function withUpload<T>(work: (uploadId: string) => Promise<T>): Promise<T> {
    try {
      return await work(await uploaded());
    } catch (error) {
      if (shown(error).code !== 'UPLOAD_NOT_FOUND' || !chosen.current) throw error;
      delete chosen.current.uploadId;
      return work(await uploaded());
    }
  }
  const check = useMutation({
    mutationFn: async (file: File) => {
      chosen.current = { file };
      return reportOf(await run(() => withUpload((uploadId) => client.backups.startCheck({ uploadId }))));
    },
    onSuccess: setChecked,
  });
  const restore = useMutation({
    mutationFn: async () =>
      reportOf(await run(() => withUpload((uploadId) => client.backups.startRestore({ uploadId })))),
  });
  const license = useMutation({
    mutationFn: () => withUpload((uploadId) => client.backups.checkLicense({ uploadId })),
  });
  const error = restore.error ?? license.error ?? check.error;
  return {
    job,
    /** What would be replaced. */
    checked,
    /** What was replaced. */
    done: restore.data,
    /** The license of the backup, to be applied. */
    pending: license.data,
    checking: check.isPending,
    restoring: restore.isPending,
    working: check.isPending || restore.isPending || license.isPending,
    error: isAbort(error) ? null : withoutCancelled(error),
    check: check.mutate,
    restore: () => restore.mutate(),
    enterLicense: () => license.mutate(),
    backFromLicense: license.reset,
    cancel() {
      sending.current?.abort();
      cancelJob();
    },
    chooseAnother() {
      setChecked(undefined);
      for (const work of [check, restore, license]) work.reset();
    },
  };
}

function reportOf({ result }: Job): RestoreReport {
  if (!result || !('kept' in result)) throw new TypeError('the service did not answer a restore');
  return result;
}
