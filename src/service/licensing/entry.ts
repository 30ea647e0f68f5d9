/** Entering a license: judged against what is here, and what would be here afterwards (LICENSING 2, 4, 5). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseChange } from '../../contract/schemas.ts';
import { inWords } from '../../core/calendar.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import { CLOCK_TOLERANCE_MS, type Judged, judgeLicense } from '../../core/license/judge.ts';
import { type PreviewSide, previewLicense, previewSideOf } from '../../core/license/preview.ts';
import { COMPONENT_NAMES } from '../../core/license/reference-id.ts';
import { afterEntry } from '../../core/lifecycle/changes.ts';
import { isTrusted, type Now } from '../../core/lifecycle/clock.ts';
import { EVALUATION_PERIOD } from '../../core/lifecycle/constants.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { lapseChanges } from '../../core/lifecycle/lapse-preview.ts';
import { phaseOf, statusOf } from '../../core/lifecycle/phase.ts';
import { watchDocument } from '../../core/lifecycle/watch-license.ts';
import { factsOf, type WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Step } from '../../core/lifecycle/work.ts';
import type { Pending } from './pending.ts';
import type { Standing } from './standing.ts';
import type { Situation } from './view.ts';

export type Entry = Pick<Pending, 'document' | 'source'> & {
  /** Of the vendor's clock at this moment, signed; null: a file, or an answer of long ago. Epoch ms. */
  readonly serverTime: number | null;
};

/** Throws the refusal of LICENSING 4 that applies here and now. */
export function judgeEntry(entry: Entry, situation: Situation, trusted: number): Judged {
  const { document } = entry;
  const { standing, referenceId, watch } = situation;
  if (referenceId === '') throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  const highestSerial = standing.serials.get(document.order.id);
  const judged = judgeLicense(document, {
    referenceId,
    now: timeOfEntry(entry, watch, trusted),
    ...(situation.document ? { inForce: situation.document } : {}),
    ...(highestSerial === undefined ? {} : { highestSerial }),
    replacedOrders: [...standing.supersededBy.keys()],
    previousOnRecord: previousOnRecord(entry),
  });
  if (!judged.ok) throw new SeatkeeperError(judged.outcome, judged.params);
  return judged;
}

/** What the vendor signed tells the time better than a clock that is not believed. */
function timeOfEntry({ document, serverTime }: Entry, watch: WatchState, trusted: number): number {
  if (serverTime !== null && Math.abs(serverTime - trusted) > CLOCK_TOLERANCE_MS) return serverTime;
  return isTrusted(watch.clock) ? trusted : Math.max(trusted, Date.parse(document.issued));
}

/**
 * Did the vendor find the older license on record? It says so by answering our request; and a later document of an
 * update exists only because its first one stood on the older license. Without this a machine that lost its license
 * could never enter an update again: the older order has ended at the vendor.
 */
const previousOnRecord = ({ document, source }: Entry): boolean => source === 'online' || document.serial > 1;

/** The step of the watch that entering the document is. */
export const entryStep = (entry: Entry, judged: Judged, watch: WatchState, now: Now): Step => {
  const { document, serverTime } = entry;
  return afterEntry(watch, { license: watchDocument(document), outdated: judged.outdated, serverTime }, now);
};

/** What the document adds to what was ever in force here. */
export function standingAfter(standing: Standing, { order, serial }: LicenseDocument): Standing {
  const { id, previous } = order;
  const { serials, supersededBy } = standing;
  return {
    serials: new Map(serials).set(id, Math.max(serial, serials.get(id) ?? 0)),
    supersededBy: previous === '' ? supersededBy : new Map(supersededBy).set(previous, id),
  };
}

/** What would hold after the document was applied. */
export function situationAfter(situation: Situation, entry: Entry, judged: Judged, now: Now): Situation {
  const { document } = entry;
  const { state: watch } = entryStep(entry, judged, situation.watch, now);
  return { ...situation, document, watch, standing: standingAfter(situation.standing, document) };
}

/** What would change, for the person to see before it does. */
export function changesOf(before: Situation, after: Situation, now: number): LicenseChange[] {
  const moment = { now, timeZone: before.watch.timeZone };
  const { trusted } = after.watch.clock;
  return [
    ...previewLicense(sideOf(before, now), sideOf(after, trusted), moment),
    ...lapseChanges(before.watch, after.watch, trusted),
  ];
}

function sideOf(situation: Situation, now: number): PreviewSide {
  const facts = factsOf(situation.watch);
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
  const { failingSince, timeZone } = after.watch;
  if (judged.outdated) {
    remarks.push(
      'A newer license was in force here before: this one counts as not re-validated until it is validated.',
    );
  } else if (failingSince !== null) {
    const since = inWords(failingSince, timeZone);
    remarks.push(
      `Emergency Mode stays: the document was issued before re-validation began to fail on ${since}. Retrieve a new one.`,
    );
  }
  return remarks;
}
