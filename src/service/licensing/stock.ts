/** Taking stock at the start of the service: which license is in force, and what its standing is. */
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

export async function takeStock(deps: LicensingDeps): Promise<Stock> {
  const { store, machine, timeZone, development } = deps;
  const now = deps.clock.now();
  const found = await loadInForce(store.read, deps.trustedKeys);
  const document = found?.license.document;
  const before = await readStanding(store.read, now);
  const fits = document && matchReferenceIds(document.machine.reference, machine.referenceId).fits;
  const standing: Standing = {
    ...before,
    lastTrusted: Math.max(before.lastTrusted, now),
    mismatchSince: fits === false ? (before.mismatchSince ?? now) : fits ? null : before.mismatchSince,
    failingSince: found?.withdrawn ? (before.failingSince ?? now) : before.failingSince,
  };
  await store.write((trx) => writeStanding(trx, standing));
  await countScopes(store, document ?? EVALUATION);
  const { referenceId } = machine;
  const situation = { document, standing, referenceId, noStopBefore: now, timeZone, development };
  return { inForce: found?.license, situation };
}
