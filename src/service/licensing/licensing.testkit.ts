/** A server with a license of its own, and a vendor to get one from: real store, real vendor, on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ServiceEvent } from '../../contract/schemas.ts';
import { item, KEY, REFERENCE } from '../../core/license/license.testkit.ts';
import { initVendor } from '../../vendor/open-vendor.ts';
import { authorizeOrder, createOrder, type OrderInput } from '../../vendor/orders.ts';
import { type RunningVendor, startVendor } from '../../vendor/serve.ts';
import type { Clock } from '../clock.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createLicensing, type Licensing, type LicensingDeps } from './licensing.ts';

export const START = Date.parse('2026-11-21T10:00:00Z');

export interface TestClock {
  at: number;
  now(): number;
}

export const testClock = (at = START): TestClock => ({
  at,
  now() {
    return this.at;
  },
});

const undo: (() => Promise<unknown>)[] = [];

/** For afterEach: closes and removes everything that was opened, the last first. */
export async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-licensing-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestServer {
  readonly licensing: Licensing;
  readonly store: Store;
  readonly events: ServiceEvent[];
  /** Ends as a killed process does: without saying goodbye, then starts again on the same folder. */
  restart(changes?: Partial<LicensingDeps>): Promise<TestServer>;
}

export async function testServer(changes: Partial<LicensingDeps> = {}, folder?: string): Promise<TestServer> {
  const home = folder ?? (await testFolder());
  const store = await openStore({ file: join(home, 'control.db'), backups: join(home, 'backups') });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await store.close();
    open = false;
  };
  undo.push(close);
  const events: ServiceEvent[] = [];
  const deps: LicensingDeps = {
    store,
    clock: testClock(),
    machine: { referenceId: REFERENCE },
    trustedKeys: [KEY],
    development: false,
    licensingUrl: 'http://127.0.0.1:9',
    fetch,
    events: { publish: (event) => events.push(event) },
    version: '0.1.0',
    hostname: 'mail.example.com',
    timeZone: () => 'Europe/Berlin',
    ...changes,
  };
  const licensing = await createLicensing(deps);
  const restart: TestServer['restart'] = async (next = {}) => {
    await close();
    return testServer({ ...changes, ...next }, home);
  };
  return { licensing, store, events, restart };
}

export interface TestVendor {
  readonly running: RunningVendor;
  /** What a server needs to ask this vendor and believe it. */
  readonly trust: Pick<LicensingDeps, 'licensingUrl' | 'trustedKeys' | 'clock'>;
  order(input?: Partial<OrderInput>): string;
  /** license.xml for any machine, as the customer page gives it. */
  file(orderId: string, referenceId: string): Promise<string>;
}

export async function testVendor(clock: Clock = testClock()): Promise<TestVendor> {
  const dataFolder = await testFolder();
  const keys = initVendor({ dataFolder, clock });
  const rate = { burst: 10_000, perMinute: 10_000 };
  const running = await startVendor({ dataFolder, port: 0, clock, limits: { address: rate, order: rate } });
  undo.push(() => running.close());
  const trustedKeys = keys.map(({ id, publicKey }) => ({ id, publicKey, state: 'active' as const }));
  return {
    running,
    trust: { licensingUrl: running.url, trustedKeys, clock },
    order(input = {}) {
      const order = createOrder(running.vendor, {
        holder: { name: 'Ada Example', company: 'Example & Sons', email: 'ada@example.com' },
        items: [item({ group: 'communication' })],
        ...input,
      });
      return authorizeOrder(running.vendor, order.id).id;
    },
    async file(orderId, referenceId) {
      const body = JSON.stringify({ orderId, referenceId });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${running.url}/v1/licenses`, { method: 'POST', headers, body });
      if (response.status !== 200) throw new Error(await response.text());
      return response.text();
    },
  };
}

/** The code of the refusal that a call must end with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; params: object }> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SeatkeeperError)) throw new Error(`not a refusal: ${String(error)}`, { cause: error });
  return { code: error.code, params: error.params };
}

/** Everything on disk that a refusal must not change. */
export async function onDisk(store: Store): Promise<unknown> {
  const licenses = await store.read.selectFrom('license').selectAll().orderBy('id').execute();
  const standing = await store.read.selectFrom('standing').selectAll().orderBy('key').execute();
  return { licenses, standing };
}

export async function activate(licensing: Licensing, orderId: string): Promise<void> {
  const { pendingId } = await licensing.requestOnline({ orderId });
  await licensing.apply({ pendingId });
}

export async function enter(licensing: Licensing, xml: string): Promise<void> {
  const { pendingId } = await licensing.checkFile({ xml });
  await licensing.apply({ pendingId });
}
