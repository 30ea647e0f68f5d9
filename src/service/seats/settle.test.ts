/** Licenses that change over more seats than are moved at once (LICENSING 6). */
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { ALL_FLAGS } from '../../core/seats/modules.ts';
import { poolsInForce } from '../../core/seats/pools.ts';
import { NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { licensed, openAccess } from './access.testkit.ts';

const SEATED = 45_000;
const DAY = 86_400_000;
let folder: TestFolder;
let server: TestServer;

/** As many accounts with a seat of Instant Messaging, the first one assigned first. */
function fill(file: string): void {
  const raw = new Database(file);
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${SEATED})`;
  raw.exec(`begin;
    insert into domain (id, name, flags, present, created_at) values (1, 'a.example', ${ALL_FLAGS}, 1, 0);
    insert into address (id, domain_id, local) ${numbers} select i, 1, 'u' || i from n;
    insert into account (id, domain_id, flags, created_at) ${numbers} select i, 1, ${ALL_FLAGS}, 0 from n;
    insert into access ${numbers} select i, 'im', i, i from n;
    insert into seat ${numbers} select i, 'module:im', i from n;
    insert into pool (key, mask, seats, assigned) values ('module:im', 0, null, ${SEATED});
    commit`);
  raw.close();
}
beforeAll(async () => {
  folder = await testFolder();
  server = await testServer(folder);
  fill(folder.file);
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

const numbers = async () => {
  const { read } = server.store;
  const pool = await read.selectFrom('pool').selectAll().where('key', '=', 'module:im').executeTakeFirstOrThrow();
  const count = (table: 'seat' | 'seat_trial') =>
    read
      .selectFrom(table)
      .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.max('address_id').as('last')])
      .$if(table === 'seat_trial', (query) => query.where('waiting' as never, '=', 1 as never))
      .executeTakeFirstOrThrow();
  const [seats, waiting] = [await count('seat'), await count('seat_trial')];
  expect(pool).toMatchObject({ assigned: seats.n, trials: waiting.n });
  return { seats: seats.n, lastSeated: seats.last, waiting: waiting.n };
};

test('by ranges: the latest lose theirs, the oldest move up again, numbers are exact at every step', async () => {
  const a = await openAccess(server, licensed({ module: 'im', seats: 'unlimited' }));
  expect(await numbers()).toEqual({ seats: SEATED, lastSeated: SEATED, waiting: 0 });
  a.world.now += DAY;
  await a.license({ module: 'im', seats: 1_000 });
  expect(await numbers()).toEqual({ seats: 1_000, lastSeated: 1_000, waiting: SEATED - 1_000 });
  expect([await a.ask('u1000'), await a.ask('u1001')]).toEqual(['seat', 'trial']);
  await a.license({ module: 'im', seats: 30_000 });
  expect(await numbers()).toEqual({ seats: 30_000, lastSeated: 30_000, waiting: SEATED - 30_000 });
  a.world.now += SEAT_TRIAL;
  expect([await a.ask('u30000'), await a.ask('u30001')]).toEqual(['seat', 'TRIAL_ENDED']);
  await a.license({ group: 'collaboration', seats: 30_000 });
  await a.license({ module: 'im', seats: 30_000 });
  expect(await numbers()).toEqual({ seats: 30_000, lastSeated: 30_000, waiting: SEATED - 30_000 });
  expect(await a.ask('u30001'), 'a trial goes on through a license by category and back').toBe('TRIAL_ENDED');
  await server.done(server.domains.startModify({ mask: 'a.example', variables: { D_IM: '0' } }, null));
  await a.access.settle();
  expect(await numbers()).toEqual({ seats: 0, lastSeated: null, waiting: 0 });
  await a.access.close();
});

test('stopped between two ranges nothing is wrong, and the next one goes on', async () => {
  await server.done(server.domains.startModify({ mask: 'a.example', variables: { D_IM: '1' } }, null));
  await server.store.write(async (trx) => {
    await trx.deleteFrom('seat_trial').execute();
    await trx
      .insertInto('seat')
      .columns(['address_id', 'pool', 'assigned_at'])
      .expression((eb) => eb.selectFrom('account').select((e) => ['id', e.val('module:im').as('p'), 'id as at']))
      .execute();
    await trx.updateTable('pool').set({ seats: null, assigned: SEATED }).where('key', '=', 'module:im').execute();
  });
  const stop = new AbortController();
  const pools = poolsInForce(licensed({ module: 'im', seats: 5 }), NOW);
  const settling = server.store.runTask('settle-seats', { pools, now: NOW }, { signal: stop.signal });
  settling.catch(() => {});
  for (let left = SEATED; left === SEATED; ) {
    await new Promise((resolve) => setImmediate(resolve));
    left = Number(
      (await server.store.read.selectFrom('pool').select('assigned').where('key', '=', 'module:im').executeTakeFirst())
        ?.assigned,
    );
  }
  // Its turn is between two ranges, or behind the last one of a quick worker.
  await server.store.write(async () => stop.abort());
  const ended = await settling.then(
    () => 5,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'CANCELLED' });
      return SEATED;
    },
  );
  const { seats } = await numbers();
  expect([SEATED - 20_000, SEATED - 40_000, 5]).toContain(seats);
  expect(seats).toBeLessThanOrEqual(ended);
  await server.store.runTask('settle-seats', { pools, now: NOW });
  expect(await numbers()).toEqual({ seats: 5, lastSeated: 5, waiting: SEATED - 5 });
});
