/** A real licensing server, a real control service, and `tool` between them, each in a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Clock } from '../../service/clock.ts';
import { startService } from '../../service/start.ts';
import { parseItems } from '../../vendor/items.ts';
import { initVendor } from '../../vendor/open-vendor.ts';
import { authorizeOrder, createOrder } from '../../vendor/orders.ts';
import { type RunningVendor, startVendor } from '../../vendor/serve.ts';
import { type RunOptions, type ToolRun, tool } from './tool.testkit.ts';

// Services and processes start slowly on a busy machine; a test that hangs is still ended.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** In development mode this stands for the hardware, so that the tests know the Reference ID. */
const MACHINE = { os: 'machine-of-a-test', board: 'board', disk: 'disk', network: '00:16:3e:00:00:01', install: 'x' };
const FAR_AWAY = '2099-12-31';

export interface World {
  readonly folder: string;
  /** What `tool` and the service need to know: the data folder, the vendor's key, the machine. */
  readonly env: Record<string, string>;
  readonly vendor: RunningVendor;
  tool(argv: readonly string[], options?: RunOptions): Promise<ToolRun>;
  /** The JSON document of a command that must succeed. */
  json(argv: readonly string[]): Promise<unknown>;
  /** An order that waits for its authorization, or has it. */
  order(items: string, options?: { authorized?: boolean; previous?: string }): string;
  /** Writes a file into the world's folder; returns its path. */
  file(name: string, content: string | Buffer): Promise<string>;
  close(): Promise<void>;
}

async function stopAll(stops: (() => unknown)[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

export interface WorldOptions {
  /** More twins of seatkeeper.toml, for the service and for `tool`. */
  readonly env?: Record<string, string>;
  /** The service's; the system's unless given. */
  readonly clock?: Clock;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-tool-'));
  const stops: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    return await build(folder, stops, options);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}

async function build(folder: string, stops: (() => unknown)[], options: WorldOptions): Promise<World> {
  const vendorFolder = join(folder, 'vendor');
  const [key] = initVendor({ dataFolder: vendorFolder });
  const vendor = await startVendor({ dataFolder: vendorFolder, port: 0 });
  stops.push(() => vendor.close());
  const env = {
    SEATKEEPER_DATA: join(folder, 'data'),
    SEATKEEPER_DEVELOPMENT: '1',
    SEATKEEPER_TRUSTED_KEYS: `${key?.id}:${key?.publicKey}`,
    SEATKEEPER_LICENSING_URL: vendor.url,
    SEATKEEPER_MACHINE: JSON.stringify(MACHINE),
    ...options.env,
  };
  const service = await startService({
    dataFolder: env.SEATKEEPER_DATA,
    host: 'daemon',
    env,
    http: '127.0.0.1:0',
    log: () => {},
    ...(options.clock ? { clock: options.clock } : {}),
  });
  stops.push(() => service.close());
  const run: World['tool'] = (argv, more) => tool(argv, { env, ...more });
  return {
    folder,
    env,
    vendor,
    tool: run,
    async json(argv) {
      const { code, stdout, stderr } = await run([...argv, '--json']);
      if (code !== 0) throw new Error(`tool ${argv.join(' ')} ended with ${code}: ${stdout}${stderr}`);
      return JSON.parse(stdout);
    },
    order(items, { authorized = true, previous } = {}) {
      const holder = { name: 'Ada Example', company: 'Example & Sons', email: 'ada@example.com', address: '1 Main St' };
      const input = { holder, items: parseItems({ items, renewal: FAR_AWAY, structure: 'category' }), previous };
      const { id } = createOrder(vendor.vendor, input);
      if (authorized) authorizeOrder(vendor.vendor, id);
      return id;
    },
    async file(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    close: () => stopAll(stops),
  };
}
