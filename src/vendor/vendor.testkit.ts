/** A licensing server of one's own for a test, with a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeReferenceId, type MachineComponents } from '../core/license/reference-id.ts';
import { nodeCrypto } from '../platform/crypto.ts';
import { parseItems } from './items.ts';
import { initVendor } from './open-vendor.ts';
import { authorizeOrder, createOrder, type OrderInput } from './orders.ts';
import { type RunningVendor, type ServeOptions, startVendor } from './serve.ts';
import type { Vendor } from './vendor.ts';

export const START = Date.parse('2026-11-21T10:00:00Z');

export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

export function testClock(): TestClock {
  let now = START;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** The Reference ID of the test machine `n`; the same number is the same machine. */
export const machine = (n: number, changes: MachineComponents = {}): string =>
  composeReferenceId(
    {
      os: `os-${n}`,
      board: `board-${n}`,
      disk: `disk-${n}`,
      network: `network-${n}`,
      install: `install-${n}`,
      ...changes,
    },
    nodeCrypto,
  );

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'seatkeeper-vendor-'));

/** For tests that are not about throttling. */
const WIDE = { burst: 100_000, perMinute: 100_000 };
export const UNLIMITED = { address: WIDE, order: WIDE };

export interface TestVendor extends RunningVendor {
  readonly folder: string;
  readonly clock: TestClock;
  /** The first signing key's id and public key. */
  readonly key: { readonly id: string; readonly publicKey: string };
  /** Stops the server and removes its folder. */
  end(): Promise<void>;
}

export async function startTestVendor(options: Partial<ServeOptions> = {}): Promise<TestVendor> {
  const folder = emptyFolder();
  const clock = testClock();
  const [key] = initVendor({ dataFolder: folder, clock });
  if (!key) throw new Error('init made no key');
  const running = await startVendor({ dataFolder: folder, port: 0, clock, ...options });
  const end = async (): Promise<void> => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...running, folder, clock, key, end };
}

export const HOLDER = { name: 'Ada', company: 'Example & Sons', email: 'ada@example.com', address: '1 Main St' };

export const orderInput = (changes: Partial<OrderInput> = {}): OrderInput => ({
  holder: HOLDER,
  items: parseItems({ items: 'communication=250,im=25', renewal: '2027-11-21', structure: 'category' }),
  ...changes,
});

/** An order that can be activated. */
export function authorizedOrder(vendor: Vendor, changes: Partial<OrderInput> = {}): string {
  const { id } = createOrder(vendor, orderInput(changes));
  authorizeOrder(vendor, id);
  return id;
}

export const NONCE = '0123456789abcdef0123456789abcdef';

export const activationOf = (orderId: string, referenceId: string, changes: object = {}): object => ({
  orderId,
  referenceId,
  hostname: 'mail.example.com',
  version: '1.0.0',
  nonce: NONCE,
  keyIds: ['2026a'],
  formats: [1],
  ...changes,
});

export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Status and code of a refusal. */
export async function refusal(response: Response): Promise<string> {
  const problem = (await response.json()) as { code: string; status: number };
  if (problem.status !== response.status) throw new Error(`status ${response.status} says ${problem.status}`);
  return `${response.status} ${problem.code}`;
}
