/** The license of this server: what is in force, how another one gets in force, what is shown of it (LICENSING 2..5). */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { LicenseView, ManagePage, PendingLicense, ServiceEvent } from '../../contract/schemas.ts';
import type { LicenseOfBackup } from '../../contract/schemas-backup.ts';
import type { LicenseDocument } from '../../core/license/document.ts';
import type { TrustedKey } from '../../core/license/keys.ts';
import { parseOrderId } from '../../core/license/order-id.ts';
import { readLicense } from '../../core/license/read.ts';
import { EVALUATION } from '../../core/lifecycle/evaluation.ts';
import { type Phase, phaseOf } from '../../core/lifecycle/phase.ts';
import { factsOf } from '../../core/lifecycle/watch-state.ts';
import type { Entitlement } from '../../core/seats/scopes.ts';
import type { Clock } from '../clock.ts';
import { type Time, timeOf } from '../schedule/time.ts';
import type { Watch } from '../schedule/watch.ts';
import { readCounters } from '../seats/counters.ts';
import { readGiven } from '../seats/over-limit.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { createApplying } from './applying.ts';
import { changesOf, type Entry, judgeEntry, remarksOn, situationAfter } from './entry.ts';
import { PORTS } from './in-force.ts';
import { manageUrl } from './manage.ts';
import { type Answered, requestLicense } from './online.ts';
import { createPendingLicenses, type Pending } from './pending.ts';
import { createQueue } from './queue.ts';
import { shownOfBackup } from './restored.ts';
import { takeStock } from './stock.ts';
import { createValidate } from './validate.ts';
import { type Situation, viewOf } from './view.ts';
import type { RecordEffect } from './watch-store.ts';

export interface LicensingDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** With the machine's uptime; made from the clock when absent. */
  readonly time?: Time;
  /** Empty when fewer than two components can be read: then nothing can be activated. */
  readonly machine: { readonly referenceId: string };
  /** Of the build, and of the configuration with `development`. */
  readonly trustedKeys: readonly TrustedKey[];
  readonly development: boolean;
  /** Without a slash at the end. Read anew for each request: a setting may change it. */
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
  /** Where notices and log lines go, in the transaction of what they tell; nowhere when absent. */
  readonly record?: RecordEffect;
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
  /**
   * Asks the vendor for a new document of the license in force and applies it. Asked while it runs, it answers for the
   * one under way. Throws NO_LICENSE, or why it failed; that is recorded then.
   */
  validate(): Promise<LicenseView>;
  /** The file in force, byte for byte. Throws NO_LICENSE. */
  export(): Promise<{ fileName: string; xml: string }>;
  manageUrl(input: { page: ManagePage }): Promise<{ url: string }>;
  /** What would become of the license of a backup: the document that was in force, then the one of the order it extends. */
  ofBackup(documents: readonly string[]): LicenseOfBackup;
  /** Puts the license of a backup in force or leaves it out; `also` is part of that transaction (LICENSING 11). */
  restore(documents: readonly string[], also: (trx: Transaction<Schema>) => Promise<void>): Promise<LicenseOfBackup>;
  /** At this moment. */
  phase(): Phase;
  /** What is licensed: the license in force, or the built-in evaluation. */
  entitlement(): Entitlement;
  /** The document in force; undefined: the built-in evaluation. */
  document(): LicenseDocument | undefined;
  readonly watch: Watch;
  /** Lets go of the licensing server; what was asked counts neither as failed nor as done. */
  close(): void;
}

const TIMEOUT_MS = 30_000;

/** Reads and verifies what is in force, and takes the watch's first step (first start, mismatch). */
export async function createLicensing(deps: LicensingDeps): Promise<Licensing> {
  const { store, events } = deps;
  const { referenceId } = deps.machine;
  const time = deps.time ?? timeOf(deps.clock);
  const pending = createPendingLicenses();
  const oneRequest = createQueue();
  const stock = await takeStock(deps, time);
  const { watch } = stock;
  const closing = new AbortController();
  const server = {
    get url() {
      return deps.licensingUrl;
    },
    fetch: deps.fetch,
    timeoutMs: deps.timeoutMs ?? TIMEOUT_MS,
    closing: closing.signal,
  };
  const online = { ...deps, server, now: watch.now };
  const applying = createApplying({ ...deps, watch, stock, referenceId });
  const present = applying.situation;
  const changed = (): void => {
    events.publish({ type: 'license' });
    events.publish({ type: 'accounts' });
  };

  const read = async (): Promise<LicenseView> => {
    const used = await readCounters(store.read);
    const access = await readGiven(store.read);
    return viewOf(present(), { used, access }, watch.now());
  };
  const entryOf = ({ received, ...pending }: Pending): Entry => ({
    ...pending,
    serverTime: received && received.serverTime + (time.uptime() - received.uptime),
  });

  const keep = (kept: Pending): PendingLicense => {
    const entry = entryOf(kept);
    const now = watch.now();
    const before = present();
    const judged = judgeEntry(entry, before, now);
    const after: Situation = situationAfter(before, entry, judged, watch.reading());
    const { document, source } = entry;
    const pendingId = randomUUID();
    pending.put(pendingId, kept);
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
  const receivedNow = ({ serverTime }: Answered): Pending['received'] =>
    serverTime === null ? null : { serverTime, uptime: time.uptime() };

  return {
    read,

    async requestOnline({ orderId: typed }) {
      const orderId = parseOrderId(typed);
      if (orderId === undefined) throw new SeatkeeperError('ORDER_ID_MISSPELLED', { orderId: typed.trim() });
      if (referenceId === '') throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
      const answered = await oneRequest(() =>
        requestLicense(online, { orderId, referenceId }, applying.inForce()?.document.id),
      );
      const { document, xml } = answered;
      return keep({ document, xml, source: 'online', received: receivedNow(answered) });
    },

    async checkFile({ xml }) {
      const file = readLicense(xml, deps.trustedKeys, PORTS);
      if (!file.ok) throw new SeatkeeperError(file.outcome, file.params);
      return keep({ document: file.document, xml, source: 'file', received: null });
    },

    async apply({ pendingId }) {
      await applying.enter(() => ({ xml: pending.get(pendingId).xml, entry: entryOf(pending.get(pendingId)) }));
      pending.remove(pendingId);
      changed();
      return read();
    },

    async discard({ pendingId }) {
      return { discarded: pending.remove(pendingId) };
    },

    validate: createValidate({ online, watch, applying, referenceId, changed, read }),

    async export() {
      const license = applying.inForce();
      if (!license) throw new SeatkeeperError('NO_LICENSE');
      return { fileName: 'license.xml', xml: license.xml };
    },

    async manageUrl({ page }) {
      const orderId = applying.inForce()?.document.order.id ?? '';
      return { url: manageUrl(deps.licensingUrl, page, orderId, referenceId) };
    },

    ofBackup: (documents) => shownOfBackup(applying.judge(documents)),

    async restore(documents, also) {
      const brought = await applying.restore(documents, also);
      changed();
      return shownOfBackup(brought);
    },

    phase: () => phaseOf(factsOf(watch.state()), watch.now()),
    entitlement: () => applying.inForce()?.document ?? EVALUATION,
    document: () => applying.inForce()?.document,
    watch,
    close: () => closing.abort(),
  };
}
