import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTestApi, type TestApi, TOKEN } from './api/api.testkit.ts';
import { createDownloads } from './downloads.ts';

let t: TestApi;
beforeEach(async () => {
  t = await openTestApi();
});
afterEach(() => t.close());

const HEADERS = { authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' };
const files = () => readdirSync(join(t.folder, 'downloads'));
const CONTENT = Buffer.from(new Uint8Array(1_000_000).map((_, i) => i % 251));

function offered(): string {
  const { downloadId, path } = t.downloads.place();
  writeFileSync(path, CONTENT);
  t.downloads.offer(downloadId, 'a.skb', 'admin');
  return downloadId;
}
const get = (id: string, headers: Record<string, string> = HEADERS, method = 'GET') =>
  fetch(`${t.url}/downloads/${id}`, { headers, method });
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

test('a file goes out byte for byte, once, and is gone then', async () => {
  const response = await get(offered());
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="a.skb"');
  expect(response.headers.get('content-length')).toBe('1000000');
  expect(Buffer.from(await response.arrayBuffer()).equals(CONTENT)).toBe(true);
  await vi.waitFor(() => expect(files()).toEqual([]));
});

test('who breaks off can fetch it again', async () => {
  const id = offered();
  const broken = await get(id);
  await broken.body?.cancel();
  expect((await (await get(id)).arrayBuffer()).byteLength).toBe(CONTENT.length);
  expect(await codeOf(await get(id))).toBe('DOWNLOAD_NOT_FOUND');
});

test.each([
  ['no sign-in', { 'x-csrf-token': 'orpc' }, 'NOT_SIGNED_IN'],
  ['no CSRF header', { authorization: HEADERS.authorization }, 'REQUEST_FORGED'],
  ['a foreign page', { ...HEADERS, 'sec-fetch-site': 'cross-site' }, 'REQUEST_FORGED'],
])('%s: nothing goes out, the file stays', async (_what, headers, code) => {
  const id = offered();
  expect(await codeOf(await get(id, headers))).toBe(code);
  expect(files()).toEqual([id]);
});

test('a viewer fetches what viewers may, and no backup', async () => {
  const id = offered();
  await expect(t.downloads.answer(id, 'viewer')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  t.downloads.offer(id, 'seats.csv', 'viewer');
  const answer = await t.downloads.answer(id, 'viewer');
  expect((await answer.arrayBuffer()).byteLength).toBe(CONTENT.length);
});

test.each(['', '..', '..%2Fcontrol.db', '%2Fetc%2Fpasswd', 'a'.repeat(32)])(
  'an id that is none leads nowhere: %j',
  async (id) => {
    expect((await get(id)).status).toBe(404);
  },
);

test('what is not offered yet cannot be fetched; it is gone at the next start', async () => {
  const { downloadId, path } = t.downloads.place();
  writeFileSync(path, CONTENT);
  expect(await codeOf(await get(downloadId))).toBe('DOWNLOAD_NOT_FOUND');
  expect(await codeOf(await get(offered(), HEADERS, 'POST'))).toBe('PATH_NOT_FOUND');
  createDownloads(t.folder);
  expect(files()).toEqual([]);
});
