import { beforeEach, expect, test } from 'vitest';
import { ALL_FLAGS, moduleOf } from '../../core/seats/modules.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, type TestServer } from '../store/store.testkit.ts';

let server: TestServer;

oneServer((opened) => {
  server = opened;
});
beforeEach(async () => {
  await clear(server.store);
  await server.seats.ensureScopes(server.masks);
});

const code = async (work: () => Promise<unknown> | unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'no error';
};
const used = async (module: 'im' | 'mail' | 'archive') => {
  const { mask } = moduleOf(module);
  return (await server.seats.usedSeats([mask])).get(mask);
};
const create = (address: string, variables: Record<string, string> = {}) =>
  server.accounts.create({ address, variables });
const list = (mask: string, rest: { search?: string; cursor?: string | null; limit?: number } = {}) =>
  server.accounts.list({ mask, search: '', cursor: null, offset: 0, limit: 100, ...rest });
const addresses = async (mask: string, search = '') => (await list(mask, { search })).rows.map((r) => r.address);

async function company() {
  await server.domains.create({ name: 'example.com', variables: {} });
  await server.domains.create({ name: 'Müller.example', variables: { D_IM: '0' } });
  await create('Alice@Example.com', { U_Name: 'Alice Émile', u_im: 'true' });
  await create('albert@example.com', { U_IM: '0' });
  await create('bob@müller.example');
  await create('list@example.com', { U_Type: '1' });
}

test('INTERFACES 2: accounts are created once, every service on unless said, under one key', async () => {
  await company();
  expect((await list('alice@EXAMPLE.com')).rows).toEqual([
    {
      address: 'alice@example.com',
      name: 'Alice Émile',
      type: 0,
      disabled: 0,
      flags: ALL_FLAGS,
      domainFlags: ALL_FLAGS,
      created: '2026-11-21T10:00:00.000Z',
      seen: false,
    },
  ]);
  expect(await code(() => create('"alice"@example.com'))).toBe('ACCOUNT_EXISTS');
  expect(await code(() => create('carol@nowhere.example'))).toBe('DOMAIN_NOT_FOUND');
  expect(await code(() => create('carol@example.com', { U_Foo: '1' }))).toBe('VARIABLE_UNKNOWN');
  expect(await code(() => create('carol@example.com', { U_IM: 'maybe' }))).toBe('VALUE_INVALID');
  expect(await code(() => create('a b@example.com'))).toBe('ADDRESS_INVALID');
  expect(await code(() => server.domains.create({ name: 'xn--mller-kva.example', variables: {} }))).toBe(
    'DOMAIN_EXISTS',
  );
});

test('LICENSING 1: Used Seats count enabled users whose service is effective', async () => {
  await company();
  expect([await used('mail'), await used('im')]).toEqual([3, 1]);
  await server.done(
    server.accounts.startModify({ mask: 'alice@example.com', variables: { U_AccountDisabled: '1' } }, null),
  );
  expect([await used('mail'), await used('im')]).toEqual([2, 0]);
  await server.done(server.domains.startModify({ mask: '*', variables: { d_im: '1' } }, null));
  expect(await used('im')).toBe(1);
});

test('INTERFACES 2: masks select, unknown masks are refused before a job begins', async () => {
  await company();
  expect(await addresses('*@*')).toEqual([
    'albert@example.com',
    'alice@example.com',
    'list@example.com',
    'bob@xn--mller-kva.example',
  ]);
  expect(await addresses('al*@*')).toEqual(['albert@example.com', 'alice@example.com']);
  expect(await addresses('*@müller.example')).toEqual(['bob@xn--mller-kva.example']);
  expect(await addresses('*@*', 'ÉMILE')).toEqual(['alice@example.com']);
  expect(await addresses('*@*', '%')).toEqual([]);
  expect(await code(() => server.accounts.startModify({ mask: 'alice', variables: { U_IM: '0' } }, null))).toBe(
    'MASK_INVALID',
  );
  expect(await code(() => server.accounts.startModify({ mask: '*@*', variables: {} }, null))).toBe('INPUT_INVALID');
  const none = await server.ended(server.accounts.startDelete({ mask: 'z*@example.com' }, null));
  expect(none.error?.code).toBe('ACCOUNT_NOT_FOUND');
});

test('pages follow each other without gap or double, also when rows come and go between them', async () => {
  await company();
  const first = await list('*@*', { limit: 2 });
  await server.done(server.accounts.startDelete({ mask: 'albert@example.com' }, null));
  await create('al@example.com');
  const second = await list('*@*', { limit: 2, cursor: first.next });
  expect(second.rows.map((r) => r.address)).toEqual(['list@example.com', 'bob@xn--mller-kva.example']);
  expect(second.next).toBeNull();
  expect(await code(() => list('*@example.com', { cursor: 'bob@other.example' }))).toBe('INPUT_INVALID');
});

test('DESIGN 4: a bulk change stamps the rows that it changed, and only those', async () => {
  await company();
  const job = await server.done(server.accounts.startModify({ mask: '*@example.com', variables: { U_IM: '0' } }, 77));
  expect(job.result).toEqual({ changed: 2, auditId: 77 });
  const rows = await server.store.read
    .selectFrom('account')
    .select(['flags', 'prev_flags', 'changed_by'])
    .orderBy('id')
    .execute();
  const without = ALL_FLAGS & ~moduleOf('im').mask;
  expect(rows).toEqual([
    { flags: without, prev_flags: ALL_FLAGS, changed_by: 77 },
    { flags: without, prev_flags: null, changed_by: null },
    { flags: ALL_FLAGS, prev_flags: null, changed_by: null },
    { flags: without, prev_flags: ALL_FLAGS, changed_by: 77 },
  ]);
});

test('LICENSING 6: a renamed account and a re-created address keep their number', async () => {
  await company();
  const idOf = async (local: string) =>
    (await server.store.read.selectFrom('address').select('id').where('local', '=', local).executeTakeFirst())?.id;
  const [alice, albert] = [await idOf('alice'), await idOf('albert')];
  await server.done(server.accounts.startDelete({ mask: 'albert@example.com' }, null));
  await server.accounts.rename({ from: 'alice@example.com', to: 'albert@example.com' });
  expect([await idOf('albert'), await idOf('alice')]).toEqual([alice, albert]);
  expect(await code(() => server.accounts.rename({ from: 'alice@example.com', to: 'x@example.com' }))).toBe(
    'ACCOUNT_NOT_FOUND',
  );
  await create('alice@example.com');
  expect(await idOf('alice')).toBe(albert);
  expect(await code(() => server.accounts.rename({ from: 'bob@müller.example', to: 'alice@example.com' }))).toBe(
    'ACCOUNT_EXISTS',
  );
});

test('a deleted domain takes its accounts along, and comes back empty', async () => {
  await company();
  const job = await server.done(server.domains.startDelete({ name: 'example.com' }, null));
  expect(job.result).toEqual({ changed: 3 });
  expect(await used('mail')).toBe(1);
  expect(await code(() => create('alice@example.com'))).toBe('DOMAIN_NOT_FOUND');
  await server.domains.create({ name: 'example.com', variables: { D_IM: '0' } });
  expect((await server.domains.list({ mask: '*', search: '', cursor: null, offset: 0, limit: 10 })).rows).toEqual([
    { name: 'example.com', flags: ALL_FLAGS & ~moduleOf('im').mask, accounts: 0 },
    { name: 'xn--mller-kva.example', flags: ALL_FLAGS & ~moduleOf('im').mask, accounts: 1 },
  ]);
  expect(await server.accounts.summary()).toEqual({ accounts: 1, users: 1, domains: 2 });
});

test('LICENSING 6: the list of a row says why each account counts or not', async () => {
  await company();
  const reasons = async (counted: 'counted' | 'not-counted', offset = 0) => {
    const page = await server.seats.list({
      scope: 'im',
      scopeKind: 'module',
      counted,
      search: '',
      sort: 'address',
      descending: false,
      cursor: null,
      offset,
      limit: 10,
    });
    return page.rows.map((row) => `${row.address} ${row.reason}`);
  };
  expect(await reasons('counted')).toEqual(['alice@example.com Counted: Instant Messaging on.']);
  expect(await reasons('not-counted')).toEqual([
    'albert@example.com Not counted: U_IM off for this account.',
    'list@example.com Not counted: it is a Mailing list, and only User accounts use seats.',
    'bob@xn--mller-kva.example Not counted: on for the account, but xn--mller-kva.example does not grant it (D_IM off).',
  ]);
  expect(await reasons('not-counted', 2)).toEqual([expect.stringMatching(/^bob@/)]);
  expect(await reasons('not-counted', 3)).toEqual([]);
  const explained = await server.accounts.explain({ address: 'bob@müller.example', module: 'IM' });
  expect(explained.modules[0]?.conditions.map((c) => c.met)).toEqual([true, true, true, false]);
});
