/** Taking stock at the start of the service: which license is in force, on which machine, and what became of it. */
import { matchReferenceIds } from '../../core/license/reference-id.ts';
import { afterAttempt } from '../../core/lifecycle/attempts.ts';
import { afterMachineCheck, withLicense } from '../../core/lifecycle/changes.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { watchDocument } from '../../core/lifecycle/watch-license.ts';
import type { Time } from '../schedule/time.ts';
import { openWatch, type Watch } from '../schedule/watch.ts';
import { countScopes } from './count-scopes.ts';
import { type InForce, loadInForce } from './in-force.ts';
import type { LicensingDeps } from './licensing.ts';
import { readStanding, type Standing } from './standing.ts';
import { type RecordEffect, watchStore } from './watch-store.ts';

export interface Stock {
  /** What is in force, here and wherever it is looked up. */
  readonly held: { license: InForce | undefined };
  readonly standing: Standing;
  readonly watch: Watch;
}

/** The first step of the watch in this life of the service. */
export async function takeStock(deps: LicensingDeps, time: Time): Promise<Stock> {
  const { store } = deps;
  const found = await loadInForce(store.read, deps.trustedKeys);
  const document = found?.license.document;
  const standing = await readStanding(store.read);
  const held = { license: found?.license };
  const kept = watchStore(store, deps.record ?? nowhere, () => held.license?.document.holder.email ?? '');
  const watch = await openWatch({ store: kept, time, timeZone: deps.timeZone });
  const fits = document !== undefined && matchReferenceIds(document.machine.reference, deps.machine.referenceId).fits;
  await watch.step((state, now) =>
    afterMachineCheck(withLicense(state, document ? watchDocument(document) : null), fits, now),
  );
  if (found?.withdrawn) await watch.step((state, now) => afterAttempt(state, WITHDRAWN, now, 0));
  await countScopes(store, document ?? EVALUATION);
  return { held, standing, watch };
}

/** LICENSING 2: the key of the license in force turned compromised. */
const WITHDRAWN = {
  ok: false,
  reason: 'LICENSE_UNKNOWN_KEY',
  detail: 'the key that signed the license in force is not trusted any more',
  retryAfter: null,
  withdrawn: true,
} as const;

const nowhere: RecordEffect = async () => {};
