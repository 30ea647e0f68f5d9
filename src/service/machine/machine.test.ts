import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SeatkeeperError } from '../../contract/errors.ts';
import { parseReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { INSTALL_ID_FILE, installId } from './install-id.ts';
import { fakeIo } from './machine.testkit.ts';
import { parseMachineOverride, readMachine, referenceIdOf } from './machine.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-machine-'));
});
afterEach(async () => {
  await chmod(folder, 0o700).catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'no error';
  } catch (error) {
    return error instanceof SeatkeeperError ? error.code : String(error);
  }
};

test('LICENSING 3: the install id is made once, for its owner only', async () => {
  const id = await installId(folder);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await installId(folder)).toBe(id);
  expect(await readdir(folder)).toEqual([INSTALL_ID_FILE]);
  if (process.platform !== 'win32') expect((await stat(join(folder, INSTALL_ID_FILE))).mode & 0o777).toBe(0o600);
});

test('LICENSING 3: of many who make it at once, all get the same', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => installId(folder)));
  expect(new Set(ids).size).toBe(1);
  expect(await readdir(folder)).toEqual([INSTALL_ID_FILE]);
});

test('LICENSING 3: an install id that others may read is closed to them', async () => {
  await installId(folder);
  await chmod(join(folder, INSTALL_ID_FILE), 0o644);
  await installId(folder);
  if (process.platform !== 'win32') expect((await stat(join(folder, INSTALL_ID_FILE))).mode & 0o777).toBe(0o600);
});

test.each(['', 'x', '0123', `${'0'.repeat(32)}0`, `${'A'.repeat(32)}`])(
  'LICENSING 3: a damaged install id (“%s”) is told, and kept',
  async (text) => {
    await writeFile(join(folder, INSTALL_ID_FILE), text);
    expect(await codeOf(() => installId(folder))).toBe('CONFIG_INVALID');
    expect(await readFile(join(folder, INSTALL_ID_FILE), 'utf8')).toBe(text);
  },
);

test('LICENSING 3: without a data folder that can be written there is no install id', async () => {
  expect(await codeOf(() => installId(join(folder, 'none')))).toBe('DATA_FOLDER_READ_ONLY');
  await mkdir(join(folder, INSTALL_ID_FILE));
  expect(await codeOf(() => installId(folder))).toBe('FILE_UNREADABLE');
});

test('LICENSING 3: the machine is its hardware and its install id', async () => {
  const io = fakeIo({ machineId: '3d1219c7c4c5404aaa1f6d2a48adfda4' });
  const components = await readMachine({ dataFolder: folder, platform: 'linux', io });
  expect(components).toEqual({
    os: '3d1219c7c4c5404aaa1f6d2a48adfda4',
    board: '',
    disk: '',
    network: '',
    install: await installId(folder),
  });
  const id = referenceIdOf(components);
  expect(parseReferenceId(id, nodeCrypto)).toBe(id);
});

test('LICENSING 3: fewer than two components make no Reference ID', async () => {
  const components = await readMachine({ dataFolder: folder, platform: 'linux', io: fakeIo({}) });
  expect(() => referenceIdOf(components)).toThrow(expect.objectContaining({ code: 'MACHINE_UNIDENTIFIABLE' }));
});

test('LICENSING 3: an override stands for the whole machine and leaves no trace', async () => {
  const override = parseMachineOverride('{"os":"a","install":"b"}');
  expect(await readMachine({ dataFolder: folder, override })).toEqual({ os: 'a', install: 'b' });
  expect(await readdir(folder)).toEqual([]);
});

test.each(['', '7', 'null', '[]', '{"cpu":"x"}', '{"os":7}'])('the override “%s” is refused', (text) => {
  expect(() => parseMachineOverride(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('this machine can be read twice with the same result', async () => {
  const [one, other] = [await readMachine({ dataFolder: folder }), await readMachine({ dataFolder: folder })];
  expect(other).toEqual(one);
  expect(one.install).toMatch(/^[0-9a-f]{32}$/);
});
