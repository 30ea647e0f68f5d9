/** Seats, trials, accesses and usage in backups, over real stores (LICENSING 2, 6, 11). */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { type Holding, mergeTrials, NOTHING, withoutSeat } from '../../core/seats/merge-holdings.ts';
import { moduleOf } from '../../core/seats/modules.ts';
import { licensed, openAccess, seatsOf } from '../seats/access.testkit.ts';
import { clear, NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { backupInput, restoreInput } from './restore-input.testkit.ts';

const DAY = 86_400_000;
const IM = 'module:im';
let folder: TestFolder;
let server: TestServer;
let files = 0;
beforeAll(async () => {
  folder = await testFolder();
  mkdirSync(folder.backups);
  server = await testServer(folder);
});
beforeEach(async () => {
  await clear(server.store);
  await server.store.write((trx) => trx.deleteFrom('usage_day').execute());
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

function path(): string {
  files += 1;
  return join(folder.folder, `${files}.skb`);
}
async function backup(of = server): Promise<string> {
  const file = path();
  await of.store.runTask('backup', backupInput(file));
  return file;
}
const restore = async (file: string, into = server, now = NOW) =>
  into.store.runTask('restore-backup', await restoreInput(into.store, file, path(), now));

const LOCALS = ['al', 'bo', 'cy', 'di'];
async function people(): Promise<number[]> {
  await server.domains.create({ name: 'a.example', variables: {} });
  for (const local of LOCALS) await server.accounts.create({ address: `${local}@a.example`, variables: {} });
  const rows = await server.store.read.selectFrom('account').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
const put = (ids: readonly number[], holdings: readonly Holding[], seats: number): Promise<void> =>
  server.store.write(async (trx) => {
    for (const table of ['pool', 'seat', 'seat_trial'] as const) await trx.deleteFrom(table).execute();
    await trx
      .insertInto('pool')
      .values({ key: IM, mask: moduleOf('im').mask, seats })
      .execute();
    for (const [n, { seat, trial, waiting }] of holdings.entries()) {
      const key = { address_id: ids[n] ?? 0, pool: IM };
      if (seat !== null)
        await trx
          .insertInto('seat')
          .values({ ...key, assigned_at: seat })
          .execute();
      if (!trial) continue;
      const row = { ...key, first_access: trial.firstAccess, started_at: trial.startedAt, waiting: waiting ? 1 : 0 };
      await trx.insertInto('seat_trial').values(row).execute();
    }
  });
async function held(ids: readonly number[]): Promise<Holding[]> {
  const { read } = server.store;
  const seats = await read.selectFrom('seat').selectAll().execute();
  const trials = await read.selectFrom('seat_trial').selectAll().execute();
  return ids.map((id) => {
    const trial = trials.find(({ address_id }) => address_id === id);
    return {
      seat: seats.find(({ address_id }) => address_id === id)?.assigned_at ?? null,
      trial: trial ? { firstAccess: trial.first_access, startedAt: trial.started_at } : null,
      waiting: trial?.waiting === 1,
    };
  });
}
/** The latest beyond the seats lose theirs. */
function within(seats: number, merged: readonly Holding[], ids: readonly number[], now: number): Holding[] {
  const seated = merged.flatMap(({ seat }, n) => (seat === null ? [] : [{ n, seat, id: ids[n] ?? 0 }]));
  const over = seated
    .sort((a, b) => a.seat - b.seat || a.id - b.id)
    .slice(seats)
    .map(({ n }) => n);
  return merged.map((holding, n) => (over.includes(n) ? withoutSeat(holding, now) : holding));
}

const instant = fc.integer({ min: NOW - 30 * DAY, max: NOW + 5 * DAY });
const holding: fc.Arbitrary<Holding> = fc
  .record({
    seat: fc.option(instant, { nil: null }),
    trial: fc.option(fc.record({ firstAccess: instant, startedAt: instant }, { noNullPrototype: true }), { nil: null }),
    waiting: fc.boolean(),
  })
  .map((h) => ({ ...h, waiting: h.waiting && h.seat === null && h.trial !== null }));
const holdings = fc.array(fc.oneof(fc.constant(NOTHING), holding), { minLength: 4, maxLength: 4 });

test('LICENSING 2: the store merges as core says: no trial begins anew, no more seats than there are', async () => {
  const ids = await people();
  await fc.assert(
    fc.asyncProperty(holdings, holdings, fc.nat(4), async (present, saved, seats) => {
      await put(ids, saved, 9);
      const file = await backup();
      await put(ids, present, seats);
      await restore(file);
      const merged = present.map((one, n) => mergeTrials(one, saved[n] ?? NOTHING, NOW));
      expect(await held(ids)).toEqual(within(seats, merged, ids, NOW));
      const pool = await server.store.read.selectFrom('pool').selectAll().executeTakeFirstOrThrow();
      const found = await held(ids);
      expect(pool).toMatchObject({
        key: IM,
        seats,
        assigned: found.filter(({ seat }) => seat !== null).length,
        trials: found.filter(({ waiting }) => waiting).length,
      });
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('LICENSING 11: another server gets seats, trials, accesses and usage as they were; deleted accounts keep their trial', async () => {
  await server.domains.create({ name: 'a.example', variables: {} });
  const a = await openAccess(server, licensed({ module: 'im', seats: 2 }));
  for (const local of ['al', 'bo', 'cy', 'di']) {
    await a.ask(local);
    a.world.now += DAY;
  }
  await a.ask('al', 'ftp');
  await server.done(server.accounts.startDelete({ mask: 'di@a.example' }, null));
  await a.access.settle();
  const usage = { module: 'im', day: 20_000, used: 4, seats: 2 };
  await server.store.write((trx) =>
    trx
      .insertInto('usage_day')
      .values([usage, { ...usage, module: 'ftp', seats: null }])
      .execute(),
  );
  await a.access.close();
  const file = await backup();

  const other = await testFolder();
  mkdirSync(other.backups);
  const fresh = await testServer(other);
  const b = await openAccess(fresh, licensed({ module: 'im', seats: 2 }));
  b.world.now = a.world.now;
  const { after } = await restore(file, fresh, b.world.now);
  expect(after).toMatchObject({ access: 5, seats: 2, trials: 3, usage: 2 });
  await b.access.settle();
  expect(await seatsOf(fresh.store)).toEqual(await seatsOf(server.store));
  expect(await historyOf(fresh)).toEqual(await historyOf(server));
  const accounts = await fresh.store.read.selectFrom('account').select('source').execute();
  expect(accounts).toEqual(Array.from({ length: 3 }, () => ({ source: 'seen' })));
  b.world.now = NOW + 3 * DAY + SEAT_TRIAL;
  await fresh.accounts.create({ address: 'di@a.example', variables: {} });
  expect(await b.ask('di')).toBe('TRIAL_ENDED');
  await b.access.close();
  await fresh.close();
  await other.remove();
});

async function historyOf({ store: { read } }: TestServer) {
  const named = (table: 'access' | 'seat' | 'seat_trial') =>
    read
      .selectFrom(table)
      .innerJoin('address', 'address.id', `${table}.address_id`)
      .selectAll(table)
      .select('address.local')
      .execute();
  const strip = (rows: object[]): string[] => rows.map((row) => JSON.stringify({ ...row, address_id: 0 })).sort();
  return {
    access: strip(await named('access')),
    seats: strip(await named('seat')),
    trials: strip(await named('seat_trial')),
    usage: await read.selectFrom('usage_day').selectAll().execute(),
  };
}

test('LICENSING 2: a backup from before the trial gives nobody a fresh one, whatever was deleted, also in turn', async () => {
  await server.domains.create({ name: 'a.example', variables: {} });
  const a = await openAccess(server, licensed({ module: 'im', seats: 2 }));
  await a.ask('al');
  await a.ask('bo');
  const early = await backup();
  // The license shrinks: bo has a fresh trial, and it ends.
  await a.license({ module: 'im', seats: 1 });
  await a.ask('cy');
  a.world.now += SEAT_TRIAL;
  expect([await a.ask('bo'), await a.ask('cy')]).toEqual(['TRIAL_ENDED', 'TRIAL_ENDED']);
  for (let n = 0; n < 2; n += 1) {
    await restore(early, server, a.world.now);
    await a.access.settle();
    expect(await seatsOf(server.store)).toEqual({ [IM]: 'al | bo' });
    expect(await a.ask('al')).toBe('seat');
    expect(await a.ask('bo')).toBe('TRIAL_ENDED');
    // Not in the backup: it is seen for the first time again, its trial is not.
    expect(await a.ask('cy')).toBe('TRIAL_ENDED');
    a.world.now += DAY;
  }
  await a.access.close();
});

test('LICENSING 6: a backup of a license by category, restored on one by module: seats by first access, trials go on', async () => {
  await server.domains.create({ name: 'a.example', variables: {} });
  const a = await openAccess(server, licensed({ group: 'collaboration', seats: 2 }));
  await a.ask('al', 'im');
  await a.ask('bo', 'ftp');
  await a.ask('cy', 'im');
  const file = await backup();
  await clear(server.store);
  await a.license({ module: 'im', seats: 1 }, { module: 'ftp', seats: 1 });
  a.world.now += 2 * DAY;
  await restore(file, server, a.world.now);
  await a.access.settle();
  expect(await a.state()).toEqual({ 'module:ftp': 'bo |', 'module:im': 'al | cy' });
  const { trialEnds } = await a.access.check({ address: 'cy@a.example', module: 'im' });
  expect(trialEnds).toBe(new Date(NOW + SEAT_TRIAL).toISOString());
  await a.access.close();
});

test('what is known here of usage and accesses stays; first and last access are the outermost', async () => {
  const [al] = await people();
  const access = (first: number, last: number) => ({
    address_id: al ?? 0,
    module: 'im',
    first_access: first,
    last_access: last,
  });
  const day = (used: number) => ({ module: 'im', day: 20_000, used, seats: 1 });
  const set = (first: number, last: number, used: number) =>
    server.store.write(async (trx) => {
      await trx.deleteFrom('access').execute();
      await trx.deleteFrom('usage_day').execute();
      await trx.insertInto('access').values(access(first, last)).execute();
      await trx.insertInto('usage_day').values(day(used)).execute();
    });
  await set(NOW - 9, NOW - 5, 1);
  const file = await backup();
  await set(NOW - 7, NOW - 2, 2);
  await restore(file);
  expect(await server.store.read.selectFrom('access').selectAll().execute()).toEqual([access(NOW - 9, NOW - 2)]);
  expect(await server.store.read.selectFrom('usage_day').selectAll().execute()).toEqual([day(2)]);
});
