import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { MODULES } from '../../core/seats/modules.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, NOW, type TestServer } from '../store/store.testkit.ts';
import { accountVariables, anyDomainSet, anySet, domainVariables, fill } from './bulk.testkit.ts';

let server: TestServer;

oneServer((opened) => {
  server = opened;
});
beforeEach(async () => {
  await clear(server.store);
  await server.seats.ensureScopes(server.masks);
  await fill(server);
});

const everyRow = async () =>
  (await server.accounts.list({ mask: '*@*', search: '', cursor: null, offset: 0, limit: 1000 })).rows;
const usedByModule = async () => {
  const used = await server.seats.usedSeats(MODULES.map((m) => m.mask));
  return new Map(MODULES.map(({ id, mask }) => [id, used.get(mask) ?? 0]));
};
/** By how much Used Seats moved, as a preview tells it. */
const moved = (before: Map<string, number>, after: Map<string, number>) =>
  MODULES.flatMap(({ id, name }) => {
    const by = (after.get(id) ?? 0) - (before.get(id) ?? 0);
    return by === 0 ? [] : [{ module: id, name, by }];
  });
const drift = async () => (await server.done(server.seats.startRecount())).result;
const code = (work: () => Promise<unknown> | unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'no error',
      (error) => error.code ?? String(error),
    );

test('a preview tells what the change then does, to exactly the accounts of the set', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anySet, accountVariables, async ({ part: set, has }, variables) => {
      const before = await everyRow();
      const meant = before.filter(has).map((row) => row.address);
      if (meant.length === 0) {
        expect(await code(() => server.accounts.previewModify({ set, variables }))).toBe('ACCOUNT_NOT_FOUND');
        const job = await server.ended(server.accounts.startModify({ set, variables }, null));
        expect(job.error?.code).toBe('ACCOUNT_NOT_FOUND');
        return;
      }
      const used = await usedByModule();
      const preview = await server.accounts.previewModify({ set, variables });
      const policies = await server.accounts.policies({ set });
      expect(await everyRow()).toEqual(before);
      const job = await server.done(server.accounts.startModify({ set, variables }, null));
      const after = await everyRow();
      const changed = after.filter((row, n) => JSON.stringify(row) !== JSON.stringify(before[n]));
      expect(preview.matched).toBe(meant.length);
      expect(policies.accounts).toBe(meant.length);
      expect(job.result).toEqual({ changed: changed.length });
      expect(preview.changes).toBe(changed.length);
      expect(changed.filter((row) => !meant.includes(row.address))).toEqual([]);
      expect(preview.seats).toEqual(moved(used, await usedByModule()));
      // The same again changes nothing; another name may take an account out of a search.
      if (variables.U_Name !== undefined) return;
      expect(await server.accounts.previewModify({ set, variables })).toMatchObject({ changes: 0, seats: [] });
    }),
    { numRuns: 80 },
  );
  expect(await drift()).toMatchObject({ drift: [] });
});

test('a preview of domains tells what the change then does', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyDomainSet, domainVariables, async ({ part: set }, variables) => {
      const used = await usedByModule();
      const none = await code(() => server.domains.policies({ set }));
      if (none !== 'no error') {
        expect(none).toBe('DOMAIN_NOT_FOUND');
        expect(await code(() => server.domains.previewModify({ set, variables }))).toBe('DOMAIN_NOT_FOUND');
        return;
      }
      const preview = await server.domains.previewModify({ set, variables });
      const job = await server.done(server.domains.startModify({ set, variables }, null));
      expect(job.result).toEqual({ changed: preview.changes });
      expect(preview.seats).toEqual(moved(used, await usedByModule()));
      expect((await server.domains.policies({ set })).domains).toBe(preview.matched);
    }),
    { numRuns: 60 },
  );
  expect(await drift()).toMatchObject({ drift: [] });
});

test('what a deletion of a set takes is the set', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anySet, async ({ part: set, has }) => {
      await clear(server.store);
      await server.seats.ensureScopes(server.masks);
      await fill(server);
      const before = await everyRow();
      await server.ended(server.accounts.startDelete({ set }, null));
      expect((await everyRow()).map((row) => row.address)).toEqual(
        before.filter((row) => !has(row)).map((row) => row.address),
      );
      expect(await drift()).toMatchObject({ drift: [] });
    }),
    { numRuns: 15 },
  );
});

test('policies: what all, some or none of the accounts have', async () => {
  const rows = (await everyRow()).filter((row) => row.address.endsWith('@ab.example'));
  const policies = await server.accounts.policies({ mask: '*@ab.example' });
  expect(policies).toMatchObject({
    accounts: rows.length,
    users: rows.filter((row) => row.type === 0).length,
    disabled: rows.filter((row) => row.disabled !== 0).length,
  });
  const of = (variable: string) => policies.services.find((service) => service.variable === variable);
  expect(of('U_SMTP')?.on).toBe(rows.filter((row) => (row.flags & 1) !== 0).length);
  expect(of('U_IM')).toMatchObject({ on: rows.filter((row) => (row.flags & 256) !== 0).length, granted: 0 });
  expect(of('U_GW')).toEqual({ variable: 'U_GW', on: rows.length, granted: rows.length });
  const domains = await server.domains.policies({ mask: '*' });
  expect(domains).toMatchObject({ domains: 4, accounts: (await everyRow()).length });
  expect(domains.services.find((service) => service.variable === 'D_IM')).toMatchObject({ on: 3, granted: 3 });
});

test('accounts that did not use a module for so long are a set, too', async () => {
  const idOf = async (local: string) =>
    (
      await server.store.read
        .selectFrom('address')
        .innerJoin('domain', 'domain.id', 'address.domain_id')
        .select('address.id')
        .where('local', '=', local)
        .where('domain.name', '=', 'a.example')
        .executeTakeFirstOrThrow()
    ).id;
  await server.accounts.create({ address: 'used@a.example', variables: {} });
  await server.accounts.create({ address: 'idle@a.example', variables: {} });
  await server.accounts.create({ address: 'off@a.example', variables: { U_IM: '0' } });
  const day = 86_400_000;
  await server.store.write(async (trx) => {
    await trx
      .updateTable('account')
      .set({ created_at: NOW - 100 * day })
      .execute();
    const row = { module: 'im', first_access: NOW - 90 * day };
    await trx
      .insertInto('access')
      .values({ ...row, address_id: await idOf('used'), last_access: NOW - day })
      .execute();
    await trx
      .insertInto('access')
      .values({ ...row, address_id: await idOf('idle'), last_access: NOW - 50 * day })
      .execute();
  });
  const set = { parts: [{ kind: 'unused' as const, module: 'im' as const, days: 30 }], except: [] };
  const used = await usedByModule();
  const preview = await server.accounts.previewModify({ set, variables: { U_IM: '0' } });
  expect(preview.changes).toBe((used.get('im') ?? 0) - 1);
  await server.done(server.accounts.startModify({ set, variables: { U_IM: '0' } }, null));
  expect((await usedByModule()).get('im')).toBe(1);
  expect((await server.accounts.policies({ mask: 'used@a.example' })).services[8]).toMatchObject({ on: 1 });
});

test('bad input is refused before anything runs, and changes nothing', async () => {
  const { accounts, domains } = server;
  const variables = { U_IM: '0' };
  const set = { parts: [{ kind: 'mask' as const, mask: '*@*', search: '' }], except: [] };
  expect(await code(() => accounts.startModify({ mask: '*@*', set, variables }, null))).toBe('INPUT_INVALID');
  expect(await code(() => accounts.startModify({ variables }, null))).toBe('INPUT_INVALID');
  expect(await code(() => accounts.previewModify({ set, variables: {} }))).toBe('INPUT_INVALID');
  expect(await code(() => accounts.startDelete({}, null))).toBe('INPUT_INVALID');
  expect(await code(() => accounts.policies({}))).toBe('INPUT_INVALID');
  expect(await code(() => domains.policies({ mask: '*', set: { parts: [], except: [] } }))).toBe('INPUT_INVALID');
  for (const mask of ["'; drop table account; --", "*@a.example' or '1'='1", '%@%', 'a@b@', '*', '**@a.example', '@']) {
    expect([mask, await code(() => accounts.startModify({ mask, variables }, null))]).toEqual([mask, 'MASK_INVALID']);
  }
  const listed = (address: string) => ({ parts: [{ kind: 'addresses' as const, addresses: [address] }], except: [] });
  for (const address of ['', 'nobody', `${'x'.repeat(65)}@a.example`, 'a@-.example', 'al*@a.example']) {
    expect(await code(() => accounts.startDelete({ set: listed(address) }, null))).toBe('ADDRESS_INVALID');
  }
  const values: Record<string, string>[] = [{ U_Nothing: '1' }, { D_IM: '1' }, { "U_IM'": '1' }, { __proto__x: '1' }];
  for (const bad of values) {
    expect(await code(() => accounts.startModify({ mask: '*@*', variables: bad }, null))).toBe('VARIABLE_UNKNOWN');
  }
  for (const bad of [{ U_IM: '2' }, { U_Type: '9' }, { U_AccountDisabled: 'maybe' }, { U_Name: 'a\u0000b' }]) {
    expect(await code(() => accounts.startModify({ mask: '*@*', variables: bad }, null))).toBe('VALUE_INVALID');
  }
  expect(await code(() => domains.startModify({ mask: 'a.example', variables: { D_IM: 'x' } }, null))).toBe(
    'VALUE_INVALID',
  );
  expect(
    (await server.ended(domains.startModify({ mask: 'c.example', variables: { D_IM: '0' } }, null))).error?.code,
  ).toBe('DOMAIN_NOT_FOUND');
  expect((await everyRow()).length).toBeGreaterThan(20);
});

test('names of 64 + 255 characters, quotes and case variants are found however they are written', async () => {
  const label = (length: number, letter: string) => letter.repeat(length);
  const long = [label(63, 'a'), label(63, 'b'), label(63, 'c'), label(55, 'd'), 'example'].join('.');
  expect(long.length).toBe(255);
  await server.domains.create({ name: long, variables: {} });
  const longest = `${label(64, 'Q')}@${long}`;
  await server.accounts.create({ address: longest, variables: {} });
  const change = async (mask: string) => {
    const job = await server.ended(server.accounts.startModify({ mask, variables: { U_FTP: '0' } }, null));
    return job.error?.code ?? job.result;
  };
  expect(await change(longest.toUpperCase())).toEqual({ changed: 1 });
  expect(await change(`*@${long}`)).toEqual({ changed: 0 });
  expect(await change('"AL"@ab.example')).toEqual({ changed: 1 });
  expect(await change('ZOE\u0308@AB.Example')).toEqual({ changed: 1 });
  expect(await change('"two words"@b.example')).toEqual({ changed: 1 });
  expect(await change('nobody@a.example')).toBe('ACCOUNT_NOT_FOUND');
});

test('two bulk changes at once: one after the other, both whole', async () => {
  const rows = await everyRow();
  const jobs = ['0', '1', '0'].map((value) =>
    server.accounts.startModify({ mask: '*@*', variables: { U_FTP: value, U_IM: value } }, null),
  );
  const results = await Promise.all(jobs.map((id) => server.done(id)));
  expect(results.map((job) => job.result)).toEqual(rows.map(() => ({ changed: rows.length })).slice(0, 3));
  expect((await everyRow()).every((row) => (row.flags & 256) === 0)).toBe(true);
  expect(await drift()).toMatchObject({ drift: [] });
});
