/** The license that a backup brings: what becomes of it here, and the step of the watch that it is (LICENSING 11). */
import type { LicenseOfBackup } from '../../contract/schemas-backup.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import {
  type BackupLicense,
  backupLicenseInWords,
  licenseOfBackup,
  NO_LICENSE_IN_WORDS,
} from '../../core/license/of-backup.ts';
import { readLicense } from '../../core/license/read.ts';
import { matchReferenceIds } from '../../core/license/reference-id.ts';
import { afterEntry, afterMachineCheck, withLicense } from '../../core/lifecycle/changes.ts';
import type { Now } from '../../core/lifecycle/clock.ts';
import { watchDocument } from '../../core/lifecycle/watch-license.ts';
import type { WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import { type InForce, PORTS } from './in-force.ts';
import type { Situation } from './view.ts';

export interface Brought {
  /** Undefined: the backup holds none, or none that was signed by the vendor. */
  readonly license: InForce | undefined;
  /** Undefined: the backup holds none. */
  readonly verdict: BackupLicense | undefined;
}

/** `documents`: the license.xml that was in force, then the one of the order that it extends. `now` is trusted. */
export function judgeBrought(
  documents: readonly string[],
  { document: inForce, standing, referenceId }: Situation,
  now: number,
  keys: readonly TrustedKey[],
): Brought {
  const [xml, older] = documents;
  if (xml === undefined) return { license: undefined, verdict: undefined };
  const read = readLicense(xml, keys, PORTS);
  if (!read.ok) return { license: undefined, verdict: { action: 'leave-out', why: read.outcome } };
  const { document } = read;
  const highestSerial = standing.serials.get(document.order.id);
  const verdict = licenseOfBackup(document, {
    referenceId,
    now,
    ...(inForce ? { inForce } : {}),
    ...(highestSerial === undefined ? {} : { highestSerial }),
    replacedOrders: [...standing.supersededBy.keys()],
    previousOnRecord: document.serial > 1 || provesPrevious(older, document, keys),
  });
  return { license: { document, xml }, verdict };
}

/** A later document of an update exists only because its first one stood on the older license; else that must be here. */
function provesPrevious(xml: string | undefined, document: InForce['document'], keys: readonly TrustedKey[]): boolean {
  if (xml === undefined) return false;
  const read = readLicense(xml, keys, PORTS);
  if (!read.ok || read.document.order.id !== document.order.previous) return false;
  return matchReferenceIds(read.document.machine.reference, document.machine.reference).fits;
}

/** The watch's step of a license that comes into force with a restore. Nothing that the watch knows is turned back. */
export function restoredStep(
  verdict: Exclude<BackupLicense, { action: 'leave-out' }>,
  { document }: InForce,
  state: WatchState,
  now: Now,
): Step {
  const license = watchDocument(document);
  if (verdict.action === 'mismatch') return afterMachineCheck(withLicense(state, license), false, now);
  return afterEntry(state, { license, outdated: verdict.judged.outdated, serverTime: null }, now);
}

export function shownOfBackup({ license, verdict }: Brought): LicenseOfBackup {
  const { holder, order, serial } = license?.document ?? {};
  return {
    action: verdict?.action ?? 'none',
    orderId: order?.id ?? '',
    holder: holder?.company || holder?.name || '',
    serial: serial ?? 0,
    sentence: verdict ? backupLicenseInWords(verdict) : NO_LICENSE_IN_WORDS,
  };
}
