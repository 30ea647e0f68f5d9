/** Accounts and domains in the contract's shapes. Long changes are jobs; lists run in the worker for long reads. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountRow, DomainRow, Explanation, ImportResult } from '../../contract/schemas.ts';
import type { AccountPolicies, ChangePreview, DomainPolicies } from '../../contract/schemas-sets.ts';
import { addressKey } from '../../core/accounts/address.ts';
import type { Variables } from '../../core/accounts/variables.ts';
import { explainScope, moduleConditions } from '../../core/seats/explain.ts';
import { isModuleId, MODULES, moduleOf } from '../../core/seats/modules.ts';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';
import type { JobRun, Jobs } from '../jobs/jobs.ts';
import { readHoldings } from '../seats/holdings.ts';
import type { Store } from '../store/store.ts';
import type { CountedPage, TaskInput } from '../store/tasks.ts';
import {
  accountChangeOf,
  accountMaskOf,
  addressOf,
  domainChangeOf,
  domainMaskOf,
  domainOf,
  requireVariables,
} from './parsing.ts';
import { accountRow, findAccount } from './rows.ts';
import { type AccountRule, accountRuleOf, domainRuleOf, type WhichAccounts, type WhichDomains } from './rule.ts';
import { createAccount, createDomain, renameAccount } from './write-accounts.ts';

export interface AccountsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly events: EventHub;
}
export interface ListInput {
  readonly mask: string;
  readonly search: string;
  readonly cursor: string | null;
  /** Rows to skip from the beginning; a cursor outranks it. */
  readonly offset: number;
  readonly limit: number;
}

export interface Accounts {
  list(input: ListInput): Promise<CountedPage<AccountRow>>;
  /** These two only read, and stop when `signal` aborts (CANCELLED). Throw INPUT_INVALID, MASK_INVALID, VARIABLE_UNKNOWN, VALUE_INVALID, ACCOUNT_NOT_FOUND. */
  policies(input: WhichAccounts, signal?: AbortSignal): Promise<AccountPolicies>;
  previewModify(input: WhichAccounts & { readonly variables: Variables }, signal?: AbortSignal): Promise<ChangePreview>;
  create(
    input: { readonly address: string; readonly variables: Variables },
    auditId?: number | null,
  ): Promise<AccountRow>;
  rename(input: { readonly from: string; readonly to: string }, auditId?: number | null): Promise<AccountRow>;
  explain(input: { readonly address: string; readonly module?: string | undefined }): Promise<Explanation>;
  summary(): Promise<{ accounts: number; users: number; domains: number }>;
  /** These start a job and return its id; what can be refused before anything runs is thrown at once. */
  startModify(input: WhichAccounts & { readonly variables: Variables }, auditId: number | null): string;
  startDelete(input: WhichAccounts, auditId: number | null): string;
  /** `file` is read by the worker; it must stay until the job has ended. */
  startImport(input: {
    readonly file: string;
    readonly format: ImportResult['format'] | undefined;
    readonly dryRun: boolean;
    readonly auditId?: number | null;
  }): string;
}
export interface Domains {
  list(input: ListInput): Promise<CountedPage<DomainRow>>;
  policies(input: WhichDomains, signal?: AbortSignal): Promise<DomainPolicies>;
  previewModify(input: WhichDomains & { readonly variables: Variables }, signal?: AbortSignal): Promise<ChangePreview>;
  create(input: { readonly name: string; readonly variables: Variables }, auditId?: number | null): Promise<DomainRow>;
  startModify(input: WhichDomains & { readonly variables: Variables }, auditId: number | null): string;
  startDelete(input: { readonly name: string }, auditId: number | null): string;
}

/** Runs a bulk task as a job's work, and tells the windows that accounts changed. */
const bulk =
  <K extends 'import' | 'modify-accounts' | 'delete-accounts' | 'modify-domains' | 'delete-domain'>(
    { store, events }: AccountsOptions,
    kind: K,
    input: TaskInput<K>,
  ) =>
  async ({ signal, progress }: JobRun) => {
    const result = await store.runTask(kind, input, { signal, onProgress: progress });
    events.publish({ type: 'accounts' });
    return result;
  };

/** The job's result names the row of the trail by which it can be undone. */
const undoable =
  (work: (run: JobRun) => Promise<{ changed: number }>, auditId: number | null) =>
  async (run: JobRun): Promise<{ changed: number; auditId?: number }> => {
    const { changed } = await work(run);
    return auditId === null || changed === 0 ? { changed } : { changed, auditId };
  };

/** One account is read at once; everything longer by the worker. */
async function listAccounts({ store }: AccountsOptions, input: ListInput): Promise<CountedPage<AccountRow>> {
  const mask = accountMaskOf(input.mask);
  const { local, domain } = mask;
  if (local.kind !== 'one' || domain === null || input.search !== '') return store.runTask('list-accounts', input);
  const found = input.cursor === null ? await findAccount(store.read, { local: local.local, domain }) : undefined;
  return { rows: found ? [accountRow(found)] : [], next: null, total: found ? 1 : 0 };
}

/** Throws ADDRESS_INVALID, MODULE_NOT_FOUND, ACCOUNT_NOT_FOUND. */
async function explain(store: Store, input: { address: string; module?: string | undefined }): Promise<Explanation> {
  const address = addressOf(input.address);
  const id = input.module?.toLowerCase();
  if (id !== undefined && !isModuleId(id)) throw new SeatkeeperError('MODULE_NOT_FOUND', { module: id });
  const found = await findAccount(store.read, address);
  if (!found) throw new SeatkeeperError('ACCOUNT_NOT_FOUND', { mask: addressKey(address) });
  const holding = await readHoldings(store.read, [found.id]);
  const modules = (id === undefined ? MODULES : [moduleOf(id)]).map((module) => ({
    id: module.id,
    name: module.name,
    ...explainScope(found, module.mask),
    ...holding(found.id, module.mask),
    conditions: [...moduleConditions(found, module)],
  }));
  return { address: addressKey(address), modules };
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { store, clock, jobs, events } = options;
  const rule = (which: WhichAccounts): AccountRule => accountRuleOf(which, clock.now());
  const changeOf = ({ variables, ...which }: WhichAccounts & { readonly variables: Variables }) => ({
    change: accountChangeOf(requireVariables(variables)),
    rule: rule(which),
  });
  const changed = <Row>(row: Row): Row => {
    events.publish({ type: 'accounts' });
    return row;
  };
  return {
    list: (input) => listAccounts(options, input),
    create: async (input, auditId = null) => changed(await createAccount(store, input, clock.now(), auditId)),
    rename: async (input, auditId = null) => changed(await renameAccount(store, input, auditId)),
    explain: (input) => explain(store, input),
    policies: async (which, signal) => store.runTask('account-policies', { rule: rule(which) }, { signal }),
    previewModify: async (input, signal) => store.runTask('preview-accounts', changeOf(input), { signal }),
    summary: () => store.runTask('summary', {}),
    startModify: (input, auditId) =>
      jobs.start(
        'modify-accounts',
        undoable(bulk(options, 'modify-accounts', { ...changeOf(input), auditId }), auditId),
      ),
    startDelete: (which, auditId) =>
      jobs.start('delete-accounts', bulk(options, 'delete-accounts', { rule: rule(which), auditId })),
    startImport: ({ file, format, dryRun, auditId = null }) =>
      jobs.start('import', bulk(options, 'import', { file, format, dryRun, now: clock.now(), auditId })),
  };
}

const domainChange = ({ variables, ...which }: WhichDomains & { readonly variables: Variables }) => ({
  change: domainChangeOf(requireVariables(variables)),
  rule: domainRuleOf(which),
});

export function createDomains(options: AccountsOptions): Domains {
  const { store, clock, jobs, events } = options;
  return {
    async list(input) {
      domainMaskOf(input.mask);
      return store.runTask('list-domains', input);
    },
    async create(input, auditId = null) {
      const row = await createDomain(store, input, clock.now(), auditId);
      events.publish({ type: 'accounts' });
      return row;
    },
    policies: async (which, signal) => store.runTask('domain-policies', { rule: domainRuleOf(which) }, { signal }),
    previewModify: async (input, signal) => store.runTask('preview-domains', domainChange(input), { signal }),
    startModify: (input, auditId) =>
      jobs.start(
        'modify-domain',
        undoable(bulk(options, 'modify-domains', { ...domainChange(input), auditId }), auditId),
      ),
    startDelete({ name }, auditId) {
      domainOf(name);
      return jobs.start('delete-domain', bulk(options, 'delete-domain', { name, auditId }));
    },
  };
}
