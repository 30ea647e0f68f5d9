/** The parts of the service that answer for the procedures, in the contract's own shapes. */
import type { ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { Logger } from 'pino';
import type { Contract } from '../../contract/contract.ts';
import type { Job } from '../../contract/schemas.ts';
import type { HostKind } from '../running.ts';
import type { Audit } from './audit.ts';
import type { Phase } from './frozen.ts';
import type { Sessions } from './sessions.ts';
import type { Uploads } from './uploads.ts';
import type { EventSource } from './watch.ts';

/** One group of the contract as plain functions: checked input in, output yet to be checked. */
type Answers<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends ContractProcedure<infer In, infer Out, infer _E, infer _M>
    ? (input: InferSchemaOutput<In>) => Promise<InferSchemaInput<Out>>
    : never;
};

type Accounts = Answers<Contract['accounts']>;
type Domains = Answers<Contract['domains']>;

export interface ApiParts {
  readonly version: string;
  readonly host: HostKind;
  readonly demo: boolean;
  readonly log: Logger;
  readonly audit: Audit;
  readonly events: EventSource;
  readonly uploads: Uploads;
  readonly sessions: Sessions;
  readonly phase: () => Phase | Promise<Phase>;
  readonly license: Answers<Contract['license']>;
  readonly accounts: Pick<Accounts, 'list' | 'create' | 'rename' | 'explain' | 'summary'>;
  readonly domains: Pick<Domains, 'list' | 'create'>;
  readonly seats: Pick<Answers<Contract['seats']>, 'list'>;
  readonly settings: Pick<Answers<Contract['system']>, 'variables' | 'setVariables'>;
  readonly jobs: Answers<Contract['jobs']>;
  readonly starts: JobStarts;
  readonly supportBundle: () => Promise<{ fileName: string; content: string }>;
  /** The console's address with a one-time token. */
  readonly consoleLink: () => string;
  /** A console begins to hand over; false: this host keeps the service. */
  readonly yieldHost: () => boolean;
}

/** Starts long work; what they return is the job's id. */
export interface JobStarts {
  readonly modifyAccounts: (input: { mask: string; variables: Record<string, string> }, auditId: number) => string;
  readonly deleteAccounts: (input: { mask: string }) => string;
  readonly modifyDomains: (input: { mask: string; variables: Record<string, string> }) => string;
  readonly deleteDomain: (input: { name: string }) => string;
  readonly importAccounts: (input: {
    file: string;
    format: 'csv' | 'ldif' | 'dovecot' | 'postfix' | undefined;
    dryRun: boolean;
  }) => string;
  readonly recount: () => string;
  /** Calls back once, with the job's last state. */
  readonly whenEnded: (jobId: string, ended: (job: Job) => void) => void;
}
