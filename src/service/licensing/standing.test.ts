import { afterEach, expect, test } from 'vitest';
import { initialWatchState } from '../../core/lifecycle/watch-state.ts';
import { cleanUp, refusalOf, START, testServer } from './licensing.testkit.ts';
import { readStanding, readWatch, type Standing, writeStanding, writeWatch } from './standing.ts';

afterEach(cleanUp);

const standing: Standing = {
  serials: new Map([['7K3Q-9XWD-4MHT', 9]]),
  supersededBy: new Map([['0000-0000-0000', '7K3Q-9XWD-4MHT']]),
};

test('LICENSING 2: what is written is read again; serials are never turned back, replaced orders stay so', async () => {
  const { store } = await testServer();
  await store.write((trx) => writeStanding(trx, standing));
  expect(await readStanding(store.read)).toEqual(standing);
  await store.write((trx) =>
    writeStanding(trx, { serials: new Map([['7K3Q-9XWD-4MHT', 2]]), supersededBy: new Map() }),
  );
  expect(await readStanding(store.read)).toEqual(standing);
});

test('the state of the watch is read as it was written', async () => {
  const { store } = await testServer();
  const state = initialWatchState({ now: { system: START, uptime: 5 }, timeZone: 'Africa/Cairo' });
  await store.write((trx) => writeWatch(trx, state));
  expect(await readWatch(store.read, store.file)).toEqual(state);
});

test.each(['', 'yesterday', '{}', '{"format":1}', '{"format":2,"firstStart":1}', 'null'])(
  'a state that is none (%s) never begins a new evaluation: the service does not start on it',
  async (value) => {
    const server = await testServer();
    await server.store.write((trx) => trx.updateTable('standing').set({ value }).where('key', '=', 'watch').execute());
    expect(await refusalOf(server.restart())).toMatchObject({ code: 'DATABASE_DAMAGED' });
  },
);
