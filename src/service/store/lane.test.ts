import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGate } from './gate.ts';
import { createLane, type Lane } from './lane.ts';
import { openStore, workerFileOf } from './open.ts';
import { type TestFolder, testFolder } from './store.testkit.ts';
import { createVersions } from './versions.ts';

let folder: TestFolder;
let lane: Lane;
/** What waits for the lane to have rested long enough. */
let rests: (() => void)[];

beforeEach(async () => {
  folder = await testFolder();
  await (await openStore({ file: folder.file, backups: folder.backups })).close();
  rests = [];
  const after = (_ms: number, work: () => void) => {
    rests.push(work);
    return () => void rests.splice(rests.indexOf(work), 1);
  };
  const setup = { file: folder.file, readonly: true, versions: createVersions() };
  lane = createLane(workerFileOf(import.meta.dirname), setup, createGate(), { ms: 1, after });
});
afterEach(async () => {
  await lane.close();
  await folder.remove();
});

const EMPTY = { accounts: 0, users: 0, domains: 0 };

test('a thread that has rested is ended, and another one does the next run', async () => {
  for (let n = 0; n < 3; n++) {
    expect(await lane.run('summary', {}, {})).toEqual(EMPTY);
    await Promise.resolve();
    expect(rests).toHaveLength(1);
    for (const ended of rests.splice(0)) ended();
  }
});

test('whoever comes keeps it from resting; a rest that ends beside work ends nothing', async () => {
  await lane.run('summary', {}, {});
  const [early] = [...rests];
  const runs = [lane.run('summary', {}, {}), lane.run('summary', {}, {})];
  expect(rests).toEqual([]);
  early?.();
  expect(await Promise.all(runs)).toEqual([EMPTY, EMPTY]);
});

const threads = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;

test('a run that comes while it is being closed is refused, and keeps no thread', async () => {
  const before = threads();
  await lane.run('summary', {}, {});
  expect(threads()).toBeGreaterThan(before);
  const refused = { code: 'SHUTTING_DOWN' };
  const late = lane.run('summary', {}, {}).catch(() => lane.run('summary', {}, {}));
  await Promise.all([lane.close(), expect(late).rejects.toMatchObject(refused)]);
  expect(threads()).toBe(before);
});
