/** Procedures of access, seats and trials; contract.ts merges them (LICENSING 6). */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { seatRow } from './schemas.ts';
import { usageHistory } from './schemas-history.ts';
import { groupId, moduleId } from './schemas-modules.ts';
import * as s from './schemas-seats.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;
const jobRef = z.object({ jobId: z.string() });
/** With what rows are sorted by: a name may be long. */
const cursor = z.string().max(2000).nullable();

/** Which accounts of a module or group, in which order. */
const whichSeats = {
  /** A module's or group's id. */
  scope: z.union([moduleId, groupId]),
  scopeKind: z.enum(['module', 'group']).default('module'),
  counted: z.enum(['counted', 'not-counted', 'all']).default('counted'),
  /** Only accounts over the limit. */
  over: z.stringbool().or(z.boolean()).default(false),
  /** Only accounts that are counted and did not use it in so many days: those that freeing would touch. */
  unusedDays: z.coerce.number().int().min(1).max(3650).optional(),
  search: z.string().max(200).default(''),
  sort: s.seatOrder.default('address'),
  descending: z.stringbool().or(z.boolean()).default(false),
};

const question = z.object({
  address: z.string().min(1).max(400),
  module: moduleId,
  /** Module mail only: which of its flags counts; without it, either. */
  protocol: s.accessProtocol.optional(),
});

export const access = {
  /** What a mail server asks. No settings change: it works in Emergency Mode. */
  check: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/access/checks',
      summary: 'May this account use this module? A first access is stored before the answer',
    })
    .input(question)
    .output(s.accessCheck),
  preview: procedure({ role: 'viewer', frozen: false, audit: false })
    .route({ method: 'GET', path: '/access/checks', summary: 'What an access check would say; nothing is stored' })
    .input(question)
    .output(s.accessCheck),
};

const pools = procedure({ role: 'viewer', frozen: false, audit: false })
  .route({ method: 'GET', path: '/seats/pools', summary: 'Seats and trials given, a row for each pool' })
  .output(z.array(s.poolNumbers));

export const seats = {
  pools,
  list: procedure(read)
    .route({ method: 'GET', path: '/seats', summary: 'Accounts of a module or group, with why each counts or not' })
    .input(
      z.object({
        ...whichSeats,
        cursor: cursor.default(null),
        /** Rows to skip from the beginning, to jump in a long list; a cursor outranks it. */
        offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    /** `total`: rows of the whole list; null where that was not counted. */
    .output(z.object({ rows: z.array(seatRow), next: cursor, total: z.number().int().nonnegative().nullable() })),
  startExport: procedure({ role: 'viewer', frozen: false, audit: 'export seats' })
    .route({
      method: 'POST',
      path: '/seats/export',
      summary: 'The same list as a CSV file of any length; its result names the file for GET /downloads/{id}',
    })
    .input(z.object(whichSeats))
    .output(jobRef),
  history: procedure(read)
    .route({ method: 'GET', path: '/seats/history', summary: 'Used Seats day by day, and where the trend leads' })
    /** Without a module: all of them. */
    .input(z.object({ module: moduleId.optional() }))
    .output(z.array(usageHistory)),
  startRecount: procedure({ role: 'admin', frozen: false, audit: 'recount seats' })
    .route({
      method: 'POST',
      path: '/seats/recount',
      summary: 'Count Used Seats from the accounts and compare the counters',
    })
    .output(jobRef),
};
