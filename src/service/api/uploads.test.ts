import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { jobOf, openTestApi, type TestApi, TOKEN } from './api.testkit.ts';
import { createUploads } from './uploads.ts';

const MIB = 1024 * 1024;
let t: TestApi;
beforeEach(async () => {
  t = await openTestApi({ maxUpload: MIB });
});
afterEach(() => t.close());

const HEADERS = { authorization: `Bearer ${TOKEN}`, 'x-csrf-token': 'orpc' };
const files = () => readdirSync(join(t.folder, 'uploads'));

async function post(body: BodyInit, headers: Record<string, string> = HEADERS) {
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  const response = await fetch(`${t.url}/uploads`, init);
  return {
    status: response.status,
    ...((await response.json()) as { code?: string; uploadId?: string; size?: number }),
  };
}

const chunks = (count: number, bytes: number): ReadableStream<Uint8Array> => {
  let left = count;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(new Uint8Array(bytes).fill(65));
    },
  });
};

test('a file arrives as it was sent, readable by nobody else', async () => {
  const sent = Buffer.from(new Uint8Array(MIB).map((_, i) => i % 251));
  const { status, uploadId = '', size } = await post(sent);
  expect({ status, size }).toEqual({ status: 201, size: MIB });
  expect(readFileSync(t.uploads.fileOf(uploadId)).equals(sent)).toBe(true);
});

test('the limit holds for announced and for unannounced bodies, and nothing stays on disk', async () => {
  expect(await post(new Uint8Array(MIB + 1))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  expect(await post(chunks(40, 64 * 1024))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  expect(files()).toEqual([]);
  // The connection is still good for the next request.
  expect(await post(chunks(4, 1024))).toMatchObject({ status: 201, size: 4096 });
});

test.each([
  ['no sign-in', { 'x-csrf-token': 'orpc' }, 'NOT_SIGNED_IN'],
  ['no CSRF header', { authorization: HEADERS.authorization }, 'REQUEST_FORGED'],
  ['a foreign page', { ...HEADERS, 'sec-fetch-site': 'cross-site' }, 'REQUEST_FORGED'],
])('%s: nothing is stored', async (_what, headers, code) => {
  expect(await post('x', headers)).toMatchObject({ code });
  expect(files()).toEqual([]);
});

test('a sender that goes away leaves nothing', async () => {
  const { port } = new URL(t.url);
  const socket = connect(Number(port), '127.0.0.1');
  const head = Object.entries({ host: '127.0.0.1', ...HEADERS, 'content-length': '100000' });
  socket.write(`POST /uploads HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n${'x'.repeat(5_000)}`);
  await vi.waitFor(() => expect(files()).toHaveLength(1));
  socket.destroy();
  await vi.waitFor(() => expect(files()).toEqual([]));
  expect(t.logged.filter((line) => line.includes('unexpected'))).toEqual([]);
});

test('a file is removed after its import, kept after a dry run, and all are gone at the next start', async () => {
  const { uploadId: first = '' } = await post('address\n');
  await t.client().accounts.startImport({ uploadId: first, dryRun: true });
  t.world.job = jobOf({ state: 'done' });
  expect(existsSync(t.uploads.fileOf(first))).toBe(true);
  await t.client().accounts.startImport({ uploadId: first });
  await vi.waitFor(() => expect(files()).toEqual([]));
  await expect(t.client().accounts.startImport({ uploadId: first })).rejects.toMatchObject({
    code: 'UPLOAD_NOT_FOUND',
  });

  await post('left over');
  createUploads(t.folder, MIB).close();
  expect(existsSync(join(t.folder, 'uploads'))).toBe(false);
});

test.each(['', '..', '../control.db', `${'a'.repeat(32)}`, '/etc/passwd', `${'0'.repeat(31)}\0`])(
  'an id that is none leads nowhere: %j',
  (id) => {
    expect(() => t.uploads.fileOf(id)).toThrow(expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }));
  },
);

test('what the process itself sends needs no token, but the same proof', async () => {
  const send = (headers: Record<string, string>) =>
    t.api.inProcess(new Request('app://console/uploads', { method: 'POST', headers, body: 'x' }));
  expect((await send({ 'x-csrf-token': 'orpc' })).status).toBe(201);
  expect((await send({})).status).toBe(403);
});
