import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { acquireFolder, findRunningService, localClient } from './running.ts';
import { type RunningService, type StartOptions, startService } from './start.ts';

let folder: string;
let services: RunningService[];
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-hosting-'));
  services = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  for (const service of services) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(host: 'console' | 'daemon', more: Partial<StartOptions> = {}): Promise<RunningService> {
  const service = await startService({ dataFolder: folder, host, http: ':0', env: {}, log: () => {}, ...more });
  services.push(service);
  return service;
}

/** A daemon in a process of its own; resolves with its address once it listens. */
async function spawnDaemon(): Promise<{ child: ChildProcess; url: string; errors: () => string }> {
  const entry = new URL('../cli/service-entry.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [entry, '--data', folder, '--http', ':0'], {
    env: { PATH: process.env.PATH ?? '', SEATKEEPER_LOG: 'error' },
  });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)));
    child.once('exit', () => resolve(''));
  });
  return { child, url: line.trim().replace('listening ', ''), errors: () => errors };
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'started',
    (error: { code?: string; params?: object }) => ({ code: error.code, ...error.params }),
  );

test('a service writes its files for its owner only, and answers to the token that it wrote', async () => {
  const service = await start('daemon');
  for (const name of ['local.token', 'service.json']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const running = await findRunningService(folder);
  expect(running).toMatchObject({ url: service.url, host: 'daemon', pid: process.pid });
  const client = localClient(service.url, running?.token ?? '');
  expect((await client.license.read()).information.phase).toBe('evaluation');
  expect(await client.accounts.summary()).toEqual({ accounts: 0, users: 0, domains: 0 });

  await service.close();
  expect(existsSync(join(folder, 'service.json'))).toBe(false);
  expect(await findRunningService(folder)).toBeUndefined();
  // A token of yesterday opens nothing today.
  const again = await start('daemon');
  await expect(localClient(again.url, running?.token ?? '').license.read()).rejects.toMatchObject({
    code: 'NOT_SIGNED_IN',
  });
});

test('a second service on the same folder is refused with the address of the first', async () => {
  const service = await start('daemon');
  const refused = { code: 'SERVICE_ALREADY_RUNNING', url: service.url, pid: process.pid, folder };
  expect(await refusalOf(start('daemon'))).toEqual(refused);
  expect(await refusalOf(start('console'))).toEqual(refused);
  expect((await findRunningService(folder))?.url).toBe(service.url);
});

test('killed at once, a daemon leaves a folder that the next one takes', async () => {
  const first = await spawnDaemon();
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const second = await spawnDaemon();
  expect(second.child.exitCode ?? (await once(second.child, 'exit'))[0]).toBe(1);
  expect(second.errors()).toContain(`A control service works on ${folder} already (process ${first.child.pid}).`);
  expect(second.errors()).toContain(`it is at ${first.url}`);

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  expect(existsSync(join(folder, 'service.json'))).toBe(true);
  expect(await findRunningService(folder)).toBeUndefined();
  const third = await start('daemon');
  expect((await findRunningService(folder))?.url).toBe(third.url);
});

test('SIGTERM ends a daemon in order', async () => {
  const { child } = await spawnDaemon();
  const running = await findRunningService(folder);
  const stream = await localClient(running?.url ?? '', running?.token ?? '').events.watch();
  expect((await stream.next()).value).toMatchObject({ type: 'hello' });
  child.kill('SIGTERM');
  expect((await stream.next()).value).toEqual({ type: 'bye' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(existsSync(join(folder, 'service.json'))).toBe(false);
});

test('DESIGN 4: a daemon that finds a console hosting takes over; the console attaches', async () => {
  const yielded = Promise.withResolvers<void>();
  const hosting = await start('console', { onYield: () => yielded.resolve() });
  const daemon = await spawnDaemon();
  await yielded.promise;
  expect(daemon.url).toMatch(/^http:/);
  expect(daemon.url).not.toBe(hosting.url);
  expect(await findRunningService(folder)).toMatchObject({ host: 'daemon', url: daemon.url });
  // What still asks the console is told so, in words.
  const answer = await hosting.fetch(new Request('http://console.invalid/rpc/license/read', { method: 'POST' }));
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { json: expect.objectContaining({ code: 'SHUTTING_DOWN' }) },
  ]);
});

test('two daemons that ask one console: one gets the folder, the other its address', async () => {
  await start('console', { onYield: () => {} });
  const [first, second] = await Promise.allSettled([start('daemon'), start('daemon')]);
  const won = [first, second].flatMap((r) => (r.status === 'fulfilled' ? [r.value.url] : []));
  const lost = [first, second].flatMap((r) => (r.status === 'rejected' ? [r.reason] : []));
  expect(lost).toEqual([expect.objectContaining({ code: 'SERVICE_ALREADY_RUNNING' })]);
  expect(lost[0].params.url).toBe(won[0]);
});

test('a console without anywhere to go keeps the service, and so does a daemon that is asked', async () => {
  const service = await start('console');
  expect(await refusalOf(start('daemon'))).toMatchObject({ code: 'SERVICE_ALREADY_RUNNING', url: service.url });
  await service.close();
  const daemon = await start('daemon');
  const token = readFileSync(join(folder, 'local.token'), 'utf8').trim();
  expect(await localClient(daemon.url, token).system.yield()).toEqual({ yielded: false });
});

test('a stranger on the port of a killed service is not taken for it', async () => {
  const stranger = createServer((_req, res) => {
    res.setHeader('content-type', 'application/json').end('{"json":{"product":"Seatkeeper","host":"daemon"}}');
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const facts = { pid: 1, url: `http://127.0.0.1:${port}`, host: 'daemon' };
  writeFileSync(join(folder, 'service.json'), JSON.stringify(facts));
  writeFileSync(join(folder, 'local.token'), 'token');
  expect(await findRunningService(folder)).toBeUndefined();
  stranger.close();
});

test('a hosting console takes another port when the usual one is taken; who named a port is told', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const http = `127.0.0.1:${port}`;
  expect(await refusalOf(start('console', { http }))).toEqual({ code: 'PORT_IN_USE', address: http });
  expect(await refusalOf(start('daemon', { http }))).toEqual({ code: 'PORT_IN_USE', address: http });
  const config = parseConfig('', '', {});
  const usual = { ...config, listen: { ...config.listen, http } };
  const moved = await startService({ dataFolder: folder, host: 'console', config: usual, env: {}, log: () => {} });
  services.push(moved);
  expect(moved.url).not.toBe(`http://${http}`);
  await moved.close();
  const daemon = startService({ dataFolder: folder, host: 'daemon', config: usual, env: {}, log: () => {} });
  expect(await refusalOf(daemon)).toMatchObject({ code: 'PORT_IN_USE' });
  // Nothing is left behind by a start that failed.
  const lock = await acquireFolder(folder, 'daemon');
  lock.release();
  expect(await refusalOf(start('daemon', { http: '0.0.0.0:0' }))).toMatchObject({ code: 'CONFIG_INVALID' });
  taken.close();
});

test('a broken configuration, a damaged and a newer database each say so and change nothing', async () => {
  writeFileSync(join(folder, 'seatkeeper.toml'), '[listen]\nport = 5\n');
  const file = join(folder, 'seatkeeper.toml');
  expect(await refusalOf(start('daemon'))).toMatchObject({ code: 'CONFIG_INVALID', file });
  rmSync(file);

  const database = join(folder, 'control.db');
  await (await start('daemon')).close();
  const db = new Database(database);
  db.exec("INSERT INTO schema_migration (version, name) VALUES (9999, 'of the future')");
  db.close();
  const before = readFileSync(database);
  const files = readdirSync(folder);
  expect(await refusalOf(start('daemon'))).toMatchObject({ code: 'DATA_FOLDER_NEWER' });
  expect(readFileSync(database).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(files);

  writeFileSync(database, 'this is no database'.repeat(1_000));
  rmSync(`${database}-wal`, { force: true });
  rmSync(`${database}-shm`, { force: true });
  expect(await refusalOf(start('daemon'))).toMatchObject({ code: 'DATABASE_DAMAGED' });
});
