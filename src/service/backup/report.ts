/** What a restore does, or would do, in the contract's shape and in words. */
import type { LicenseOfBackup, RestoreReport } from '../../contract/schemas-backup.ts';
import { matchReferenceIds, parseReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import type { Counts, Origin } from './manifest.ts';

export interface ReportFacts {
  /** Of the backup. */
  readonly origin: Origin;
  readonly before: Counts;
  readonly after: Counts;
  /** Settings of the backup that are none here. */
  readonly leftOut: readonly string[];
  /** Of this computer. */
  readonly referenceId: string;
  readonly license: LicenseOfBackup;
  /** Empty: nothing was changed. */
  readonly kept: string;
}

export function reportOf({ origin, before, after, leftOut, referenceId, license, kept }: ReportFacts): RestoreReport {
  const thisComputer = isSame(origin.referenceId, referenceId);
  const warnings: string[] = [];
  if (!thisComputer) warnings.push(`The backup was made on another computer: ${origin.hostname || 'of no name'}.`);
  if (after.accounts === 0 && before.accounts > 0) {
    warnings.push('The backup holds no accounts: every account here goes.');
  }
  if (leftOut.length > 0)
    warnings.push(`Settings of the backup that this version does not have: ${leftOut.join(', ')}.`);
  return {
    dryRun: kept === '',
    origin: { ...origin, thisComputer },
    before: shownCounts(before),
    after: shownCounts(after),
    license,
    warnings,
    kept,
  };
}

export const shownCounts = ({ domains, accounts, aliases, settings }: Counts): RestoreReport['before'] => ({
  domains,
  accounts,
  aliases,
  settings,
});

/** What a backup says of itself may be anything. */
function isSame(madeOn: string, here: string): boolean {
  const parsed = parseReferenceId(madeOn, nodeCrypto);
  return parsed !== undefined && here !== '' && matchReferenceIds(parsed, here).fits;
}
