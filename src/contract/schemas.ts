/** Shapes that travel between a client and the control service. Instants are ISO 8601 UTC strings. */
import { z } from 'zod';
import { exportResult } from './schemas-audit.ts';
import { backupResult, restoreReport } from './schemas-backup.ts';
import { groupId, moduleId, seats } from './schemas-modules.ts';

export const phase = z.enum(['evaluation', 'ok', 'revalidating', 'emergency', 'mismatch', 'stopped']);
export const status = z.enum(['OK', 'Evaluation', 'Reference ID Mismatch']);

const row = {
  category: z.enum(['Server', 'Client']),
  group: z.string(),
  /** Seats of the pool that covers the row; 0 when no item covers it. */
  seats,
  used: z.number().int().nonnegative(),
  /** Days left of the renewal period, day 0 still covered; null without one. */
  renewalDays: z.number().int().nullable(),
  exceeded: z.boolean(),
  /** `Add Users`, `Renew License` (LICENSING 5). */
  recommended: z.array(z.enum(['Add Users', 'Renew License'])),
  /** How many more seats would bring the row back within; 0 if it is. */
  moreSeats: z.number().int().nonnegative(),
};

export const licenseModule = z.object({
  id: moduleId,
  name: z.string(),
  ...row,
  assigned: z.number().int().nonnegative(),
  trial: z.number().int().nonnegative(),
  /** Does an item of the license cover this module? */
  licensed: z.boolean(),
  /** It has an item of its own, outside of its group's pool. */
  ownPool: z.boolean(),
});
export const licenseGroup = z.object({ id: groupId, ...row, licensed: z.boolean() });

export const licenseView = z.object({
  information: z.object({
    name: z.string(),
    company: z.string(),
    email: z.string(),
    address: z.string(),
    /** Empty when the machine cannot be identified. */
    referenceId: z.string(),
    orderId: z.string(),
    previousOrderId: z.string(),
    status,
    phase,
    type: z.enum(['trial', 'full']),
    structure: z.enum(['category', 'module']),
  }),
  /** One sentence: what the status means, what happens next, and when. */
  sentence: z.string(),
  /** Parts of the machine that differ from the licensed Reference ID, in words; tolerated unless status says mismatch. */
  drift: z.array(z.string()),
  /** Keys from the configuration are trusted: never in production. */
  development: z.boolean(),
  licenseId: z.string(),
  serial: z.number().int(),
  issued: z.string().nullable(),
  expires: z.string().nullable(),
  modules: z.array(licenseModule),
  groups: z.array(licenseGroup),
});
export type LicenseView = z.infer<typeof licenseView>;
export type LicenseModuleRow = z.infer<typeof licenseModule>;
export type LicenseGroupRow = z.infer<typeof licenseGroup>;

/** One line of "what would change" (LICENSING 4). */
export const licenseChange = z.object({
  what: z.enum([
    'order',
    'holder',
    'status',
    'type',
    'structure',
    'seats',
    'renewal',
    'module-added',
    'module-stops',
    'expires',
  ]),
  /** The row it is about (a group's or module's name), or empty. */
  row: z.string(),
  before: z.string(),
  after: z.string(),
  /** It takes something away. */
  loss: z.boolean(),
});
export const pendingLicense = z.object({
  pendingId: z.string(),
  source: z.enum(['online', 'file']),
  orderId: z.string(),
  holder: z.string(),
  serial: z.number().int(),
  issued: z.string(),
  changes: z.array(licenseChange),
  /** Things to know that are no refusal, e.g. a tolerated hardware change. */
  remarks: z.array(z.string()),
});
export type PendingLicense = z.infer<typeof pendingLicense>;
export type LicenseChange = z.infer<typeof licenseChange>;

export const accountRow = z.object({
  address: z.string(),
  name: z.string(),
  /** U_Type, 0..8. */
  type: z.number().int().min(0).max(8),
  /** U_AccountDisabled; 0 is enabled. */
  disabled: z.number().int().min(0).max(4),
  /** Bit mask of core's SERVICE_FLAGS. */
  flags: z.number().int().nonnegative(),
  domainFlags: z.number().int().nonnegative(),
  created: z.iso.datetime(),
  /** Made by its first access, not by a person (LICENSING 6). */
  seen: z.boolean(),
});
export type AccountRow = z.infer<typeof accountRow>;

export const domainRow = z.object({
  name: z.string(),
  flags: z.number().int().nonnegative(),
  accounts: z.number().int().nonnegative(),
});
export type DomainRow = z.infer<typeof domainRow>;

/** Variable name to value, as typed by a person: `{ U_IM: '0', U_Name: 'Alice' }`. Checked against core's list. */
export const variables = z.record(z.string().max(64), z.string().max(1024));

export const importFormat = z.enum(['csv', 'ldif', 'dovecot', 'postfix']);

export const skippedLine = z.object({ line: z.number().int(), reason: z.string(), text: z.string() });
export const importResult = z.object({
  format: importFormat,
  dryRun: z.boolean(),
  lines: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Other addresses of accounts, from alias maps and directories. */
  aliases: z.number().int(),
  domainsCreated: z.number().int(),
  skipped: z.number().int(),
  /** The first 1,000 skipped lines; `skipped` counts all. */
  skippedLines: z.array(skippedLine),
});
export type ImportResult = z.infer<typeof importResult>;

export const recountResult = z.object({
  accounts: z.number().int(),
  /** Scopes whose counter was wrong, and is now right. */
  drift: z.array(z.object({ scope: z.string(), stored: z.number().int(), counted: z.number().int() })),
});
export type RecountResult = z.infer<typeof recountResult>;

export const jobKind = z.enum([
  'import',
  'recount',
  'modify-accounts',
  'delete-accounts',
  'delete-domain',
  'modify-domain',
  'backup',
  'check-backup',
  'restore',
  'undo',
  'export-seats',
  'export-audit',
]);
export const job = z.object({
  id: z.string(),
  kind: jobKind,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int().nonnegative(),
  /** Null while it is not known. */
  total: z.number().int().nonnegative().nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** With `done`: what the kind's own description says. */
  result: z
    .union([
      importResult,
      recountResult,
      backupResult,
      restoreReport,
      exportResult,
      /** `auditId`: the row of the trail by which it can be undone. */
      z.object({ changed: z.number().int(), auditId: z.number().int().positive().optional() }),
    ])
    .nullable(),
  /** With `failed`. */
  error: z.object({ code: z.string(), message: z.string(), next: z.string() }).nullable(),
});
export type Job = z.infer<typeof job>;

/** What an account has of a scope (LICENSING 6). */
export const seatHolding = z.object({
  seat: z.enum(['seat', 'trial', 'none']),
  /** Of any module of the scope; null: never seen. */
  firstAccess: z.iso.datetime().nullable(),
  /** Exact to a minute. */
  lastAccess: z.iso.datetime().nullable(),
  /** Over the limit: access ends then. */
  trialEnds: z.iso.datetime().nullable(),
});
export type SeatHolding = z.infer<typeof seatHolding>;

export const seatRow = z.object({
  ...seatHolding.shape,
  address: z.string(),
  name: z.string(),
  counted: z.boolean(),
  /** In words, why it counts or not. */
  reason: z.string(),
});
export type SeatRow = z.infer<typeof seatRow>;

export const explanation = z.object({
  address: z.string(),
  modules: z.array(
    z.object({
      id: moduleId,
      name: z.string(),
      counted: z.boolean(),
      /** One sentence. */
      reason: z.string(),
      ...seatHolding.shape,
      /** Every condition with its value, in the order in which they are asked. */
      conditions: z.array(z.object({ condition: z.string(), value: z.string(), met: z.boolean() })),
    }),
  ),
});
export type Explanation = z.infer<typeof explanation>;

export const systemVariable = z.object({
  name: z.string(),
  value: z.string(),
  writable: z.boolean(),
  description: z.string(),
  /** Multi-line or costly: shown only when named, not by `*`. */
  onRequest: z.boolean(),
});
export type SystemVariable = z.infer<typeof systemVariable>;

export const serviceEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string() }),
  z.object({ type: z.literal('job'), job }),
  /** License, phase or machine changed: read the dialog's data again. */
  z.object({ type: z.literal('license') }),
  /** Accounts, domains or counters changed. */
  z.object({ type: z.literal('accounts') }),
  /** A notice was told, or its delivery went on. */
  z.object({ type: z.literal('notices') }),
  /** A line was written; a slow reader misses some. */
  z.object({ type: z.literal('log'), log: z.enum(['error', 'smtp', 'system']), date: z.string(), line: z.string() }),
  /** The service stops or hands over; connect again. */
  z.object({ type: z.literal('bye') }),
]);
export type ServiceEvent = z.infer<typeof serviceEvent>;

/** Pages of the licensing server for this order (Manage License). */
export const managePage = z.enum([
  'order',
  'activation',
  'purchase-renewal',
  'add-trial',
  'add-users',
  'add-modules',
  'purchase-license',
  'client-activations',
]);
export type ManagePage = z.infer<typeof managePage>;
