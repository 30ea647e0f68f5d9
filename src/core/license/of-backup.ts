/** What becomes of the license that a restored backup brings (LICENSING 2, 5, 11). */
import type { LicenseDocument, LicenseOutcome } from './document.ts';
import { type Judged, type JudgeFacts, judgeLicense } from './judge.ts';
import { matchReferenceIds } from './reference-id.ts';

export interface BackupLicenseFacts extends Omit<JudgeFacts, 'inForce'> {
  /** The license in force here. */
  readonly inForce?: Pick<LicenseDocument, 'serial' | 'order' | 'issued' | 'machine'>;
}

/**
 * `same`: in force already. `older`: the license in force was issued later, or a newer one was in force here before.
 * `other-computer`: it belongs to another computer, and this one has a license.
 */
export type LeftOut = 'same' | 'older' | 'other-computer' | 'unidentifiable' | LicenseOutcome;

export type BackupLicense =
  | { readonly action: 'enter'; readonly judged: Judged }
  /** Into force although it is for another computer: Reference ID Mismatch with its 7 days. */
  | { readonly action: 'mismatch' }
  | { readonly action: 'leave-out'; readonly why: LeftOut };

const leaveOut = (why: LeftOut): BackupLicense => ({ action: 'leave-out', why });

/**
 * A backup never takes a license away, and brings none back that another has taken the place of. Where nothing is in
 * force, LICENSING 2 holds: an older document is entered and counts as not re-validated.
 */
export function licenseOfBackup(document: LicenseDocument, facts: BackupLicenseFacts): BackupLicense {
  const { inForce, referenceId } = facts;
  if (inForce && inForce.order.id === document.order.id && inForce.serial === document.serial) return leaveOut('same');
  if (referenceId === '') return leaveOut('unidentifiable');
  const judged = judgeLicense(document, facts);
  if (!judged.ok) {
    if (judged.outcome !== 'LICENSE_WRONG_MACHINE') return leaveOut(judged.outcome);
    return inForce ? leaveOut('other-computer') : fromAnotherComputer(document, facts);
  }
  if (!inForce) return { action: 'enter', judged };
  if (judged.outdated || (isHere(inForce, referenceId) && isOlder(document, inForce))) return leaveOut('older');
  return { action: 'enter', judged };
}

const isHere = ({ machine }: Pick<LicenseDocument, 'machine'>, referenceId: string): boolean =>
  matchReferenceIds(machine.reference, referenceId).fits;

/** A higher serial of the same order passed the judge already. */
const isOlder = (document: LicenseDocument, inForce: Pick<LicenseDocument, 'order' | 'issued'>): boolean =>
  inForce.order.id !== document.order.id && Date.parse(document.issued) <= Date.parse(inForce.issued);

/** Everything but the machine must hold. */
function fromAnotherComputer(document: LicenseDocument, facts: BackupLicenseFacts): BackupLicense {
  const judged = judgeLicense(document, { ...facts, referenceId: document.machine.reference });
  if (!judged.ok) return leaveOut(judged.outcome);
  return judged.outdated ? leaveOut('older') : { action: 'mismatch' };
}

const LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  same: 'The license of the backup is in force here already.',
  older: 'The license of the backup is left out: a newer one is, or was, in force here.',
  'other-computer':
    'The license of the backup is left out: it was issued for another computer, and the license in force here stays.',
  unidentifiable: 'The license of the backup is left out: this computer cannot be told from others.',
  LICENSE_MALFORMED: 'The license of the backup is left out: it is none.',
  LICENSE_UNKNOWN_KEY: 'The license of the backup is left out: it is signed with a key that cannot be trusted here.',
  LICENSE_SIGNATURE_INVALID: 'The license of the backup is left out: it was not issued by the vendor.',
  LICENSE_WRONG_MACHINE: 'The license of the backup is left out: it was issued for another computer.',
  LICENSE_PREVIOUS_REQUIRED:
    'The license of the backup is left out: it extends an older order, which must be activated here first.',
  LICENSE_NOT_YET_VALID: 'The license of the backup is left out: it was issued in this computer’s future.',
  LICENSE_EXPIRED: 'The license of the backup is left out: it has expired.',
  LICENSE_SUPERSEDED: 'The license of the backup is left out: a newer one is in force here.',
};

export const NO_LICENSE_IN_WORDS = 'The backup holds no license: the one that is in force here stays.';

/** One sentence for the person, before it happens and after. */
export function backupLicenseInWords(verdict: BackupLicense): string {
  switch (verdict.action) {
    case 'leave-out':
      return LEFT_OUT[verdict.why];
    case 'mismatch':
      return 'The license of the backup was issued for another computer: the status becomes Reference ID Mismatch, and services stop after 7 days unless a license for this computer is retrieved.';
    case 'enter':
      return verdict.judged.outdated
        ? 'The license of the backup comes into force. A newer one was in force here before: it counts as not re-validated until it is validated.'
        : 'The license of the backup comes into force.';
  }
}
