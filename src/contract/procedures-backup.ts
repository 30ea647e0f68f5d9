/** Procedures of Backup Settings and Restore Settings; contract.ts merges them (LICENSING 11). */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { pendingLicense } from './schemas.ts';

const jobRef = z.object({ jobId: z.string() });
const upload = z.object({ uploadId: z.string().max(64) });

export const backups = {
  /** An export: always allowed (LICENSING 4). */
  start: procedure({ role: 'admin', frozen: false, audit: 'backup settings' })
    .route({
      method: 'POST',
      path: '/backups',
      summary: 'Make a backup of settings and accounts; its result names the file for GET /downloads/{id}',
    })
    .output(jobRef),
  startCheck: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/backups/check',
      summary: 'Say what restoring an uploaded backup would replace; nothing is changed',
    })
    .input(upload)
    .output(jobRef),
  startRestore: procedure({ role: 'admin', frozen: true, audit: 'restore settings' })
    .route({
      method: 'POST',
      path: '/backups/restore',
      summary: 'Replace settings and accounts by an uploaded backup, all or nothing; the present state is kept',
    })
    .input(upload)
    .output(jobRef),
  /** Entering a license is never blocked (LICENSING 4), also when the restore of settings is. */
  checkLicense: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/backups/license',
      summary: 'Check the license of an uploaded backup and say what it would change; applied with /license/apply',
    })
    .input(upload)
    .output(pendingLicense),
};
