/** The audit trail: who changed what, when, from which client, how many, and whether it can be undone. */
import { z } from 'zod';

/**
 * `none`: not a change of services and policies, or nothing was changed. `possible`: nothing has overwritten it.
 * `overwritten`: some of its rows were changed or deleted since. `undone`: by a later row of the trail.
 */
export const undoState = z.enum(['none', 'possible', 'overwritten', 'undone']);

export const auditRow = z.object({
  id: z.number().int().positive(),
  at: z.iso.datetime(),
  /** `local`, or the name of who signed in. */
  who: z.string(),
  /** console, tool, web, api */
  client: z.string(),
  action: z.string(),
  /** The input in words a person can read, e.g. `*@a.example: U_IM 0`. */
  what: z.string(),
  /** Rows changed; null where that is no question. */
  changed: z.number().int().nullable(),
  /** ok, begun, or an error's code. */
  outcome: z.string(),
  /** Might be undone: `undoState` of this row says for certain. */
  undoable: z.boolean(),
});
export type AuditRow = z.infer<typeof auditRow>;

export const undoCheck = z.object({
  state: undoState,
  /** Rows that the undo would change back. */
  rows: z.number().int().nonnegative(),
  /** Of them, those changed or deleted since. */
  overwritten: z.number().int().nonnegative(),
  /** With `undone`: the row of the trail that did it. */
  undoneBy: z.number().int().positive().optional(),
});
export type UndoCheck = z.infer<typeof undoCheck>;

/** A file that a job has made, for GET /downloads/{id}, once. */
export const exportResult = z.object({
  downloadId: z.string(),
  fileName: z.string(),
  rows: z.number().int().nonnegative(),
});
export type ExportResult = z.infer<typeof exportResult>;
