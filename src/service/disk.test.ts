/** A disk that is full, or read-only: where this machine lets a test mount one. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createUploads } from './api/uploads.ts';
import { explained } from './folder.ts';
import { startService } from './start.ts';

const MIB = 1024 * 1024;
let root: string;
let disk: string;
let mounted: boolean;
const mount = (...args: string[]) => spawnSync('mount', [...args, disk]).status === 0;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatkeeper-disk-'));
  disk = join(root, 'disk');
  mkdirSync(disk);
  mounted = process.platform === 'linux' && mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
});
afterEach(() => {
  if (mounted) spawnSync('umount', [disk]);
  rmSync(root, { recursive: true, force: true });
});

const start = (dataFolder: string) =>
  startService({ dataFolder, host: 'daemon', http: ':0', env: {}, log: () => {} }).then(
    async (service) => {
      await service.close();
      return 'started';
    },
    (error: { code?: string }) => error.code,
  );

/** Leaves less room than a page. */
function fill(): void {
  for (const [name, bytes] of [
    ['fill-1', MIB / 4],
    ['fill-2', 4096],
  ] as const) {
    for (let i = 0; ; i += 1) {
      try {
        writeFileSync(join(disk, `${name}-${i}`), Buffer.alloc(bytes));
      } catch {
        break;
      }
    }
  }
}

test('an upload that does not fit leaves nothing, and the next small one works', async ({ skip }) => {
  skip(!mounted, 'needs the right to mount');
  const uploads = createUploads(disk, 100 * MIB);
  const big = new Blob([new Uint8Array(3 * MIB)]).stream();
  const { signal } = new AbortController();
  await expect(uploads.receive(big, 0, signal)).rejects.toMatchObject({ code: 'DATA_FOLDER_FULL' });
  expect(readdirSync(join(disk, 'uploads'))).toEqual([]);
  expect(await uploads.receive(new Blob(['x']).stream(), 1, signal)).toMatchObject({ size: 1 });
  uploads.close();
});

test('a service on a full disk says so', async ({ skip }) => {
  skip(!mounted, 'needs the right to mount');
  const folder = join(disk, 'data');
  mkdirSync(folder);
  fill();
  expect(await start(folder)).toBe('DATA_FOLDER_FULL');
  for (const name of readdirSync(disk).filter((name) => name.startsWith('fill'))) rmSync(join(disk, name));
  expect(await start(folder)).toBe('started');
});

test('a service on a read-only disk says so', async ({ skip }) => {
  skip(!mounted, 'needs the right to mount');
  const folder = join(disk, 'data');
  expect(await start(folder)).toBe('started');
  expect(mount('-o', 'remount,ro')).toBe(true);
  expect(await start(folder)).toBe('DATA_FOLDER_READ_ONLY');
  expect(await start(join(disk, 'new'))).toBe('DATA_FOLDER_READ_ONLY');
});

test.each([
  ['ENOSPC', 'DATA_FOLDER_FULL'],
  ['EDQUOT', 'DATA_FOLDER_FULL'],
  ['EROFS', 'DATA_FOLDER_READ_ONLY'],
  ['EACCES', 'DATA_FOLDER_READ_ONLY'],
  ['EIO', 'EIO'],
])('%s in the data folder is %s', (code, expected) => {
  const failing = () => {
    throw Object.assign(new Error(code), { code });
  };
  expect(() => explained('/data', failing)).toThrow(expect.objectContaining({ code: expected }));
});
