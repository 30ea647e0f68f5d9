/** Procedures of notices, logs, and the way to the licensing server; contract.ts merges them. */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import * as s from './schemas-notices.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;
const cursor = z.string().max(200).nullable();
const url = z.string().max(2_000);
/** Empty: the system’s; `direct`: none; else http://host:port. */
const proxy = z.string().max(2_000);

export const notices = {
  list: procedure(read)
    .route({ method: 'GET', path: '/notices', summary: 'Notices and how far their delivery is, newest first' })
    .input(
      z.object({
        state: s.deliveryState.nullable().default(null),
        cursor: cursor.default(null),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(s.noticeRow), next: cursor })),
  status: procedure(read)
    .route({ method: 'GET', path: '/notices/status', summary: 'Whether notices arrive, and what keeps them' })
    .output(s.noticesStatus),
  sendTest: procedure({ role: 'admin', frozen: false, audit: 'send test-mail' })
    .route({ method: 'POST', path: '/notices/test', summary: 'Send a test mail to the recipients of notices' })
    .output(s.testMailResult),
};

export const logs = {
  read: procedure(read)
    .route({ method: 'GET', path: '/logs/{log}', summary: 'Lines of a log, newest first, a page at a time' })
    .input(
      z.object({
        log: s.logName,
        /** Part of a line, any case. */
        filter: z.string().max(200).default(''),
        cursor: cursor.default(null),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(s.logPage),
};

export const licensing = {
  testConnection: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/licensing/connection-tests',
      summary: 'Reach for the licensing server step by step: name, connect, TLS, answer',
    })
    .input(z.object({ url: url.optional(), proxy: proxy.optional() }))
    .output(s.connectionTest),
};

/** Always allowed, also in Emergency Mode (LICENSING 5). */
export const setConnection = procedure({ role: 'admin', frozen: false, audit: 'set connection' })
  .route({
    method: 'PATCH',
    path: '/license/connection',
    summary: 'Address of the licensing server and the proxy to it; empty: as configured',
  })
  .input(z.object({ url: url.optional(), proxy: proxy.optional() }))
  .output(s.connection);
