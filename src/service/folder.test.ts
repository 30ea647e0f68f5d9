import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolderOf, openDataFolder, readLocalToken, renewLocalToken } from './folder.ts';
import { isLocked, takeLock } from './lock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatkeeper-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;
const isRoot = process.getuid?.() === 0;

test('--data wins over SEATKEEPER_DATA, and both over the platform’s place', () => {
  expect(dataFolderOf('/a', { SEATKEEPER_DATA: '/b' })).toBe('/a');
  expect(dataFolderOf(undefined, { SEATKEEPER_DATA: '/b' })).toBe('/b');
  expect(dataFolderOf('', { SEATKEEPER_DATA: '' })).toMatch(/seatkeeper/i);
});

test('the folder is made, or made private', () => {
  const made = join(root, 'a', 'b');
  openDataFolder(made);
  expect(modeOf(made)).toBe(0o700);
  chmodSync(made, 0o755);
  openDataFolder(made);
  expect(modeOf(made)).toBe(0o700);
  expect(readdirSync(made)).toEqual([]);
});

test('a place where no folder can be is named', () => {
  writeFileSync(join(root, 'file'), '');
  const failure = expect.objectContaining({
    code: 'DATA_FOLDER_READ_ONLY',
    params: { folder: join(root, 'file', 'x') },
  });
  expect(() => openDataFolder(join(root, 'file', 'x'))).toThrow(failure);
});

test.skipIf(!isRoot)('a folder of another user is refused, also to root, and left as it is', () => {
  const folder = join(root, 'theirs');
  mkdirSync(folder, { mode: 0o755 });
  chownSync(folder, 12_345, 12_345);
  expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_NOT_YOURS' }));
  expect(modeOf(folder)).toBe(0o755);
});

test.skipIf(isRoot)('a folder that may not be written is refused', () => {
  const parent = join(root, 'parent');
  mkdirSync(parent);
  chmodSync(parent, 0o500);
  expect(() => openDataFolder(join(parent, 'x'))).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_READ_ONLY' }));
});

test('the token is new at each start, and its owner’s only', () => {
  const first = renewLocalToken(root);
  const second = renewLocalToken(root);
  expect(Buffer.from(second, 'base64url')).toHaveLength(32);
  expect(second).not.toBe(first);
  expect(readLocalToken(root)).toBe(second);
  expect(modeOf(join(root, 'local.token'))).toBe(0o600);
  expect(readdirSync(root)).toEqual(['local.token']);
  expect(readLocalToken(join(root, 'nowhere'))).toBeUndefined();
});

test('one at a time has the lock, and asking for it does not take it', () => {
  expect(isLocked(root)).toBe(false);
  expect(existsSync(join(root, 'service.lock'))).toBe(false);
  const lock = takeLock(root);
  expect(takeLock(root)).toBeUndefined();
  expect(isLocked(root)).toBe(true);
  lock?.release();
  expect(isLocked(root)).toBe(false);
  const again = takeLock(root);
  expect(again).toBeDefined();
  again?.release();
});

test('the lock of a killed process is free at once', async () => {
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { takeLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
     globalThis.lock = takeLock(${JSON.stringify(root)});
     console.log(lock ? 'held' : 'refused');
     setInterval(() => {}, 1000);`,
  ]);
  try {
    const [line] = (await once(holder.stdout, 'data')) as [Buffer];
    expect(String(line).trim()).toBe('held');
    expect(takeLock(root)).toBeUndefined();
    expect(isLocked(root)).toBe(true);
  } finally {
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  }
  const lock = takeLock(root);
  expect(lock).toBeDefined();
  lock?.release();
});
