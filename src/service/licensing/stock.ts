/** Taking stock at the start of the service: which license is in force, and what its standing is. */
import type { LicenseDocument } from '../../core/license/document.ts';
import { matchReferenceIds } from '../../core/license/reference-id.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { countScopes } from './count-scopes.ts';
import { type InForce, loadInForce } from './in-force.ts';
import type { LicensingDeps } from './licensing.ts';
import { readStanding, type Standing, writeStanding } from './standing.ts';
import type { Situation } from './view.ts';

export interface Stock {
  readonly inForce: InForce | undefined;
  readonly situation: Situation;
}

/** A license that is on its machine ends a mismatch; without a license nothing is known of it. */
function mismatchSince(before: Standing, document: LicenseDocument | undefined, referenceId: string, now: number) {
  if (!document) return before.mismatchSince;
  return matchReferenceIds(document.machine.reference, referenceId).fits ? null : (before.mismatchSince ?? now);
}

export async function takeStock(deps: LicensingDeps): Promise<Stock> {
  const { store, development } = deps;
  const { referenceId } = deps.machine;
  const now = deps.clock.now();
  const found = await loadInForce(store.read, deps.trustedKeys);
  const document = found?.license.document;
  const before = await readStanding(store.read, now);
  const standing: Standing = {
    ...before,
    lastTrusted: Math.max(before.lastTrusted, now),
    mismatchSince: mismatchSince(before, document, referenceId, now),
    failingSince: found?.withdrawn ? (before.failingSince ?? now) : before.failingSince,
  };
  await store.write((trx) => writeStanding(trx, standing));
  await countScopes(store, document ?? EVALUATION);
  const situation = { document, standing, referenceId, noStopBefore: now, timeZone: deps.timeZone(), development };
  return { inForce: found?.license, situation };
}
