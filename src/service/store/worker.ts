/** Entry of the worker thread: which function does which task. */
import { deleteAccounts, modifyAccounts } from '../accounts/bulk-accounts.ts';
import { deleteDomain, modifyDomains } from '../accounts/bulk-domains.ts';
import { importAccounts } from '../accounts/import/import-task.ts';
import { accountPolicies, domainPolicies, previewAccounts, previewDomains } from '../accounts/policies.ts';
import { summary } from '../accounts/summary.ts';
import { exportAudit, searchAudit } from '../audit/list-tasks.ts';
import { undo } from '../audit/undo.ts';
import { undoStateTask } from '../audit/undo-state.ts';
import { backup } from '../backup/backup-task.ts';
import { checkBackup, restoreBackup } from '../backup/restore-task.ts';
import { listAccounts } from '../lists/account-list.ts';
import { listDomains } from '../lists/domain-list.ts';
import { exportSeats } from '../lists/seat-export.ts';
import { listSeats } from '../lists/seat-list.ts';
import { compareSeatsTask } from '../seats/over-limit.ts';
import { countScopes, recount } from '../seats/recount.ts';
import { settleSeats } from '../seats/settle.ts';
import { checkpointLog } from './checkpoint.ts';
import { serveTasks } from './serve-tasks.ts';

serveTasks({
  checkpoint: checkpointLog,
  import: importAccounts,
  recount,
  'modify-accounts': modifyAccounts,
  'delete-accounts': deleteAccounts,
  'modify-domains': modifyDomains,
  'delete-domain': deleteDomain,
  undo,
  'undo-state': undoStateTask,
  'account-policies': accountPolicies,
  'preview-accounts': previewAccounts,
  'domain-policies': domainPolicies,
  'preview-domains': previewDomains,
  'search-audit': searchAudit,
  'export-audit': exportAudit,
  'count-scopes': countScopes,
  'settle-seats': settleSeats,
  'compare-seats': compareSeatsTask,
  backup,
  'check-backup': checkBackup,
  'restore-backup': restoreBackup,
  'list-accounts': listAccounts,
  'list-domains': listDomains,
  'list-seats': listSeats,
  'export-seats': exportSeats,
  summary,
});
