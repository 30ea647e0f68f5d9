/** Backup Settings and Restore Settings (LICENSING 11). */
import type { Backups } from '../backup/backups.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Guarded } from './guard.ts';
import type { Uploads } from './uploads.ts';

export interface BackupParts {
  readonly backups: Omit<Backups, 'finish'>;
  readonly uploads: Uploads;
  readonly jobs: Pick<Jobs, 'whenEnded'>;
}

export function backupRoutes({ backups: api }: Guarded, { backups, uploads, jobs }: BackupParts) {
  return {
    start: api.start.handler(() => ({ jobId: backups.start() })),
    // A check keeps the file for the restore that follows it.
    startCheck: api.startCheck.handler(({ input }) => ({ jobId: backups.startCheck(uploads.fileOf(input.uploadId)) })),
    startRestore: api.startRestore.handler(({ input, context }) => {
      const jobId = backups.startRestore(uploads.fileOf(input.uploadId), context.auditId);
      jobs.whenEnded(jobId, () => void uploads.remove(input.uploadId));
      return { jobId };
    }),
    checkLicense: api.checkLicense.handler(({ input }) => backups.checkLicense(uploads.fileOf(input.uploadId))),
  };
}
