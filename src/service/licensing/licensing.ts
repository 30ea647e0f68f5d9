/** The license of this server: what is in force, how another one gets in force, what is shown of it (LICENSING 2..5). */
import { randomUUID } from 'node:crypto';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseView, ManagePage, PendingLicense, ServiceEvent } from '../../contract/schemas.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { parseOrderId } from '../../core/license/order-id.ts';
import { readLicense } from '../../core/license/read.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { type Phase, phaseOf } from '../../core/lifecycle/phase.ts';
import type { Entitlement } from '../../core/seats/scopes.ts';
import type { Clock } from '../clock.ts';
import { readCounters } from '../seats/counters.ts';
import type { Store } from '../store/store.ts';
import { countScopes } from './count-scopes.ts';
import { changesOf, judgeEntry, remarksOn, situationAfter } from './entry.ts';
import { type InForce, PORTS, putInForce } from './in-force.ts';
import { manageUrl } from './manage.ts';
import { requestLicense } from './online.ts';
import { createPendingLicenses, type Pending } from './pending.ts';
import { createQueue } from './queue.ts';
import { writeStanding } from './standing.ts';
import { takeStock } from './stock.ts';
import { lifecycleFacts, type Situation, viewOf } from './view.ts';

export interface LicensingDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Empty when fewer than two components can be read: then nothing can be activated. */
  readonly machine: { readonly referenceId: string };
  /** Of the build, and of the configuration with `development`. */
  readonly trustedKeys: readonly TrustedKey[];
  readonly development: boolean;
  /** Without a slash at the end. */
  readonly licensingUrl: string;
  /** Node's, or one that honors the system's proxy. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** For a whole answer of the licensing server. */
  readonly timeoutMs?: number;
  readonly events: { publish(event: ServiceEvent): void };
  readonly version: string;
  readonly hostname: string;
  /** IANA name of the setting at this moment; midnight and dates are in it. */
  readonly timeZone: () => string;
}

export interface Licensing {
  /** What the License dialog shows. Never looks at accounts. */
  read(): Promise<LicenseView>;
  /** Throws the refusals of LICENSING 4. Nothing is applied. */
  requestOnline(input: { orderId: string }): Promise<PendingLicense>;
  checkFile(input: { xml: string }): Promise<PendingLicense>;
  /** Throws PENDING_LICENSE_NOT_FOUND, or what refuses it now; then nothing has changed. */
  apply(input: { pendingId: string }): Promise<LicenseView>;
  discard(input: { pendingId: string }): Promise<{ discarded: boolean }>;
  /** The file in force, byte for byte. Throws NO_LICENSE. */
  export(): Promise<{ fileName: string; xml: string }>;
  manageUrl(input: { page: ManagePage }): Promise<{ url: string }>;
  /** At this moment. */
  phase(): Phase;
  /** What is licensed: the license in force, or the built-in evaluation. */
  entitlement(): Entitlement;
}

const TIMEOUT_MS = 30_000;

/** Reads and verifies what is in force, and records what its standing says (first start, mismatch). */
export async function createLicensing(deps: LicensingDeps): Promise<Licensing> {
  const { store, clock, events } = deps;
  const pending = createPendingLicenses();
  const oneRequest = createQueue();
  const oneChange = createQueue();
  const server = { url: deps.licensingUrl, fetch: deps.fetch, timeoutMs: deps.timeoutMs ?? TIMEOUT_MS };
  const stock = await takeStock(deps);
  let inForce: InForce | undefined = stock.inForce;
  let situation: Situation = stock.situation;
  const present = (): Situation => ({ ...situation, timeZone: deps.timeZone() });

  const read = async (): Promise<LicenseView> => {
    const used = await readCounters(store.read);
    return viewOf(present(), used, clock.now());
  };

  const keep = (entry: Pending): PendingLicense => {
    const now = clock.now();
    const before = present();
    const judged = judgeEntry(entry, before, now);
    const after = situationAfter(before, entry, judged, now);
    const { document, source } = entry;
    const pendingId = randomUUID();
    pending.put(pendingId, entry);
    return {
      pendingId,
      source,
      orderId: document.order.id,
      holder: document.holder.company || document.holder.name,
      serial: document.serial,
      issued: document.issued,
      changes: changesOf(before, after, now),
      remarks: remarksOn(before, after, judged),
    };
  };

  return {
    read,

    async requestOnline({ orderId: typed }) {
      const orderId = parseOrderId(typed);
      if (orderId === undefined) throw new SeatkeeperError('ORDER_ID_MISSPELLED', { orderId: typed.trim() });
      const { referenceId } = situation;
      if (referenceId === '') throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
      const license = await oneRequest(() =>
        requestLicense({ ...deps, server }, { orderId, referenceId }, situation.document?.id),
      );
      return keep({ ...license, source: 'online' });
    },

    async checkFile({ xml }) {
      const file = readLicense(xml, deps.trustedKeys, PORTS);
      if (!file.ok) throw new SeatkeeperError(file.outcome, file.params);
      return keep({ document: file.document, xml, source: 'file' });
    },

    async apply({ pendingId }) {
      await oneChange(async () => {
        const entry = pending.get(pendingId);
        judgeEntry(entry, situation, clock.now());
        await countScopes(store, entry.document);
        const now = clock.now();
        const before = present();
        const after = situationAfter(before, entry, judgeEntry(entry, before, now), now);
        const license = { document: entry.document, xml: entry.xml };
        await store.write(async (trx) => {
          await putInForce(trx, license, now);
          await writeStanding(trx, after.standing);
        });
        situation = after;
        inForce = license;
        pending.remove(pendingId);
      });
      events.publish({ type: 'license' });
      events.publish({ type: 'accounts' });
      return read();
    },

    async discard({ pendingId }) {
      return { discarded: pending.remove(pendingId) };
    },

    async export() {
      if (!inForce) throw new SeatkeeperError('NO_LICENSE');
      return { fileName: 'license.xml', xml: inForce.xml };
    },

    async manageUrl({ page }) {
      const orderId = situation.document?.order.id ?? '';
      return { url: manageUrl(deps.licensingUrl, page, orderId, situation.referenceId) };
    },

    phase: () => phaseOf(lifecycleFacts(present()), clock.now()),
    entitlement: () => situation.document ?? EVALUATION,
  };
}
