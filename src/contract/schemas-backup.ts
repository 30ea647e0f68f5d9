/** Shapes of Backup Settings and Restore Settings (LICENSING 11). */
import { z } from 'zod';

const rows = z.number().int().nonnegative();
export const backupCounts = z.object({ domains: rows, accounts: rows, aliases: rows, settings: rows });

export const backupResult = z.object({
  /** For GET /downloads/{id}, once. */
  downloadId: z.string(),
  /** As it should be saved. */
  fileName: z.string(),
  /** Bytes. */
  size: rows,
  counts: backupCounts,
  /** Is the license part of it? */
  license: z.boolean(),
});
export type BackupResult = z.infer<typeof backupResult>;

export const licenseOfBackup = z.object({
  /** `none`: the backup holds none. `mismatch`: into force, though it is for another computer. */
  action: z.enum(['none', 'enter', 'mismatch', 'leave-out']),
  orderId: z.string(),
  holder: z.string(),
  serial: rows,
  /** What becomes of it, in one sentence. */
  sentence: z.string(),
});
export type LicenseOfBackup = z.infer<typeof licenseOfBackup>;

export const restoreReport = z.object({
  /** Nothing was changed: what would be. */
  dryRun: z.boolean(),
  /** Where the backup comes from. */
  origin: z.object({
    createdAt: z.string(),
    hostname: z.string(),
    referenceId: z.string(),
    version: z.string(),
    /** Made on this computer, as far as its Reference ID tells. */
    thisComputer: z.boolean(),
  }),
  before: backupCounts,
  after: backupCounts,
  license: licenseOfBackup,
  warnings: z.array(z.string()),
  /** File in backups/ with the state that was replaced; empty for a dry run. */
  kept: z.string(),
});
export type RestoreReport = z.infer<typeof restoreReport>;
