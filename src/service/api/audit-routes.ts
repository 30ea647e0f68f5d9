/** The audit trail: reading, undoing, exporting it. */
import type { AuditTrail } from '../audit/trail.ts';
import type { Guarded } from './guard.ts';

export interface AuditParts {
  readonly trail: AuditTrail;
}

export function auditRoutes({ audit }: Guarded, { trail }: AuditParts) {
  return {
    list: audit.list.handler(({ input }) => trail.list(input)),
    undoState: audit.undoState.handler(({ input }) => trail.undoState(input)),
    startUndo: audit.startUndo.handler(({ input, context }) => ({ jobId: trail.startUndo(input, context.auditId) })),
    startExport: audit.startExport.handler(({ input }) => ({ jobId: trail.startExport(input) })),
  };
}
