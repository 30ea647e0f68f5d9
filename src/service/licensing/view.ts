/** What the License dialog shows, from facts at hand: it never looks at accounts (DESIGN 4). */
import type { LicenseView } from '../../contract/schemas.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import { COMPONENT_NAMES, matchReferenceIds } from '../../core/license/reference-id.ts';
import { statusSentence } from '../../core/lifecycle/clock-sentence.ts';
import { EVALUATION_PERIOD } from '../../core/lifecycle/constants.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { phaseOf, statusOf } from '../../core/lifecycle/phase.ts';
import { factsOf, type WatchState } from '../../core/lifecycle/watch-state.ts';
import { seatTable, type TableFacts } from '../../core/seats/table.ts';
import type { Standing } from './standing.ts';

export interface Situation {
  /** Undefined: the built-in evaluation. */
  readonly document: LicenseDocument | undefined;
  readonly watch: WatchState;
  readonly standing: Standing;
  /** Empty when the machine cannot be identified. */
  readonly referenceId: string;
  readonly development: boolean;
}

/** `now` is trusted. */
export function viewOf(
  situation: Situation,
  { used, access }: Pick<TableFacts, 'used' | 'access'>,
  now: number,
): LicenseView {
  const { document, referenceId, watch } = situation;
  const { timeZone } = watch;
  const facts = factsOf(watch);
  const phase = phaseOf(facts, now);
  const entitlement = document ?? EVALUATION;
  const evaluationEnd = new Date(watch.firstStart + EVALUATION_PERIOD).toISOString();
  return {
    information: {
      ...(document?.holder ?? { name: '', company: '', email: '', address: '' }),
      referenceId,
      orderId: document?.order.id ?? '',
      previousOrderId: document?.order.previous ?? '',
      status: statusOf(phase, facts),
      phase,
      type: document?.type ?? 'trial',
      structure: entitlement.structure,
    },
    sentence: statusSentence(watch, phase, now),
    drift: document ? driftOf(document, referenceId) : [],
    development: situation.development,
    licenseId: document?.id ?? '',
    serial: document?.serial ?? 0,
    issued: document?.issued ?? null,
    expires: document ? (document.expires ?? null) : evaluationEnd,
    ...seatTable({ entitlement, used, access, now, timeZone }),
  };
}

/** Parts of the machine that differ from the licensed Reference ID, in words (LICENSING 3). */
export const driftOf = (document: LicenseDocument, referenceId: string): string[] =>
  matchReferenceIds(document.machine.reference, referenceId).changed.map((id) => COMPONENT_NAMES[id]);
