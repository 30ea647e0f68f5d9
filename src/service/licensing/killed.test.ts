/** kill -9 at every moment of an activation: a real service, a real licensing server behind a gate that counts the moments. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { machinesOf } from '../../vendor/store/machines.ts';
import { findRunningService, localClient } from '../running.ts';
import { cleanUp, type TestVendor, testFolder, testVendor } from './licensing.testkit.ts';
import { type FakeServer, fakeServer, type SeenRequest } from './wire.testkit.ts';

const ENTRY = fileURLToPath(new URL('../../cli/service-entry.ts', import.meta.url));
const HTTP = ['--http', '127.0.0.1:0'];

const children: ChildProcess[] = [];
let gate: FakeServer | undefined;

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await gate?.close();
  gate = undefined;
  await cleanUp();
});

type Moment = 'asked' | 'issued' | 'answered';

/** Passes questions on to the vendor. `at` is called when one came, when it was answered, and when the answer has gone out. */
async function gateTo(vendor: TestVendor, at: (moment: Moment) => Promise<void>): Promise<string> {
  gate = await fakeServer(async (seen: SeenRequest, response) => {
    await at('asked');
    const headers = { 'content-type': 'application/json', 'idempotency-key': String(seen.headers['idempotency-key']) };
    const answer = await fetch(`${vendor.running.url}${seen.url}`, { method: 'POST', headers, body: seen.body });
    const body = await answer.text();
    await at('issued');
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(body, () => void at('answered'));
  });
  return gate.url;
}

async function daemon(folder: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ['--no-warnings', ENTRY, '--data', folder, ...HTTP], {
    env: { PATH: process.env.PATH ?? '', SEATKEEPER_LOG: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  const running = await findRunningService(folder);
  return { child, client: localClient(running?.url ?? '', running?.token ?? '') };
}

/** Nothing of the license, or all of it. */
async function orderInForce(client: ReturnType<typeof localClient>): Promise<string> {
  const { information } = await client.license.read();
  const exported = await client.license.export().then(
    ({ xml }) => xml.includes(information.orderId),
    () => information.orderId === '' && information.phase === 'evaluation',
  );
  return exported ? information.orderId : 'half done';
}

test.each<Moment | 'applying' | 'applied'>(['asked', 'issued', 'answered', 'applying', 'applied'])(
  'kill -9 of the service when an activation is %s: nothing or all of it is in force, and asking again burns nothing',
  async (moment) => {
    const vendor = await testVendor({ now: () => Date.now() });
    const order = vendor.order();
    const [key] = vendor.trust.trustedKeys;
    const folder = await testFolder();
    let armed: ChildProcess | undefined;
    const url = await gateTo(vendor, async (reached) => {
      if (armed && reached === moment) await killed(armed);
    });
    const env = {
      SEATKEEPER_DEVELOPMENT: '1',
      SEATKEEPER_TRUSTED_KEYS: `${key?.id}:${key?.publicKey}`,
      SEATKEEPER_LICENSING_URL: url,
      SEATKEEPER_MACHINE: JSON.stringify({ os: 'a', board: 'b', disk: 'c' }),
    };
    const first = await daemon(folder, env);
    armed = first.child;
    const asked = await first.client.license.requestOnline({ orderId: order }).catch(() => undefined);
    if (asked && (moment === 'applying' || moment === 'applied')) {
      const applied = first.client.license.apply({ pendingId: asked.pendingId }).catch(() => undefined);
      if (moment === 'applied') await applied;
    }
    await killed(first.child);
    armed = undefined;

    const second = await daemon(folder, env);
    const found = await orderInForce(second.client);
    expect(moment === 'applied' ? [order] : moment === 'applying' ? ['', order] : ['']).toContain(found);
    const { pendingId } = await second.client.license.requestOnline({ orderId: order });
    await second.client.license.apply({ pendingId });
    expect(await orderInForce(second.client)).toBe(order);
    expect(machinesOf(vendor.running.vendor.db, order)).toHaveLength(1);
  },
  60_000,
);
