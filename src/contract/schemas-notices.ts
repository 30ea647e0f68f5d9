/** Shapes of notices, logs, and the way to the licensing server. Instants are ISO 8601 UTC strings. */
import { z } from 'zod';

/** What happened, and what a person can do: both from the error catalogue. */
const warning = z.object({ message: z.string(), next: z.string() });

export const deliveryState = z.enum(['waiting', 'sent', 'failed']);

export const noticeRow = z.object({
  id: z.number().int(),
  /** `emergency`, `mismatch`, `renewal-ending` … or `test` */
  kind: z.string(),
  /** With the kind: unique for ever. */
  occasion: z.string(),
  createdAt: z.string(),
  subject: z.string(),
  body: z.string(),
  /** Name of the file that goes with the mail; null: none does. */
  attachment: z.string().nullable(),
  /** `sent`: to everybody; `failed`: given up for somebody. */
  state: deliveryState,
  /** Empty: nobody who would get it is configured. */
  recipients: z.array(
    z.object({
      address: z.string(),
      state: deliveryState,
      attempts: z.number().int().nonnegative(),
      nextAttemptAt: z.string().nullable(),
      /** What the mail server said last; empty: nothing was wrong. */
      lastError: z.string(),
      sentAt: z.string().nullable(),
    }),
  ),
});
export type NoticeRow = z.infer<typeof noticeRow>;

export const noticesStatus = z.object({
  /** A mail server is named. */
  configured: z.boolean(),
  waiting: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Of what waits; empty: nothing was wrong. */
  lastError: z.string(),
  /** Notices do not arrive: for every screen to show. */
  warning: warning.nullable(),
});
export type NoticesStatus = z.infer<typeof noticesStatus>;

export const testMailResult = z.object({
  recipients: z.array(
    z.object({
      address: z.string(),
      sent: z.boolean(),
      /** Why not, in the mail server's words. */
      detail: z.string(),
    }),
  ),
});
export type TestMailResult = z.infer<typeof testMailResult>;

export const logName = z.enum(['error', 'smtp', 'system']);
export type LogName = z.infer<typeof logName>;

export const logRow = z.object({
  /** The day of the file, YYYY-MM-DD in the server's time zone. */
  date: z.string(),
  /** `SYSTEM [05D4] 19:05:27 text` */
  line: z.string(),
});
export type LogRow = z.infer<typeof logRow>;

export const logPage = z.object({
  /** Newest first. May be fewer than asked for, or none, although older ones follow: a page looks at a bounded part. */
  rows: z.array(logRow),
  /** Null: there are no older lines. */
  next: z.string().nullable(),
});
export type LogPage = z.infer<typeof logPage>;

/** Stages of reaching the licensing server, in their order (LICENSING 4). */
export const connectionStep = z.enum(['name', 'connect', 'tls', 'answer']);

export const connectionTest = z.object({
  /** What was tested. */
  url: z.string(),
  /** `direct`, `system`, or the proxy’s address without its password. */
  proxy: z.string(),
  ok: z.boolean(),
  /** Ends with the first that failed. */
  steps: z.array(z.object({ step: connectionStep, ok: z.boolean(), detail: z.string() })),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

export const connection = z.object({ url: z.string(), proxy: z.string() });
export type Connection = z.infer<typeof connection>;
