/** Entering a license: judged against what is here, and what would be here afterwards (LICENSING 2, 4, 5). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseChange } from '../../contract/schemas.ts';
import { inWords } from '../../core/calendar.ts';
import { type Judged, judgeLicense } from '../../core/license/judge.ts';
import { type PreviewSide, previewLicense, previewSideOf } from '../../core/license/preview.ts';
import { COMPONENT_NAMES } from '../../core/license/reference-id.ts';
import { EVALUATION_PERIOD } from '../../core/lifecycle/constants.ts';
import { failureAfterEntry } from '../../core/lifecycle/entry.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { phaseOf, statusOf } from '../../core/lifecycle/phase.ts';
import type { Pending } from './pending.ts';
import type { Standing } from './standing.ts';
import { lifecycleFacts, type Situation } from './view.ts';

export type Entry = Pick<Pending, 'document' | 'source'>;

/** Throws the refusal of LICENSING 4 that applies here and now. */
export function judgeEntry(entry: Entry, situation: Situation, now: number): Judged {
  const { document } = entry;
  const { standing, referenceId } = situation;
  if (referenceId === '') throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  const highestSerial = standing.serials.get(document.order.id);
  const judged = judgeLicense(document, {
    referenceId,
    now,
    ...(situation.document ? { inForce: situation.document } : {}),
    ...(highestSerial === undefined ? {} : { highestSerial }),
    replacedOrders: [...standing.supersededBy.keys()],
    previousOnRecord: previousOnRecord(entry),
  });
  if (!judged.ok) throw new SeatkeeperError(judged.outcome, judged.params);
  return judged;
}

/**
 * Did the vendor find the older license on record? It says so by answering our request; and a later document of an
 * update exists only because its first one stood on the older license. Without this a machine that lost its license
 * could never enter an update again: the older order has ended at the vendor.
 */
const previousOnRecord = ({ document, source }: Entry): boolean => source === 'online' || document.serial > 1;

/** What would hold after the document was applied. */
export function situationAfter(situation: Situation, entry: Entry, judged: Judged, now: number): Situation {
  const { document } = entry;
  const { standing } = situation;
  const { id, previous } = document.order;
  const failingSince = failureAfterEntry({
    issued: Date.parse(document.issued),
    outdated: judged.outdated,
    failingSince: standing.failingSince,
    graceDays: (situation.document ?? document).revalidation.graceDays,
    now,
  });
  const entered: Standing = {
    ...standing,
    lastTrusted: Math.max(standing.lastTrusted, now),
    failingSince,
    mismatchSince: null,
    serials: new Map(standing.serials).set(id, Math.max(document.serial, standing.serials.get(id) ?? 0)),
    supersededBy: previous === '' ? standing.supersededBy : new Map(standing.supersededBy).set(previous, id),
  };
  const after = { ...situation, document, standing: entered };
  if (phaseOf(lifecycleFacts(after), now) === 'stopped') return after;
  return { ...after, standing: { ...entered, stoppedSince: null } };
}

/** What would change, for the person to see before it does. */
export function changesOf(before: Situation, after: Situation, now: number): LicenseChange[] {
  const moment = { now, timeZone: before.timeZone };
  return previewLicense(sideOf(before, now), sideOf(after, now), moment);
}

function sideOf(situation: Situation, now: number): PreviewSide {
  const facts = lifecycleFacts(situation);
  const status = statusOf(phaseOf(facts, now), facts);
  if (situation.document) return previewSideOf(situation.document, status);
  const expires = new Date(facts.firstStart + EVALUATION_PERIOD).toISOString();
  return { orderId: '', holder: '', status, type: 'trial', expires, entitlement: EVALUATION };
}

/** Things to know that are no refusal. */
export function remarksOn(before: Situation, after: Situation, judged: Judged): string[] {
  const remarks: string[] = [];
  const [old, next] = [before.document, after.document];
  if (old && next && old.order.id === next.order.id && old.serial === next.serial) {
    remarks.push('This document is in force already.');
  }
  if (judged.changed.length > 0) {
    const parts = judged.changed.map((id) => COMPONENT_NAMES[id]).join(', ');
    remarks.push(`Changed since the license was issued: ${parts}. This is tolerated.`);
  }
  if (judged.clockBehind) remarks.push('The clock of this computer is behind the licensing server’s. Please check it.');
  const { failingSince } = after.standing;
  if (judged.outdated) {
    remarks.push(
      'A newer license was in force here before: this one counts as not re-validated until it is validated.',
    );
  } else if (failingSince !== null) {
    const since = inWords(failingSince, after.timeZone);
    remarks.push(
      `Emergency Mode stays: the document was issued before re-validation began to fail on ${since}. Retrieve a new one.`,
    );
  }
  return remarks;
}
