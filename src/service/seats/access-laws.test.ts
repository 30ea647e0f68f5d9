/** Laws of seats over a real store, whatever accounts and licenses do (LICENSING 6). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEAT_TRIAL } from '../../core/seats/decide.ts';
import { demotions, promotions } from '../../core/seats/moves.ts';
import { type PoolInForce, poolsInForce } from '../../core/seats/pools.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, type TestServer } from '../store/store.testkit.ts';
import { licensed, openAccess, type TestAccess } from './access.testkit.ts';

const DAY = 86_400_000;
let server: TestServer;
oneServer((opened) => {
  server = opened;
});

const local = fc.constantFrom('al', 'bo', 'cy', 'di', 'ed', 'flo');
const module = fc.constantFrom('im', 'ftp', 'mail');
const seats = fc.oneof(fc.nat(4), fc.constant('unlimited' as const));
const entitlement = fc.oneof(
  seats.map((n) => licensed({ group: 'collaboration', seats: n })),
  fc.tuple(seats, seats).map(([n, m]) => licensed({ group: 'collaboration', seats: n }, { module: 'im', seats: m })),
  fc.tuple(seats, seats).map(([n, m]) => licensed({ module: 'im', seats: n }, { module: 'ftp', seats: m })),
);

type Step = (a: TestAccess) => Promise<unknown>;
const quietly = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'SeatkeeperError')) throw error;
  });
const modified = (mask: string, variables: Record<string, string>) =>
  server.ended(server.accounts.startModify({ mask, variables }, null));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(local, module).map(
      ([l, m]): Step =>
        (a) =>
          a.ask(l, m),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(fc.tuple(local, module), { minLength: 2, maxLength: 6 }).map(
      (all): Step =>
        (a) =>
          Promise.all(all.map(([l, m]) => a.ask(l, m))),
    ),
  },
  fc.tuple(local, fc.constantFrom('0', '1')).map(
    ([l, v]): Step =>
      () =>
        modified(`${l}@a.example`, { U_IM: v }),
  ),
  fc.constantFrom('0', '1').map(
    (v): Step =>
      () =>
        modified('*@*', { U_FTP: v }),
  ),
  fc.tuple(local, fc.constantFrom('0', '1')).map(
    ([l, v]): Step =>
      () =>
        modified(`${l}@a.example`, { U_AccountDisabled: v }),
  ),
  local.map(
    (l): Step =>
      () =>
        server.ended(server.accounts.startDelete({ mask: `${l}@a.example` }, null)),
  ),
  fc.tuple(local, local).map(
    ([from, to]): Step =>
      () =>
        quietly(server.accounts.rename({ from: `${from}@a.example`, to: `${to}@a.example` })),
  ),
  entitlement.map(
    (next): Step =>
      async (a) => {
        a.world.entitlement = next;
        await a.access.settle();
      },
  ),
  fc.nat(20).map(
    (days): Step =>
      async (a) => {
        a.world.now += days * DAY;
      },
  ),
);

async function rows() {
  const { read } = server.store;
  return {
    pools: await read.selectFrom('pool').selectAll().execute(),
    seats: await read.selectFrom('seat').selectAll().execute(),
    trials: await read.selectFrom('seat_trial').selectAll().execute(),
  };
}

async function lawsHold(a: TestAccess, pools: readonly PoolInForce[]): Promise<void> {
  const found = await rows();
  expect(found.pools.map(({ key }) => key).sort()).toEqual(pools.map(({ key }) => key).sort());
  for (const { key, seats: limit, assigned, trials } of found.pools) {
    const held = found.seats.filter(({ pool }) => pool === key);
    const waiting = found.trials.filter((trial) => trial.pool === key && trial.waiting === 1);
    expect(limit === null || held.length <= limit, 'never more full seats than seats').toBe(true);
    expect({ assigned, trials }, 'numbers are exact').toEqual({ assigned: held.length, trials: waiting.length });
    if (limit === null || held.length < limit) expect(waiting, 'nobody waits beside a free seat').toEqual([]);
    const both = waiting.filter(({ address_id }) => held.some((seat) => seat.address_id === address_id));
    expect(both, 'a seat or a trial').toEqual([]);
  }
  expect(found.trials.every(({ started_at }) => started_at <= a.world.now)).toBe(true);
}

test('LICENSING 6: whatever happens: no more full seats than seats, exact numbers, no one waits beside a free seat', async () => {
  await fc.assert(
    fc.asyncProperty(entitlement, fc.array(step, { minLength: 5, maxLength: 20 }), async (first, steps) => {
      await clear(server.store);
      await server.domains.create({ name: 'a.example', variables: {} });
      const a = await openAccess(server, first);
      try {
        for (const run of steps) {
          const before = new Map((await rows()).trials.map((t) => [`${t.address_id} ${t.pool}`, t.started_at]));
          const license = a.world.entitlement;
          await run(a);
          await a.access.settle();
          await lawsHold(a, poolsInForce(a.world.entitlement, a.world.now));
          if (a.world.entitlement !== license) continue;
          for (const t of (await rows()).trials) {
            const known = before.get(`${t.address_id} ${t.pool}`);
            if (known !== undefined) expect(t.started_at, 'a trial does not restart').toBe(known);
          }
        }
        expect(a.world.errors).toEqual([]);
      } finally {
        await a.access.close();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

test('LICENSING 6: the store moves up and down whom core names', async () => {
  const people = fc.uniqueArray(fc.record({ at: fc.nat(9), local: fc.nat(99) }), {
    selector: ({ local: l }) => l,
    minLength: 3,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(people, fc.nat(8), fc.nat(8), async (all, few, many) => {
      await clear(server.store);
      await server.domains.create({ name: 'a.example', variables: {} });
      const a = await openAccess(server, licensed({ module: 'im', seats: few }));
      const start = a.world.now;
      for (const { at, local: l } of all) {
        a.world.now = start + at;
        await a.ask(`u${l}`);
      }
      const before = await rows();
      const seated = before.seats.map((s) => ({ id: s.address_id, assignedAt: s.assigned_at }));
      const waiting = before.trials.map((t) => ({ id: t.address_id, firstAccess: t.first_access }));
      a.world.now = start + DAY;
      await a.license({ module: 'im', seats: many });
      const up = promotions(waiting, many - seated.length);
      const down = demotions(seated, seated.length - many);
      const expected = [...seated.map(({ id }) => id).filter((id) => !down.includes(id)), ...up];
      const after = await rows();
      expect(after.seats.map((s) => s.address_id).sort()).toEqual(expected.sort());
      const fresh = after.trials.filter((t) => down.includes(t.address_id));
      expect(fresh.every((t) => t.started_at + SEAT_TRIAL === start + DAY + SEAT_TRIAL)).toBe(true);
      expect(fresh).toHaveLength(down.length);
      await a.access.close();
    }),
    { numRuns: 20 },
  );
}, 120_000);
