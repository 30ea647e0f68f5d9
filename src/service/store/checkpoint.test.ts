import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointLog } from './checkpoint.ts';
import { openStore } from './open.ts';
import { openWorker } from './sqlite/connection.ts';
import { type TestFolder, testFolder } from './store.testkit.ts';
import type { Store } from './store.ts';
import type { TaskContext } from './task-context.ts';

let folder: TestFolder;
let store: Store;

beforeEach(async () => {
  folder = await testFolder();
  store = await openStore({ file: folder.file, backups: folder.backups });
});
afterEach(async () => {
  await store.close();
  await folder.remove();
});

/** The log's header counts how often it has begun anew. */
const beginnings = (): number => readFileSync(`${folder.file}-wal`).readUInt32BE(12);

const write = (value: string) =>
  store.write((trx) =>
    trx
      .insertInto('setting')
      .values({ name: 'n', value })
      .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
      .execute(),
  );

/** As the worker does it; `meanwhile` comes before its turn at the gate. */
async function checkpoint(meanwhile: () => Promise<unknown>): Promise<void> {
  const connection = openWorker(folder.file, false);
  const alone: TaskContext['alone'] = async (work) => {
    await meanwhile();
    return work();
  };
  await checkpointLog({}, { connection, alone } as TaskContext);
  connection.close();
}

test('DESIGN 4: the log begins anew, although somebody writes while it is moved', async () => {
  await write('first');
  let before = Number.NaN;
  await checkpoint(async () => {
    await write('meanwhile');
    before = beginnings();
  });
  await write('next');
  expect(beginnings()).toBe(before + 1);
});

test('the log begins anew now and then by itself, while one write follows the other', async () => {
  await write('first');
  const before = beginnings();
  for (let n = 0; beginnings() === before && n < 10_000; n++) {
    await write(`${n}`);
    await turn();
  }
  expect(beginnings()).toBe(before + 1);
});

test('whoever reads an older state keeps the log from beginning anew, and nobody from writing', async () => {
  await write('first');
  const before = beginnings();
  await store.read.transaction().execute(async (trx) => {
    const seen = () => trx.selectFrom('setting').select('value').execute();
    expect(await seen()).toEqual([{ value: 'first' }]);
    await write('second');
    await checkpoint(() => Promise.reject(new Error('nobody is to wait for a log that is being read')));
    await write('third');
    expect(await seen()).toEqual([{ value: 'first' }]);
  });
  expect(beginnings()).toBe(before);
});
