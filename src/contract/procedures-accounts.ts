/** Procedures of accounts and domains; contract.ts merges them (LICENSING 1, INTERFACES 4: Management). */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import * as s from './schemas.ts';
import * as sets from './schemas-sets.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;
const jobRef = z.object({ jobId: z.string() });
/** With the change's row in the audit trail, by which it can be undone. */
const changeRef = z.object({ jobId: z.string(), auditId: z.number().int().positive().nullable() });
const address = z.string().min(1).max(400);
const mask = z.string().min(1).max(400);
const cursor = z.string().max(800).nullable();
/** Rows to skip from the beginning, to jump in a long list; a cursor outranks it. */
const offset = z.coerce.number().int().min(0).max(100_000_000).default(0);
const limit = z.coerce.number().int().min(1).max(1000).default(200);
/** Rows of the whole list; null where that was not counted. */
const total = z.number().int().nonnegative().nullable();

/** Which accounts: by a mask as people type it, or a set. Exactly one of both. */
const whichAccounts = { mask: mask.optional(), set: sets.accountSet.optional() };
const whichDomains = { mask: mask.optional(), set: sets.domainSet.optional() };

export const accounts = {
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
        offset,
        limit,
      }),
    )
    .output(z.object({ rows: z.array(s.accountRow), next: cursor, total })),
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
      summary: 'Change variables of all accounts of a mask or set, all or nothing',
    })
    .input(z.object({ ...whichAccounts, variables: s.variables }))
    .output(changeRef),
  startDelete: procedure({ role: 'admin', frozen: true, audit: 'delete account' })
    .route({
      method: 'POST',
      path: '/accounts/delete',
      summary: 'Delete all accounts of a mask or set, all or nothing',
    })
    .input(z.object(whichAccounts))
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
  policies: procedure(read)
    .route({ method: 'POST', path: '/accounts/policies', summary: 'What the accounts of a mask or set have in common' })
    .input(z.object(whichAccounts))
    .output(sets.accountPolicies),
  previewModify: procedure(read)
    .route({
      method: 'POST',
      path: '/accounts/modify/preview',
      summary: 'How many accounts a change would touch, and what it does to Used Seats; nothing is changed',
    })
    .input(z.object({ ...whichAccounts, variables: s.variables }))
    .output(sets.changePreview),
  explain: procedure(read)
    .route({ method: 'GET', path: '/accounts/explain', summary: 'Why an account counts, module by module' })
    .input(z.object({ address, module: z.string().max(32).optional() }))
    .output(s.explanation),
  summary: procedure(read)
    .route({ method: 'GET', path: '/accounts/summary', summary: 'How many accounts and domains there are' })
    .output(z.object({ accounts: z.number().int(), users: z.number().int(), domains: z.number().int() })),
};

export const domains = {
  list: procedure(read)
    .route({ method: 'GET', path: '/domains', summary: 'Domains by name, a page at a time' })
    .input(
      z.object({
        mask: mask.default('*'),
        /** Part of the name. */
        search: z.string().max(200).default(''),
        cursor: cursor.default(null),
        offset,
        limit,
      }),
    )
    .output(z.object({ rows: z.array(s.domainRow), next: cursor, total })),
  create: procedure({ role: 'admin', frozen: true, audit: 'create domain' })
    .route({ method: 'POST', path: '/domains', summary: 'Create a domain; every service is on unless said' })
    .input(z.object({ name: z.string().min(1).max(300), variables: s.variables.default({}) }))
    .output(s.domainRow),
  startModify: procedure({ role: 'admin', frozen: true, audit: 'modify domain' })
    .route({
      method: 'POST',
      path: '/domains/modify',
      summary: 'Change variables of all domains of a mask or set, all or nothing',
    })
    .input(z.object({ ...whichDomains, variables: s.variables }))
    .output(changeRef),
  policies: procedure(read)
    .route({ method: 'POST', path: '/domains/policies', summary: 'What the domains of a mask or set have in common' })
    .input(z.object(whichDomains))
    .output(sets.domainPolicies),
  previewModify: procedure(read)
    .route({
      method: 'POST',
      path: '/domains/modify/preview',
      summary: 'How many domains a change would touch, and what it does to Used Seats; nothing is changed',
    })
    .input(z.object({ ...whichDomains, variables: s.variables }))
    .output(sets.changePreview),
  startDelete: procedure({ role: 'admin', frozen: true, audit: 'delete domain' })
    .route({ method: 'POST', path: '/domains/delete', summary: 'Delete a domain with its accounts, all or nothing' })
    .input(z.object({ name: z.string().min(1).max(300) }))
    .output(jobRef),
};
