/** Procedures of the audit trail; contract.ts merges them. */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import * as s from './schemas-audit.ts';

const id = z.coerce.number().int().positive();
const jobRef = z.object({ jobId: z.string() });
/** Part of who, client, action or what, any case. */
const search = z.string().max(200).default('');

export const audit = {
  list: procedure({ role: 'viewer', frozen: false, audit: false })
    .route({ method: 'GET', path: '/audit', summary: 'The audit trail, newest first, a page at a time' })
    .input(
      z.object({
        search,
        /** The id of the last row that was read; 0: from the newest. */
        before: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(z.object({ rows: z.array(s.auditRow), next: z.number().int().nullable() })),
  undoState: procedure({ role: 'viewer', frozen: false, audit: false })
    .route({ method: 'GET', path: '/audit/{id}/undo', summary: 'Can this change be undone, and how many rows' })
    .input(z.object({ id }))
    .output(s.undoCheck),
  startUndo: procedure({ role: 'admin', frozen: true, audit: 'undo' })
    .route({
      method: 'POST',
      path: '/audit/{id}/undo',
      summary: 'Undo a change of accounts or domains while nothing has overwritten it, all or nothing',
    })
    .input(z.object({ id }))
    .output(jobRef),
  startExport: procedure({ role: 'admin', frozen: false, audit: 'export audit' })
    .route({
      method: 'POST',
      path: '/audit/export',
      summary: 'The audit trail as a CSV file; its result names the file for GET /downloads/{id}',
    })
    .input(z.object({ search }))
    .output(jobRef),
};
