/** The parts of the service that answer for the procedures, in the contract's own shapes. */
import type { Logger } from 'pino';
import type { SystemVariable } from '../../contract/schemas.ts';
import type { Accounts, Domains } from '../accounts/accounts.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Licensing } from '../licensing/licensing.ts';
import type { HostKind } from '../running.ts';
import type { Lifecycle } from '../schedule/lifecycle.ts';
import type { Audit } from './audit.ts';
import type { AuditParts } from './audit-routes.ts';
import type { BackupParts } from './backup-routes.ts';
import type { NoticesParts } from './notices-routes.ts';
import type { SeatsParts } from './seats-routes.ts';
import type { Uploads } from './uploads.ts';
import type { EventSource } from './watch.ts';

export interface ApiParts extends NoticesParts, SeatsParts, AuditParts, Pick<BackupParts, 'backups'> {
  readonly version: string;
  readonly host: HostKind;
  readonly demo: boolean;
  readonly log: Logger;
  readonly audit: Audit;
  readonly events: EventSource;
  readonly uploads: Uploads;
  readonly license: Omit<Licensing, 'entitlement' | 'document' | 'watch' | 'close' | 'ofBackup' | 'restore'>;
  readonly lifecycle: Lifecycle;
  readonly accounts: Accounts;
  readonly domains: Domains;
  readonly settings: {
    variables(input: { name: string }): Promise<SystemVariable[]>;
    setVariables(input: { values: Record<string, string> }): Promise<{ changed: number }>;
  };
  readonly jobs: Pick<Jobs, 'list' | 'get' | 'cancel' | 'whenEnded'>;
  readonly supportBundle: () => Promise<{ fileName: string; content: string }>;
  /** The console's address with a one-time token. */
  readonly consoleLink: () => string;
  /** A console begins to hand over; false: this host keeps the service. */
  readonly yieldHost: () => boolean;
}
