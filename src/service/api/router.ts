/** Every procedure of the contract, answered by the part of the service that owns it. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { Job } from '../../contract/schemas.ts';
import { accountsRoutes } from './accounts-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { backupRoutes } from './backup-routes.ts';
import type { GuardedContext } from './context.ts';
import { guarded } from './guard.ts';
import { lifecycleRoutes } from './lifecycle-routes.ts';
import { noticesRoutes } from './notices-routes.ts';
import type { ApiParts } from './parts.ts';
import { seatsRoutes } from './seats-routes.ts';
import { watchEvents } from './watch.ts';

export type ApiRouter = ReturnType<typeof createRouter>;

export function createRouter(parts: ApiParts) {
  const api = guarded({
    phase: parts.license.phase,
    audit: parts.audit,
    log: parts.log,
    whenJobEnds: (jobId, ended) =>
      parts.jobs.whenEnded(jobId, ({ state, error, result }) => {
        ended(state === 'done' ? 'ok' : (error?.code ?? 'CANCELLED'), changedBy(result));
      }),
  });
  const lifecycle = lifecycleRoutes(api, parts);
  const told = noticesRoutes(api, parts);
  const { system, license, jobs, events } = api;

  return api.router({
    system: {
      about: system.about.handler(() => ({
        product: 'Seatkeeper' as const,
        version: parts.version,
        host: parts.host,
        demo: parts.demo,
      })),
      variables: system.variables.handler(({ input }) => parts.settings.variables(input)),
      setVariables: system.setVariables.handler(({ input }) => parts.settings.setVariables(input)),
      supportBundle: system.supportBundle.handler(() => parts.supportBundle()),
      consoleLink: system.consoleLink.handler(({ context }) => {
        refuseBrowsers(context);
        return { url: parts.consoleLink() };
      }),
      yield: system.yield.handler(({ context }) => {
        refuseBrowsers(context);
        return { yielded: parts.yieldHost() };
      }),
    },
    license: {
      read: license.read.handler(() => parts.license.read()),
      requestOnline: license.requestOnline.handler(({ input }) => parts.license.requestOnline(input)),
      checkFile: license.checkFile.handler(({ input }) => parts.license.checkFile(input)),
      apply: license.apply.handler(({ input }) => parts.license.apply(input)),
      discard: license.discard.handler(({ input }) => parts.license.discard(input)),
      export: license.export.handler(() => parts.license.export()),
      manageUrl: license.manageUrl.handler(({ input }) => parts.license.manageUrl(input)),
      ...lifecycle.license,
      ...told.license,
    },
    service: lifecycle.service,
    licensing: told.licensing,
    notices: told.notices,
    logs: told.logs,
    backups: backupRoutes(api, parts),
    ...accountsRoutes(api, parts),
    ...seatsRoutes(api, parts),
    audit: auditRoutes(api, parts),
    jobs: {
      list: jobs.list.handler(() => parts.jobs.list()),
      get: jobs.get.handler(({ input }) => parts.jobs.get(input)),
      cancel: jobs.cancel.handler(({ input }) => parts.jobs.cancel(input)),
    },
    events: {
      watch: events.watch.handler(({ signal }) => watchEvents(parts.events, parts.version, signal)),
    },
  });
}

/** Rows that a job changed; null where that is no question. */
function changedBy(result: Job['result']): number | null {
  if (!result) return null;
  if ('changed' in result) return result.changed;
  if ('rows' in result) return null;
  if ('kept' in result) return result.dryRun ? 0 : result.after.accounts;
  if ('created' in result) return result.dryRun ? 0 : result.created + result.updated;
  return null;
}

/** Handing the service over, or letting in another browser, is for programs of this machine only. */
function refuseBrowsers(context: GuardedContext): void {
  if (!context.caller.local) throw new SeatkeeperError('NOT_ALLOWED');
}
