import { afterEach, expect, test } from 'vitest';
import { cleanUp, START, testServer } from './licensing.testkit.ts';
import { readStanding, type Standing, writeStanding } from './standing.ts';

afterEach(cleanUp);

const standing: Standing = {
  firstStart: START,
  lastTrusted: START + 5,
  failingSince: START + 1,
  mismatchSince: START + 2,
  stoppedSince: START + 3,
  serials: new Map([['7K3Q-9XWD-4MHT', 9]]),
  supersededBy: new Map([['0000-0000-0000', '7K3Q-9XWD-4MHT']]),
};

test('LICENSING 2: what is written is read again; first start, trusted time and serials are never turned back', async () => {
  const { store } = await testServer();
  await store.write((trx) => writeStanding(trx, standing));
  expect(await readStanding(store.read, 0)).toEqual(standing);
  const older = { ...standing, firstStart: START + 9, lastTrusted: START, serials: new Map([['7K3Q-9XWD-4MHT', 2]]) };
  await store.write((trx) =>
    writeStanding(trx, { ...older, failingSince: null, mismatchSince: null, stoppedSince: null }),
  );
  const ended = { failingSince: null, mismatchSince: null, stoppedSince: null };
  expect(await readStanding(store.read, 0)).toEqual({ ...standing, ...ended });
});

test.each(['', 'yesterday', '-1', '1e300', '1.5'])(
  'an instant that is none (“%s”) is taken as not recorded',
  async (value) => {
    const { store } = await testServer();
    await store.write((trx) => trx.insertInto('standing').values({ key: 't0', value }).execute());
    expect((await readStanding(store.read, 0)).failingSince).toBeNull();
  },
);
