import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { initVendor, openVendor } from './open-vendor.ts';
import { authorizeOrder, createOrder, requireOrder } from './orders.ts';
import { startVendor } from './serve.ts';
import { startTestSmtp } from './smtp.testkit.ts';
import { machinesOf } from './store/machines.ts';
import {
  activationOf,
  authorizedOrder,
  emptyFolder,
  HOLDER,
  machine,
  orderInput,
  postJson,
  startTestVendor,
} from './vendor.testkit.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function folderWithOrder(): { folder: string; orderId: string } {
  const folder = emptyFolder();
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  initVendor({ dataFolder: folder });
  const vendor = openVendor({ dataFolder: folder });
  const orderId = authorizedOrder(vendor);
  vendor.close();
  return { folder, orderId };
}

async function spawnVendor(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'entry.ts'), 'serve', '--port', '0', '--data', folder],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  undo.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { process: child, url: line.replace('listening ', '') };
}

const KEY = { 'idempotency-key': '3e1c7a54-6b0f-4a8e-9a53-1a1a5e2f7c11' };

it('an answered activation survives kill -9: the same key has the same bytes, and nothing is burned twice', async () => {
  const { folder, orderId } = folderWithOrder();
  const first = await spawnVendor(folder);
  const answered = await postJson(`${first.url}/v1/activations`, activationOf(orderId, machine(1)), KEY);
  const bytes = await answered.text();
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');

  const second = await spawnVendor(folder);
  const repeated = await postJson(`${second.url}/v1/activations`, activationOf(orderId, machine(1)), KEY);
  expect([repeated.status, await repeated.text()]).toEqual([200, bytes]);
  const vendor = openVendor({ dataFolder: folder });
  undo.push(() => vendor.close());
  expect(machinesOf(vendor.db, orderId)).toHaveLength(1);
  expect(requireOrder(vendor, orderId).serial).toBe(1);

  second.process.kill('SIGTERM');
  expect(await once(second.process, 'exit')).toEqual([0, null]);
});

it('killed in the middle of many requests that share commits, every answer that was given is on record', async () => {
  const { folder, orderId } = folderWithOrder();
  const running = await spawnVendor(folder);
  const first = await postJson(`${running.url}/v1/activations`, activationOf(orderId, machine(1)));
  const answers = [await first.text()];
  const licenseId = / id="([^"]+)"/.exec(answers[0] ?? '')?.[1];
  const ask = async (path: string): Promise<void> => {
    const body = { ...activationOf(orderId, machine(1)), licenseId, serial: 1 };
    for (;;) answers.push(await (await postJson(`${running.url}/v1/${path}`, body)).text());
  };
  const asking = Promise.allSettled(
    ['activations', ...Array.from({ length: 7 }, () => 'validations')].map((path) => ask(path)),
  );
  while (answers.length < 25) await new Promise((resolve) => setImmediate(resolve));
  running.process.kill('SIGKILL');
  await asking;

  const vendor = openVendor({ dataFolder: folder });
  undo.push(() => vendor.close());
  const onRecord = new Set(vendor.db.prepare('SELECT xml FROM documents').pluck().all());
  const licenses = answers.filter((a) => a.startsWith('<?xml'));
  expect(licenses.length).toBeGreaterThanOrEqual(25);
  expect(licenses.filter((a) => !onRecord.has(a))).toEqual([]);
  expect(new Set(licenses).size).toBe(licenses.length);
  expect(requireOrder(vendor, orderId).serial).toBe(onRecord.size);
});

it('one server per data folder; operators work beside it', async () => {
  const server = await startTestVendor();
  undo.push(() => server.end());
  await expect(startVendor({ dataFolder: server.folder, port: 0 })).rejects.toMatchObject({
    code: 'VENDOR_ALREADY_RUNNING',
  });
  const operator = openVendor({ dataFolder: server.folder });
  undo.push(() => operator.close());
  const { id } = createOrder(operator, orderInput());
  authorizeOrder(operator, id);
  expect((await postJson(`${server.url}/v1/activations`, activationOf(id, machine(1)))).status).toBe(200);
});

it('gives the folder free when it ends, also after a failed start', async () => {
  const server = await startTestVendor();
  undo.push(() => server.end());
  await server.close();
  const blocker = createServer().listen(0, '127.0.0.1');
  undo.push(() => new Promise((resolve) => blocker.close(resolve)));
  await once(blocker, 'listening');
  const port = (blocker.address() as { port: number }).port;
  await expect(startVendor({ dataFolder: server.folder, port })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  const again = await startVendor({ dataFolder: server.folder, port: 0 });
  await again.close();
});

it('mail that waited when the last process died is sent by the next', async () => {
  const smtp = await startTestSmtp();
  undo.push(() => smtp.close());
  const { folder } = folderWithOrder();
  const died = openVendor({ dataFolder: folder, mails: true });
  const orderId = authorizedOrder(died);
  died.close();
  const server = await startVendor({ dataFolder: folder, port: 0, smtp: { smtp: smtp.url } });
  undo.push(() => server.close());
  while (smtp.messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(smtp.messages[0]).toContain(`Subject: Your Seatkeeper license: order ${orderId}`);
});

it('a link mailed to the holder releases a computer, for a day', async () => {
  const smtp = await startTestSmtp();
  undo.push(() => smtp.close());
  const server = await startTestVendor({ smtp: { smtp: smtp.url }, publicUrl: 'https://licensing.example.com' });
  undo.push(() => server.end());
  const order = authorizedOrder(server.vendor);
  await postJson(`${server.url}/v1/activations`, activationOf(order, machine(1)));
  const post = (path: string, fields: Record<string, string>) =>
    fetch(server.url + path, { method: 'POST', body: new URLSearchParams(fields) });

  const direct = { order, email: HOLDER.email, release: machine(1) };
  expect((await post('/client-activations/release', direct)).status).toBe(404);
  expect((await post('/client-activations/link', { order, reference: machine(2) })).status).toBe(403);
  for (const _ of [1, 2])
    expect((await post('/client-activations/link', { order, reference: machine(1) })).status).toBe(200);
  const links = server.vendor.db.prepare("SELECT body FROM outbox WHERE occasion LIKE 'release-link:%'").pluck().all();
  expect(links).toHaveLength(1);
  const token =
    /https:\/\/licensing\.example\.com\/client-activations\/manage\?token=(\S+)/.exec(String(links[0]))?.[1] ?? '';

  const page = await fetch(`${server.url}/client-activations/manage?token=${token}`);
  expect(await page.text()).toContain(`value="${machine(1)}"`);
  expect((await post('/client-activations/manage', { token, release: machine(1) })).status).toBe(200);
  expect(machinesOf(server.vendor.db, order)[0]?.released).toBe(true);
  server.clock.advance(25 * 3_600_000);
  expect((await fetch(`${server.url}/client-activations/manage?token=${token}`)).status).toBe(403);
});
