/** Every procedure between a client and a control service, declared once (DESIGN 3). */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { backups } from './procedures-backup.ts';
import { confirmClock, forecast, service, validate } from './procedures-lifecycle.ts';
import { licensing, logs, notices, setConnection } from './procedures-notices.ts';
import { access, pools } from './procedures-seats.ts';
import * as s from './schemas.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;
const jobRef = z.object({ jobId: z.string() });
const address = z.string().min(1).max(400);
const mask = z.string().min(1).max(400);
const orderId = z.string().min(1).max(64);
const cursor = z.string().max(800).nullable();

const system = {
  about: procedure({ role: 'public', frozen: false, audit: false })
    .route({ method: 'GET', path: '/system/about', summary: 'Version and state of this control service' })
    .output(
      z.object({
        product: z.literal('Seatkeeper'),
        version: z.string(),
        /** Who runs the service: a console that hosts it, or the headless daemon. */
        host: z.enum(['console', 'daemon']),
        demo: z.boolean(),
      }),
    ),
  variables: procedure(read)
    .route({ method: 'GET', path: '/system/variables', summary: 'System variables; * names all but those on request' })
    .input(z.object({ name: z.string().max(64) }))
    .output(z.array(s.systemVariable)),
  setVariables: procedure({ role: 'admin', frozen: true, audit: 'modify system' })
    .route({ method: 'PATCH', path: '/system/variables', summary: 'Change system variables, all or none' })
    .input(z.object({ values: s.variables }))
    .output(z.object({ changed: z.number().int() })),
  supportBundle: procedure({ role: 'admin', frozen: false, audit: false })
    .route({ method: 'GET', path: '/system/support-bundle', summary: 'What support needs to know, without secrets' })
    .output(z.object({ fileName: z.string(), content: z.string() })),
  /** Local only: a one-time address that signs a browser in as this machine's administrator. */
  consoleLink: procedure({ role: 'admin', frozen: false, audit: 'console link' })
    .route({
      method: 'POST',
      path: '/system/console-link',
      summary: 'A one-time sign-in address for a browser on this machine',
    })
    .output(z.object({ url: z.string() })),
  /** Local only: a console that hosts the service gives it up to a daemon. */
  yield: procedure({ role: 'admin', frozen: false, audit: 'yield' })
    .route({ method: 'POST', path: '/system/yield', summary: 'Ask a hosting console to hand over to a daemon' })
    .output(z.object({ yielded: z.boolean() })),
};

const license = {
  read: procedure(read)
    .route({ method: 'GET', path: '/license', summary: 'What the License dialog shows' })
    .output(s.licenseView),
  requestOnline: procedure({ role: 'admin', frozen: false, audit: 'request license' })
    .route({
      method: 'POST',
      path: '/license/requests',
      summary: 'Ask the licensing server for a license of this order; nothing is applied yet',
    })
    .input(z.object({ orderId }))
    .output(s.pendingLicense),
  checkFile: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/license/checks',
      summary: 'Check a license.xml and say what it would change; nothing is applied yet',
    })
    .input(z.object({ xml: z.string().max(200_000) }))
    .output(s.pendingLicense),
  apply: procedure({ role: 'admin', frozen: false, audit: 'apply license' })
    .route({ method: 'POST', path: '/license/apply', summary: 'Apply a requested or checked license' })
    .input(z.object({ pendingId: z.string().max(64) }))
    .output(s.licenseView),
  discard: procedure({ role: 'admin', frozen: false, audit: false })
    .route({ method: 'POST', path: '/license/discard', summary: 'Forget a requested or checked license' })
    .input(z.object({ pendingId: z.string().max(64) }))
    .output(z.object({ discarded: z.boolean() })),
  export: procedure({ role: 'viewer', frozen: false, audit: 'export license' })
    .route({ method: 'GET', path: '/license/document', summary: 'The signed document in force, as license.xml' })
    .output(z.object({ fileName: z.string(), xml: z.string() })),
  manageUrl: procedure(read)
    .route({ method: 'GET', path: '/license/manage-url', summary: 'The vendor’s page for this order' })
    .input(z.object({ page: s.managePage }))
    .output(z.object({ url: z.string() })),
  validate,
  forecast,
  confirmClock,
  setConnection,
};

const accounts = {
  list: procedure(read)
    .route({
      method: 'GET',
      path: '/accounts',
      summary: 'Accounts of a mask, ordered by domain and name, a page at a time',
    })
    .input(
      z.object({
        mask,
        /** Part of address or name, any case. */
        search: z.string().max(200).default(''),
        cursor: cursor.default(null),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ rows: z.array(s.accountRow), next: cursor })),
  create: procedure({ role: 'admin', frozen: true, audit: 'create account' })
    .route({ method: 'POST', path: '/accounts', summary: 'Create an account; every service is on unless said' })
    .input(z.object({ address, variables: s.variables.default({}) }))
    .output(s.accountRow),
  rename: procedure({ role: 'admin', frozen: true, audit: 'rename account' })
    .route({ method: 'POST', path: '/accounts/rename', summary: 'Rename an account; seats, trials and history stay' })
    .input(z.object({ from: address, to: address }))
    .output(s.accountRow),
  startModify: procedure({ role: 'admin', frozen: true, audit: 'modify account' })
    .route({
      method: 'POST',
      path: '/accounts/modify',
      summary: 'Change variables of all accounts of a mask, all or nothing',
    })
    .input(z.object({ mask, variables: s.variables }))
    .output(jobRef),
  startDelete: procedure({ role: 'admin', frozen: true, audit: 'delete account' })
    .route({ method: 'POST', path: '/accounts/delete', summary: 'Delete all accounts of a mask, all or nothing' })
    .input(z.object({ mask }))
    .output(jobRef),
  startImport: procedure({ role: 'admin', frozen: true, audit: 'import accounts' })
    .route({
      method: 'POST',
      path: '/accounts/import',
      summary: 'Import an uploaded file (POST /uploads), all or nothing',
    })
    .input(
      z.object({
        uploadId: z.string().max(64),
        /** Told from the file when absent. */
        format: s.importFormat.optional(),
        dryRun: z.boolean().default(false),
      }),
    )
    .output(jobRef),
  explain: procedure(read)
    .route({ method: 'GET', path: '/accounts/explain', summary: 'Why an account counts, module by module' })
    .input(z.object({ address, module: z.string().max(32).optional() }))
    .output(s.explanation),
  summary: procedure(read)
    .route({ method: 'GET', path: '/accounts/summary', summary: 'How many accounts and domains there are' })
    .output(z.object({ accounts: z.number().int(), users: z.number().int(), domains: z.number().int() })),
};

const domains = {
  list: procedure(read)
    .route({ method: 'GET', path: '/domains', summary: 'Domains by name, a page at a time' })
    .input(
      z.object({
        mask: mask.default('*'),
        cursor: cursor.default(null),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ rows: z.array(s.domainRow), next: cursor })),
  create: procedure({ role: 'admin', frozen: true, audit: 'create domain' })
    .route({ method: 'POST', path: '/domains', summary: 'Create a domain; every service is on unless said' })
    .input(z.object({ name: z.string().min(1).max(300), variables: s.variables.default({}) }))
    .output(s.domainRow),
  startModify: procedure({ role: 'admin', frozen: true, audit: 'modify domain' })
    .route({
      method: 'POST',
      path: '/domains/modify',
      summary: 'Change variables of all domains of a mask, all or nothing',
    })
    .input(z.object({ mask, variables: s.variables }))
    .output(jobRef),
  startDelete: procedure({ role: 'admin', frozen: true, audit: 'delete domain' })
    .route({ method: 'POST', path: '/domains/delete', summary: 'Delete a domain with its accounts, all or nothing' })
    .input(z.object({ name: z.string().min(1).max(300) }))
    .output(jobRef),
};

const seats = {
  pools,
  list: procedure(read)
    .route({ method: 'GET', path: '/seats', summary: 'Accounts of a module or group, with why each counts or not' })
    .input(
      z.object({
        /** A module's or group's id. */
        scope: z.union([s.moduleId, s.groupId]),
        scopeKind: z.enum(['module', 'group']).default('module'),
        counted: z.enum(['counted', 'not-counted', 'all']).default('counted'),
        /** Only accounts over the limit. */
        over: z.stringbool().or(z.boolean()).default(false),
        search: z.string().max(200).default(''),
        cursor: cursor.default(null),
        /** Rows to skip from the beginning, to jump in a long list; a cursor outranks it. */
        offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ rows: z.array(s.seatRow), next: cursor })),
  startRecount: procedure({ role: 'admin', frozen: false, audit: 'recount seats' })
    .route({
      method: 'POST',
      path: '/seats/recount',
      summary: 'Count Used Seats from the accounts and compare the counters',
    })
    .output(jobRef),
};

const jobs = {
  list: procedure(read)
    .route({ method: 'GET', path: '/jobs', summary: 'Jobs that run or whose end was not read yet' })
    .output(z.array(s.job)),
  /** Answers when the job has ended, or after `waitMs`. */
  get: procedure(read)
    .route({ method: 'GET', path: '/jobs/{id}', summary: 'State of a job' })
    .input(z.object({ id: z.string().max(64), waitMs: z.coerce.number().int().min(0).max(30_000).default(0) }))
    .output(s.job),
  cancel: procedure({ role: 'admin', frozen: false, audit: false })
    .route({ method: 'POST', path: '/jobs/{id}/cancel', summary: 'Cancel a job: it ends as if it had never begun' })
    .input(z.object({ id: z.string().max(64) }))
    .output(s.job),
};

const events = {
  watch: procedure(read)
    .route({ method: 'GET', path: '/events', summary: 'The one live stream: progress, and what to read again' })
    .output(eventIterator(s.serviceEvent)),
};

export const contract = {
  system,
  service,
  license,
  licensing,
  notices,
  logs,
  backups,
  accounts,
  domains,
  seats,
  access,
  jobs,
  events,
};
export type Contract = typeof contract;
