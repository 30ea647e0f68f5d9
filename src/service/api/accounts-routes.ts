/** Accounts and domains (LICENSING 1, INTERFACES 4: Management). */
import type { Guarded } from './guard.ts';
import type { ApiParts } from './parts.ts';

export function accountsRoutes({ accounts, domains }: Guarded, parts: ApiParts) {
  return {
    accounts: {
      list: accounts.list.handler(({ input }) => parts.accounts.list(input)),
      create: accounts.create.handler(({ input, context }) => parts.accounts.create(input, context.auditId)),
      rename: accounts.rename.handler(({ input, context }) => parts.accounts.rename(input, context.auditId)),
      explain: accounts.explain.handler(({ input }) => parts.accounts.explain(input)),
      summary: accounts.summary.handler(() => parts.accounts.summary()),
      policies: accounts.policies.handler(({ input, signal }) => parts.accounts.policies(input, signal)),
      previewModify: accounts.previewModify.handler(({ input, signal }) => parts.accounts.previewModify(input, signal)),
      startModify: accounts.startModify.handler(({ input, context }) => ({
        jobId: parts.accounts.startModify(input, context.auditId),
        auditId: context.auditId,
      })),
      startDelete: accounts.startDelete.handler(({ input, context }) => ({
        jobId: parts.accounts.startDelete(input, context.auditId),
      })),
      startImport: accounts.startImport.handler(({ input, context }) => ({
        jobId: startImport(parts, input, context.auditId),
      })),
    },
    domains: {
      list: domains.list.handler(({ input }) => parts.domains.list(input)),
      create: domains.create.handler(({ input, context }) => parts.domains.create(input, context.auditId)),
      policies: domains.policies.handler(({ input, signal }) => parts.domains.policies(input, signal)),
      previewModify: domains.previewModify.handler(({ input, signal }) => parts.domains.previewModify(input, signal)),
      startModify: domains.startModify.handler(({ input, context }) => ({
        jobId: parts.domains.startModify(input, context.auditId),
        auditId: context.auditId,
      })),
      startDelete: domains.startDelete.handler(({ input, context }) => ({
        jobId: parts.domains.startDelete(input, context.auditId),
      })),
    },
  };
}

/** A dry run keeps the file for the import that follows it; nothing else does. */
function startImport(
  parts: ApiParts,
  input: { uploadId: string; format?: 'csv' | 'ldif' | 'dovecot' | 'postfix' | undefined; dryRun: boolean },
  auditId: number | null,
): string {
  const file = parts.uploads.fileOf(input.uploadId);
  const jobId = parts.accounts.startImport({ file, format: input.format, dryRun: input.dryRun, auditId });
  if (!input.dryRun) parts.jobs.whenEnded(jobId, () => void parts.uploads.remove(input.uploadId));
  return jobId;
}
