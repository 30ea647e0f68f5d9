/**
 * The demonstration server: a data folder of its own with accounts and a license, and its own licensing server. The
 * control service itself is then started on that folder by whoever shows it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, finishedJob } from '../contract/client.ts';
import { type RunningService, startService } from '../service/start.ts';
import { DEMO_DOMAINS, demoCsv } from './demo-accounts.ts';
import { type DemoVendor, startDemoVendor } from './demo-orders.ts';

export interface Demo {
  readonly dataFolder: string;
  /** For the service: where its licensing server is, whom it trusts, which machine it plays. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the licensing server and removes everything. */
  close(): Promise<void>;
}

/** Any computer will do, also one that cannot be told from others. */
const MACHINE = JSON.stringify({
  os: '6b1f0c7e2d9a4c55b3a8e4f0d1c2b3a4',
  board: '7f3d2c1b-9a8e-4d6c-b5a4-938271605f4e',
  disk: 'DEMO-DISK-0001',
  network: '3c:52:82:4a:1d:7f',
  install: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
});

const environment = (vendor: DemoVendor): Record<string, string> => ({
  SEATKEEPER_DEVELOPMENT: '1',
  SEATKEEPER_LICENSING_URL: vendor.url,
  SEATKEEPER_TRUSTED_KEYS: vendor.trustedKeys,
  SEATKEEPER_MACHINE: MACHINE,
  SEATKEEPER_HTTP: '127.0.0.1:0',
  SEATKEEPER_DEMO_ORDER: vendor.nextOrder,
});

const clientOf = (service: RunningService): Client =>
  createClient({ url: 'http://demo.invalid', fetch: (request) => service.fetch(request) });

async function upload(service: RunningService, text: string): Promise<string> {
  const headers = { 'content-type': 'text/csv', 'x-csrf-token': 'orpc' };
  const request = new Request('http://demo.invalid/uploads', { method: 'POST', headers, body: text });
  const response = await service.fetch(request);
  const { uploadId } = (await response.json()) as { uploadId?: string };
  if (!uploadId) throw new Error(`the demonstration's accounts were not accepted (${response.status})`);
  return uploadId;
}

async function seed(service: RunningService, orderId: string): Promise<void> {
  const client = clientOf(service);
  const { jobId } = await client.accounts.startImport({ uploadId: await upload(service, demoCsv()), format: 'csv' });
  await finishedJob(client, jobId);
  for (const [mask, variables] of Object.entries(DEMO_DOMAINS)) {
    if (Object.keys(variables).length === 0) continue;
    await finishedJob(client, (await client.domains.startModify({ mask, variables })).jobId);
  }
  const { pendingId } = await client.license.requestOnline({ orderId });
  await client.license.apply({ pendingId });
}

/** Starts afresh each time, in a folder of the system's for temporary files. */
export async function startDemo(log: (line: string) => void = () => {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-demo-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  let vendor: DemoVendor | undefined;
  try {
    const dataFolder = join(folder, 'data');
    vendor = await startDemoVendor(join(folder, 'vendor'));
    const { firstOrder, close } = vendor;
    const env = environment(vendor);
    const service = await startService({ dataFolder, host: 'console', demo: true, env, log, rendererFolder: folder });
    await seed(service, firstOrder).finally(() => service.close());
    return {
      dataFolder,
      env,
      async close() {
        await close();
        removeFolder();
      },
    };
  } catch (error) {
    await vendor?.close();
    removeFolder();
    throw error;
  }
}
