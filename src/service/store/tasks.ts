/** Long work that runs in a worker thread. Each kind is implemented beside what it is about, and registered in worker.ts. */
import type { AccountRow, DomainRow, ImportResult, RecountResult, SeatRow } from '../../contract/schemas.ts';
import type { AuditRow, UndoCheck } from '../../contract/schemas-audit.ts';
import type { SeatOrder } from '../../contract/schemas-seats.ts';
import type { AccountPolicies, ChangePreview, DomainPolicies } from '../../contract/schemas-sets.ts';
import type { AccountChange, DomainChange } from '../../core/accounts/variables.ts';
import type { PoolInForce } from '../../core/seats/pools.ts';
import type { AccountRule, DomainRule } from '../accounts/rule.ts';
import type { TrailPage } from '../audit/rows.ts';
import type { BackupDone, BackupRequest } from '../backup/backup-task.ts';
import type { CheckedBackup, RestoreDone, RestoreRequest } from '../backup/restore-task.ts';
import type { NoticeStamp } from '../notices/outbox.ts';
import { CHANGED, type Touched } from './versions.ts';

/** A page of a list; `next` is the cursor of the page behind it. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly next: string | null;
}

/** `total`: rows of the whole list; null where that was not counted. */
export interface CountedPage<Row> extends Page<Row> {
  readonly total: number | null;
}

interface AccountsChange {
  readonly rule: AccountRule;
  readonly change: AccountChange;
}
interface DomainsChange {
  readonly rule: DomainRule;
  readonly change: DomainChange;
}

interface ListRequest {
  mask: string;
  search: string;
  cursor: string | null;
  offset: number;
  limit: number;
}

/** Which accounts of a scope (the mask of a module or a group), in which order. */
export interface SeatQuestion {
  readonly mask: number;
  readonly counted: 'counted' | 'not-counted' | 'all';
  /** Only accounts over the limit. */
  readonly over: boolean;
  /** Only accounts that count and did not use it in so many days before `now`, epoch ms. */
  readonly unused: { readonly days: number; readonly now: number } | null;
  readonly search: string;
  readonly sort: SeatOrder;
  readonly descending: boolean;
}

export interface Tasks {
  import: {
    input: {
      file: string;
      format: 'csv' | 'ldif' | 'dovecot' | 'postfix' | undefined;
      dryRun: boolean;
      /** Epoch milliseconds. */
      now: number;
      auditId?: number | null;
    };
    result: ImportResult;
  };
  recount: { input: Record<never, never>; result: RecountResult };
  /** `auditId`: the row of the audit trail; null: none stands for it. */
  'modify-accounts': { input: AccountsChange & { auditId: number | null }; result: { changed: number } };
  'delete-accounts': { input: { rule: AccountRule; auditId: number | null }; result: { changed: number } };
  'modify-domains': { input: DomainsChange & { auditId: number | null }; result: { changed: number } };
  'delete-domain': { input: { name: string; auditId: number | null }; result: { changed: number } };
  /** Takes the change `id` back. */
  undo: { input: { id: number; auditId: number | null }; result: { changed: number } };
  'undo-state': { input: { id: number }; result: UndoCheck };
  'account-policies': { input: { rule: AccountRule }; result: AccountPolicies };
  'preview-accounts': { input: AccountsChange; result: ChangePreview };
  'domain-policies': { input: { rule: DomainRule }; result: DomainPolicies };
  'preview-domains': { input: DomainsChange; result: ChangePreview };
  'search-audit': { input: TrailPage; result: { rows: AuditRow[]; next: number | null } };
  'export-audit': { input: { path: string; search: string }; result: { rows: number } };
  /** Counts the masks that have no counter yet and stores them: before a license with new pools is applied. */
  'count-scopes': { input: { masks: number[] }; result: { counted: number } };
  /** Seats in line with license and accounts. `now`: trusted, epoch ms. */
  'settle-seats': {
    input: { pools: readonly PoolInForce[]; now: number };
    result: { promoted: number; demoted: number; released: number };
  };
  /** The midnight mail about accounts over the limit, into the outbox; `at`: trusted, epoch ms. */
  'compare-seats': {
    input: { day: number; at: number; hostname: string; stamp: NoticeStamp };
    /** False: nobody is over the limit, or that date was told before. */
    result: { written: boolean };
  };
  /** Moves the log into the file, and lets it begin anew. */
  checkpoint: { input: Record<never, never>; result: undefined };
  backup: { input: BackupRequest; result: BackupDone };
  /** Reads a backup to its end; changes nothing. `settingNames`: see BackupRequest. */
  'check-backup': { input: { file: string; settingNames: readonly string[] }; result: CheckedBackup };
  'restore-backup': { input: RestoreRequest; result: RestoreDone };
  'list-accounts': { input: ListRequest; result: CountedPage<AccountRow> };
  'list-domains': { input: ListRequest; result: CountedPage<DomainRow> };
  'list-seats': {
    input: SeatQuestion & { cursor: string | null; offset: number; limit: number };
    result: CountedPage<SeatRow>;
  };
  /** The same list as CSV. */
  'export-seats': { input: SeatQuestion & { path: string }; result: { rows: number } };
  summary: { input: Record<never, never>; result: { accounts: number; users: number; domains: number } };
}
export type TaskKind = keyof Tasks;
export type TaskInput<K extends TaskKind> = Tasks[K]['input'];
export type TaskResult<K extends TaskKind> = Tasks[K]['result'];

/**
 * Each has a thread of its own: nobody waits for an import to see a list, nor for what a change of all accounts would do,
 * nor that for an export. All others are `bulk`.
 */
const LANES: Partial<Record<TaskKind, 'lists' | 'previews' | 'exports'>> = {
  'list-accounts': 'lists',
  'list-domains': 'lists',
  'list-seats': 'lists',
  summary: 'lists',
  'search-audit': 'lists',
  'account-policies': 'previews',
  'preview-accounts': 'previews',
  'domain-policies': 'previews',
  'preview-domains': 'previews',
  'undo-state': 'previews',
  'export-seats': 'exports',
  'export-audit': 'exports',
};
export const laneOf = (kind: TaskKind): 'lists' | 'previews' | 'exports' | 'bulk' => LANES[kind] ?? 'bulk';

const NOTHING: Touched = { accounts: [], seats: false };
const EVERYTHING: Touched = { accounts: [CHANGED.all], seats: true };
const ofAccounts = (change: number): Touched => ({ accounts: [change], seats: true });
/** Of what lists show; a task that is not named here may change all of it. */
const TOUCHES: { readonly [K in TaskKind]?: (input: TaskInput<K>) => Touched } = {
  checkpoint: () => NOTHING,
  recount: () => NOTHING,
  'count-scopes': () => NOTHING,
  backup: () => NOTHING,
  'check-backup': () => NOTHING,
  'compare-seats': () => NOTHING,
  'settle-seats': () => ({ accounts: [], seats: true }),
  import: ({ dryRun }) => (dryRun ? NOTHING : EVERYTHING),
  'modify-accounts': ({ change }) => ofAccounts(change.name === undefined ? CHANGED.services : CHANGED.all),
  'modify-domains': () => ofAccounts(CHANGED.services),
  'delete-accounts': () => ofAccounts(CHANGED.gone),
  'delete-domain': () => ofAccounts(CHANGED.gone),
};
export const touchedByTask = <K extends TaskKind>(kind: K, input: TaskInput<K>): Touched =>
  TOUCHES[kind]?.(input) ?? EVERYTHING;
