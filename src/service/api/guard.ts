/** The one way into every procedure: role, Emergency Mode, audit trail, errors (DESIGN 3). */
import { implement } from '@orpc/server';
import type { Logger } from 'pino';
import { contract } from '../../contract/contract.ts';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ProcedureMeta } from '../../contract/procedure.ts';
import { isFrozen, type Phase } from '../../core/lifecycle/phase.ts';
import type { Audit } from './audit.ts';
import type { CallContext, Caller } from './context.ts';
import { allowedWhileFrozen } from './frozen.ts';
import { toWireError } from './wire-errors.ts';

export interface GuardDeps {
  readonly phase: () => Phase | Promise<Phase>;
  readonly audit: Audit;
  readonly log: Logger;
  /** Follows a job that was started, to note in the audit trail how it ended. */
  readonly whenJobEnds: (jobId: string, ended: (outcome: string, changed: number | null) => void) => void;
}

/** The contract, its handlers still to be given, behind the guard. */
export const guarded = (deps: GuardDeps) =>
  implement(contract)
    .$context<CallContext>()
    .use(async ({ context, procedure, path, next }, input) => {
      try {
        const meta = procedure['~orpc'].meta as ProcedureMeta;
        // A refused attempt of somebody known is recorded too; strangers cannot fill the trail.
        const auditId = context.caller ? await begin(deps, meta, context.caller, input) : null;
        const work = async () => {
          const caller = permitted(meta, context.caller);
          await refuseIfFrozen(deps, meta, path, input);
          return next({ context: { caller, auditId } });
        };
        return auditId === null ? await work() : await recorded(deps, auditId, work);
      } catch (error) {
        throw toWireError(error, deps.log);
      }
    });

/** The contract behind the guard, for the files that give the handlers. */
export type Guarded = ReturnType<typeof guarded>;

const NOBODY: Caller = { who: '', role: 'viewer', client: 'api', local: false };

function permitted(meta: ProcedureMeta, caller: Caller | undefined): Caller {
  if (meta.role === 'public') return caller ?? NOBODY;
  if (!caller) throw new SeatkeeperError('NOT_SIGNED_IN');
  if (meta.role === 'admin' && caller.role !== 'admin') throw new SeatkeeperError('NOT_ALLOWED');
  return caller;
}

async function refuseIfFrozen(
  deps: GuardDeps,
  meta: ProcedureMeta,
  path: readonly string[],
  input: unknown,
): Promise<void> {
  if (!meta.frozen || !isFrozen(await deps.phase())) return;
  if (!allowedWhileFrozen(path, input)) throw new SeatkeeperError('EMERGENCY_MODE');
}

/** A full disk must not keep anybody from entering or exporting a license (LICENSING 4): only settings changes need the row. */
async function begin(deps: GuardDeps, meta: ProcedureMeta, caller: Caller, input: unknown): Promise<number | null> {
  if (meta.audit === false) return null;
  try {
    return await deps.audit.begin(caller, meta.audit, input);
  } catch (error) {
    if (meta.frozen) throw error;
    deps.log.error({ err: error, action: meta.audit, who: caller.who }, 'not recorded in the audit trail');
    return null;
  }
}

async function recorded<T extends { readonly output: unknown }>(
  deps: GuardDeps,
  auditId: number,
  work: () => Promise<T>,
): Promise<T> {
  const end = async (outcome: string, changed: number | null) => {
    await deps.audit.end(auditId, outcome, changed).catch((error: unknown) => {
      deps.log.error({ err: error, auditId, outcome }, 'the audit trail lacks an outcome');
    });
  };
  try {
    const result = await work();
    const output = result.output as { jobId?: unknown; changed?: unknown };
    if (typeof output.jobId === 'string') deps.whenJobEnds(output.jobId, (outcome, n) => void end(outcome, n));
    else await end('ok', typeof output.changed === 'number' ? output.changed : null);
    return result;
  } catch (error) {
    const wire = toWireError(error, deps.log);
    await end(wire.code, null);
    throw wire;
  }
}
