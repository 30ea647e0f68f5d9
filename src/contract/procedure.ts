import { type ErrorMap, oc } from '@orpc/contract';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from './errors.ts';

/** What every procedure must say of itself (DESIGN 3). */
export interface ProcedureMeta {
  /** Who may call it. `public` needs no sign-in. */
  readonly role: 'public' | 'viewer' | 'admin';
  /** Emergency Mode refuses it (LICENSING 5). */
  readonly frozen: boolean;
  /** Recorded in the audit trail under this action, or not at all. */
  readonly audit: string | false;
}

/** What travels with every error besides code and message. */
export const errorData = z.object({
  next: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  correlationId: z.string().optional(),
});
export type ErrorData = z.infer<typeof errorData>;

const errorMap = Object.fromEntries(
  Object.entries(ERRORS).map(([code, entry]) => [code, { status: entry.status, data: errorData }]),
) as Record<ErrorCode, { status: number; data: typeof errorData }> satisfies ErrorMap;

/** The only way to declare a procedure: without meta it does not compile. */
export const procedure = (meta: ProcedureMeta) => oc.$meta<ProcedureMeta>(meta).errors(errorMap);
