import type { Job } from '../../contract/schemas.ts';

/** What each kind of job is called while it runs. */
export const JOB_WORDS: Record<Job['kind'], { readonly doing: string }> = {
  import: { doing: 'Importing accounts' },
  recount: { doing: 'Recounting used seats' },
  'modify-accounts': { doing: 'Changing accounts' },
  'delete-accounts': { doing: 'Deleting accounts' },
  'modify-domain': { doing: 'Changing domains' },
  'delete-domain': { doing: 'Deleting a domain' },
  backup: { doing: 'Making a backup' },
  'check-backup': { doing: 'Checking a backup' },
  restore: { doing: 'Restoring a backup' },
  undo: { doing: 'Undoing a change' },
  'export-seats': { doing: 'Exporting accounts' },
  'export-audit': { doing: 'Exporting the audit trail' },
};
