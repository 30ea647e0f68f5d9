/** Every procedure between a client and a control service, declared once (DESIGN 3). */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { accounts, domains } from './procedures-accounts.ts';
import { audit } from './procedures-audit.ts';
import { backups } from './procedures-backup.ts';
import { confirmClock, forecast, service, validate } from './procedures-lifecycle.ts';
import { licensing, logs, notices, setConnection } from './procedures-notices.ts';
import { access, seats } from './procedures-seats.ts';
import * as s from './schemas.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;
const orderId = z.string().min(1).max(64);

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
  audit,
  jobs,
  events,
};
export type Contract = typeof contract;
