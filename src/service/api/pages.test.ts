import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApi, type TestApi, TOKEN } from './api.testkit.ts';
import { serveBundle } from './bundle.ts';

let folder: string;
let t: TestApi;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-bundle-'));
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'web', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'web', 'assets', 'index-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'web', 'notes.unknown'), 'x');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  t = await openTestApi({ rendererFolder: join(folder, 'web') });
});
afterEach(async () => {
  await t.close();
  rmSync(folder, { recursive: true });
});

const open = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${t.url}${path}`, { headers, method, redirect: 'manual' });

async function link(): Promise<string> {
  const { url } = await t.client().system.consoleLink();
  return new URL(url).pathname + new URL(url).search;
}
const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

test('the page has a new nonce each time, in its policy and in its text', async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 2; i += 1) {
    const response = await open('/console/');
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}">`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

test('scripts have their type and may be kept: their names change with their content', async () => {
  const response = await open('/console/assets/index-1a2b.js');
  expect(await response.text()).toBe('export {};');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const head = await open('/console/assets/index-1a2b.js', {}, 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '//etc/passwd',
  '/assets',
  '/assets/',
  '/notes.unknown',
  '/index.html%00.js',
  '/%',
  '/.hidden',
])('the bundle is all there is: %s', async (path) => {
  writeFileSync(join(folder, 'web', '.hidden'), 'x');
  expect((await serveBundle(join(folder, 'web'), path)).status).toBe(404);
});

test('a folder without a bundle answers, and one that is a link is followed', async () => {
  expect((await serveBundle(join(folder, 'nowhere'), '/')).status).toBe(404);
  symlinkSync(join(folder, 'web'), join(folder, 'link'));
  expect((await serveBundle(join(folder, 'link'), '/')).status).toBe(200);
});

test('a one-time link signs a browser in, once', async () => {
  const path = await link();
  // As from a link in a mail; fetch itself would overwrite the header.
  const headers = { host: '127.0.0.1', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const first = await t.api.overHttp(new Request(`${t.url}${path}`, { headers }), true);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/console/']);
  expect(first.headers.getSetCookie()[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);

  const cookie = cookieOf(first);
  await expect(t.client({ cookie }).license.read()).resolves.toMatchObject({ serial: 1 });
  expect(t.audit).toMatchObject([{ action: 'console link', client: 'tool' }]);

  const second = await open(path);
  expect([second.status, cookieOf(second)]).toEqual([403, '']);
  expect(await second.text()).toContain('used already');
  // The same browser that opens it again from its history is signed in anyway.
  expect((await open(path, { cookie })).status).toBe(303);
});

test('a link is not used up by a look at it, and is worth nothing after 15 minutes', async () => {
  const path = await link();
  expect((await open(path, {}, 'HEAD')).status).toBe(403);
  t.world.now += 15 * 60_000;
  expect((await open(path)).status).toBe(403);
  expect((await open('/console/?token=')).status).toBe(403);
});

test('a session ends after 12 hours of rest; it may neither mint links nor stop the host', async () => {
  const cookie = cookieOf(await open(await link()));
  t.world.now += 11 * 3_600_000;
  await t.client({ cookie }).license.read();
  t.world.now += 11 * 3_600_000;
  await t.client({ cookie }).license.read();
  await expect(t.client({ cookie }).system.consoleLink()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(t.client({ cookie }).system.yield()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  t.world.now += 12 * 3_600_000;
  await expect(t.client({ cookie }).license.read()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
});

test('the address alone leads to the console; a re-bound name gets nothing', async () => {
  const response = await open('/');
  expect([response.status, response.headers.get('location')]).toEqual([303, '/console/']);
  const elsewhere = await t.api.overHttp(
    new Request('http://evil.example/console/', { headers: { host: 'evil.example' } }),
    true,
  );
  expect(elsewhere.status).toBe(403);
});

test('a local token is worth nothing from another machine', async () => {
  const headers = { host: '127.0.0.1', authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' };
  const ask = (loopback: boolean) =>
    t.api.overHttp(new Request(`${t.url}/api/license`, { headers }), loopback).then(({ status }) => status);
  expect([await ask(true), await ask(false)]).toEqual([200, 401]);
});
