import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { counted } from '../../core/seats/counted.ts';
import { ALL_FLAGS, DOMAIN_FIXED_FLAGS } from '../../core/seats/modules.ts';
import { BASE_MASKS } from '../../core/seats/scopes.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, contentOf, type TestFolder, type TestServer } from '../store/store.testkit.ts';
import { isCounted, Tally } from './counters.ts';

let folder: TestFolder;
let server: TestServer;

oneServer((opened, its) => {
  server = opened;
  folder = its;
});
beforeEach(() => clear(server.store));

const flags = fc.integer({ min: 0, max: ALL_FLAGS });
const anAccount = fc.record({
  type: fc.integer({ min: 0, max: 8 }).map((n) => (n > 4 ? 0 : n)),
  disabled: fc.constantFrom(0, 0, 1, 2, 4),
  flags: fc.oneof(flags, fc.constantFrom(0, ALL_FLAGS)),
  domain: fc.integer({ min: 1, max: 3 }),
});

test('DESIGN 4: the expression in SQL counts what core counts', async () => {
  const { store } = server;
  const some = fc.record({
    accounts: fc.array(anAccount, { maxLength: 40 }),
    domains: fc.tuple(flags, flags, flags),
    masks: fc.array(fc.oneof(flags, fc.constantFrom(...BASE_MASKS)), { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(some, async ({ accounts, domains, masks }) => {
      await clear(store);
      await store.write(async (trx) => {
        const times = { created_at: 0, present: 1 };
        const rows = domains.map((bits, i) => ({
          id: i + 1,
          name: `d${i + 1}.example`,
          flags: bits | DOMAIN_FIXED_FLAGS,
          ...times,
        }));
        await trx.insertInto('domain').values(rows).execute();
        for (const [i, { domain, ...account }] of accounts.entries()) {
          await trx
            .insertInto('address')
            .values({ id: i + 1, domain_id: domain, local: `u${i}` })
            .execute();
          const row = { id: i + 1, domain_id: domain, created_at: 0, changed_by: null, prev_flags: null, ...account };
          await trx.insertInto('account').values(row).execute();
        }
      });
      for (const mask of masks) {
        const found = await store.read
          .selectFrom('account')
          .innerJoin('domain', 'domain.id', 'account.domain_id')
          .select('account.id')
          .where(isCounted(mask))
          .orderBy('account.id')
          .execute();
        const expected = accounts.flatMap(({ domain, ...account }, i) =>
          counted(account, (domains[domain - 1] ?? 0) | DOMAIN_FIXED_FLAGS, mask) ? [i + 1] : [],
        );
        expect(found.map((row) => row.id)).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
});

test('a tally gives each mask the sum of its shifts', () => {
  const shift = fc.record({ before: flags, after: flags, n: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(fc.array(shift), fc.array(flags), (shifts, masks) => {
      const tally = new Tally();
      for (const { before, after, n } of shifts) tally.add(before, after, n);
      const moved = tally.perMask(masks);
      for (const mask of masks) {
        const one = (bits: number) => ((bits & mask) !== 0 ? 1 : 0);
        expect(moved.get(mask)).toBe(shifts.reduce((sum, s) => sum + s.n * (one(s.after) - one(s.before)), 0));
      }
    }),
  );
});

const DOMAINS = ['a.example', 'b.example', 'c.example'];
const LOCALS = ['al', 'alba', 'bo', 'cy'];
const domain = fc.constantFrom(...DOMAINS);
const address = fc.tuple(fc.constantFrom(...LOCALS), domain).map(([l, d]) => `${l}@${d}`);
const mask = fc.oneof(
  address,
  domain.map((d) => `*@${d}`),
  fc.constantFrom('*@*', 'al*@*', 'al*@a.example'),
);
const bit = fc.constantFrom('0', '1');
const accountVariables = fc.record(
  {
    U_IM: bit,
    U_SMTP: bit,
    U_POP3IMAP: bit,
    U_Type: fc.constantFrom('0', '0', '7'),
    U_AccountDisabled: fc.constantFrom('0', '1'),
  },
  { requiredKeys: [] },
);
const domainVariables = fc.record({ D_IM: bit, D_Calendar: bit }, { requiredKeys: [] });

/** Each returns the id of the job that it started, or nothing. */
type Step = (server: TestServer) => Promise<unknown> | string;
const step: fc.Arbitrary<{ readonly text: string; readonly run: Step }> = fc.oneof(
  fc.tuple(address, accountVariables).map(([to, variables]) => ({
    text: `create ${to}`,
    run: (s: TestServer) => s.accounts.create({ address: to, variables }),
  })),
  fc.tuple(address, address).map(([from, to]) => ({
    text: `rename ${from} ${to}`,
    run: (s: TestServer) => s.accounts.rename({ from, to }),
  })),
  fc.tuple(mask, accountVariables).map(([at, variables]) => ({
    text: `modify ${at}`,
    run: (s: TestServer) => s.accounts.startModify({ mask: at, variables }, 1),
  })),
  mask.map((at) => ({ text: `delete ${at}`, run: (s: TestServer) => s.accounts.startDelete({ mask: at }, null) })),
  fc.tuple(domain, domainVariables).map(([name, variables]) => ({
    text: `create domain ${name}`,
    run: (s: TestServer) => s.domains.create({ name, variables }),
  })),
  fc.tuple(fc.constantFrom('*', ...DOMAINS), domainVariables).map(([at, variables]) => ({
    text: `modify domain ${at}`,
    run: (s: TestServer) => s.domains.startModify({ mask: at, variables }, null),
  })),
  domain.map((name) => ({
    text: `delete domain ${name}`,
    run: (s: TestServer) => s.domains.startDelete({ name }, null),
  })),
  fc
    .array(fc.tuple(address, fc.constantFrom('', '0', '1'), fc.constantFrom('', '0', '7')), {
      minLength: 1,
      maxLength: 6,
    })
    .map((rows) => ({
      text: `import ${rows.map((row) => row.join(',')).join(' ')}`,
      run: async (s: TestServer) => {
        const file = await folder.put(
          'some.csv',
          `address,U_IM,type\n${rows.map((row) => row.join(',')).join('\n')}\n`,
        );
        return s.ended(s.accounts.startImport({ file, format: 'csv', dryRun: rows.length % 4 === 0 }));
      },
    })),
);

test('DESIGN 4: after whatever was done, the counters are what a recount finds, and what core counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      await clear(server.store);
      await server.seats.ensureScopes(server.masks);
      for (const { run } of steps) {
        try {
          const started = await run(server);
          if (typeof started === 'string') await server.ended(started);
        } catch (error) {
          // What is refused changes nothing; anything else is a defect.
          if (!(error instanceof Error && error.name === 'SeatkeeperError')) throw error;
        }
      }
      expect((await server.done(server.seats.startRecount())).result).toMatchObject({ drift: [] });
      const { accounts, domains, counters } = await contentOf(server.store);
      const granted = new Map(domains.map((d) => [d.id, d.flags]));
      for (const { mask: scope, used } of counters) {
        const n = accounts.filter((a) => counted(a, granted.get(a.domain_id) ?? 0, scope)).length;
        expect(used).toBe(n);
      }
    }),
    { numRuns: 25 },
  );
});

test('a counter that drifted is found, corrected and reported', async () => {
  await server.domains.create({ name: 'a.example', variables: {} });
  await server.accounts.create({ address: 'al@a.example', variables: {} });
  await server.seats.ensureScopes(server.masks);
  await server.store.write((trx) =>
    trx
      .updateTable('seat_counter')
      .set({ used: 7 })
      .where('mask', '=', 1 << 8)
      .execute(),
  );
  const drift = [{ scope: 'Instant Messaging', stored: 7, counted: 1 }];
  expect((await server.done(server.seats.startRecount())).result).toEqual({ accounts: 1, drift });
  expect((await server.done(server.seats.startRecount())).result).toEqual({ accounts: 1, drift: [] });
});
