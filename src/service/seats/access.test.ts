import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SEAT_TRIAL, TRIAL_FORGOTTEN } from '../../core/seats/decide.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, NOW, type TestServer } from '../store/store.testkit.ts';
import { licensed, openAccess, type TestAccess } from './access.testkit.ts';

const DAY = 86_400_000;
let server: TestServer;
let opened: TestAccess[] = [];

oneServer((opened) => {
  server = opened;
});
beforeEach(async () => {
  await clear(server.store);
  await server.seats.ensureScopes(server.masks);
  await server.domains.create({ name: 'a.example', variables: {} });
});
afterEach(async () => {
  for (const { access } of opened) await access.close();
  opened = [];
});

async function open(...args: Parameters<typeof licensed>): Promise<TestAccess> {
  const access = await openAccess(server, licensed(...args));
  opened.push(access);
  return access;
}
const create = (local: string, variables = {}) => server.accounts.create({ address: `${local}@a.example`, variables });
const modify = (mask: string, variables: Record<string, string>) =>
  server.done(server.accounts.startModify({ mask, variables }, null));
const pool = async (a: TestAccess, key: string) => (await a.access.pools()).find((row) => row.key === key);

test('LICENSING 6: seats in order of first access, one for all modules of a pool; then a trial of 14 days', async () => {
  const a = await open({ group: 'collaboration', seats: 2 });
  expect(await a.ask('al')).toBe('seat');
  expect(await a.ask('al', 'webdav')).toBe('seat');
  expect(await a.ask('bo', 'ftp')).toBe('seat');
  expect(await a.access.check({ address: 'Cy@A.example', module: 'im' })).toEqual({
    allow: true,
    reason: 'trial',
    trialEnds: new Date(NOW + SEAT_TRIAL).toISOString(),
    recorded: true,
  });
  expect(await a.state()).toEqual({ 'group:collaboration': 'al bo | cy' });
  a.world.now += SEAT_TRIAL;
  expect(await a.ask('cy')).toBe('TRIAL_ENDED');
  expect(await a.ask('al')).toBe('seat');
  a.world.clockTrusted = false;
  expect(await a.ask('cy')).toBe('trial');
});

test('LICENSING 6: an unknown address becomes a User account that counts; other domains are not asked about', async () => {
  await server.done(server.domains.startModify({ mask: 'a.example', variables: { D_FTP: '0' } }, null));
  const a = await open({ module: 'im', seats: 1 });
  expect(await a.ask('new')).toBe('seat');
  const [row] = await server.store.read.selectFrom('account').selectAll().execute();
  expect(row).toMatchObject({ type: 0, disabled: 0, source: 'seen', created_at: NOW });
  expect((await server.done(server.seats.startRecount())).result).toMatchObject({ accounts: 1, drift: [] });
  const foreign = await a.access.check({ address: 'x@b.example', module: 'im' });
  expect(foreign).toMatchObject({ allow: true, reason: 'not-local' });
});

test('LICENSING 6: a module that no item covers has no seats: 14 days of trial, then denied', async () => {
  const a = await open({ module: 'im', seats: 1 });
  expect(await a.ask('al', 'ftp')).toBe('trial');
  a.world.now += SEAT_TRIAL - 1;
  expect(await a.ask('al', 'ftp')).toBe('trial');
  a.world.now += 1;
  expect(await a.ask('al', 'ftp')).toBe('TRIAL_ENDED');
  expect(await a.ask('al', 'im')).toBe('seat');
  expect(await pool(a, 'module:ftp')).toEqual({ key: 'module:ftp', seats: 0, assigned: 0, trials: 1 });
});

test('LICENSING 5: MODULE_STOPPED, ACCOUNT_DISABLED and SERVICE_DISABLED deny and store nothing', async () => {
  const a = await open({ module: 'im', seats: 9 }, { module: 'mail', seats: 9 });
  await create('al', { U_SMTP: '0' });
  await create('off', { U_AccountDisabled: '1' });
  expect(await a.ask('off')).toBe('ACCOUNT_DISABLED');
  a.world.stopped.add('im');
  expect(await a.ask('al')).toBe('MODULE_STOPPED');
  const mail = { address: 'al@a.example', module: 'mail' } as const;
  expect((await a.access.check({ ...mail, protocol: 'smtp' })).reason).toBe('SERVICE_DISABLED');
  expect(await a.state()).toEqual({});
  expect((await a.access.check({ ...mail, protocol: 'imap' })).reason).toBe('seat');
  await server.done(server.domains.startModify({ mask: 'a.example', variables: { D_IM: '0' } }, null));
  a.world.stopped.clear();
  expect(await a.ask('al')).toBe('SERVICE_DISABLED');
});

test('INTERFACES 2: a dry run says the decision and stores nothing', async () => {
  const a = await open({ module: 'im', seats: 1 });
  const asked = { address: 'al@a.example', module: 'im', dryRun: true } as const;
  expect(await a.access.check(asked)).toMatchObject({ allow: true, reason: 'seat' });
  expect(await a.state()).toEqual({});
  expect(await server.store.read.selectFrom('address').select('id').execute()).toEqual([]);
});

test('LICENSING 6: concurrent first accesses at the last seat give exactly one', async () => {
  const a = await open({ module: 'im', seats: 3 });
  const names = Array.from({ length: 64 }, (_, n) => `u${n}`);
  const reasons = await Promise.all([...names, ...names].map((name) => a.ask(name)));
  expect(reasons.filter((reason) => reason === 'seat')).toHaveLength(6);
  expect(await pool(a, 'module:im')).toMatchObject({ assigned: 3, trials: 61 });
  const accounts = await server.store.read.selectFrom('account').select('id').execute();
  expect(accounts).toHaveLength(64);
});

test('LICENSING 6: a seat that comes free goes to the oldest over the limit, at once', async () => {
  const a = await open({ module: 'im', seats: 1 });
  for (const local of ['al', 'bo', 'cy', 'di']) {
    await a.ask(local);
    a.world.now += 1;
  }
  await modify('al@a.example', { U_IM: '0' });
  await a.access.settle();
  expect(await a.state()).toEqual({ 'module:im': 'bo | cy di' });
  await server.done(server.accounts.startDelete({ mask: 'bo@a.example' }, null));
  await a.access.settle();
  expect(await a.state()).toEqual({ 'module:im': 'cy | di' });
  await modify('al@a.example', { U_IM: '1' });
  expect(await a.ask('al')).toBe('trial');
  await a.license({ module: 'im', seats: 2 });
  expect(await a.state(), 'al came first').toEqual({ 'module:im': expect.stringMatching(/^(cy al|al cy) \| di$/) });
});

test('LICENSING 6: toggling, deleting and re-creating, renaming: the trial does not restart', async () => {
  const a = await open({ module: 'im', seats: 0 });
  await a.ask('al');
  a.world.now += 10 * DAY;
  await modify('al@a.example', { U_IM: '0' });
  await a.access.settle();
  expect(await pool(a, 'module:im')).toMatchObject({ trials: 0 });
  await modify('al@a.example', { U_IM: '1' });
  expect(await a.ask('al')).toBe('trial');
  await server.done(server.accounts.startDelete({ mask: 'al@a.example' }, null));
  await a.access.settle();
  await create('al');
  const { trialEnds } = await a.access.check({ address: 'al@a.example', module: 'im' });
  expect(trialEnds).toBe(new Date(NOW + SEAT_TRIAL).toISOString());
  await server.accounts.rename({ from: 'al@a.example', to: 'anna@a.example' });
  a.world.now += 5 * DAY;
  expect(await a.ask('anna')).toBe('TRIAL_ENDED');
  a.world.now += TRIAL_FORGOTTEN;
  expect(await a.ask('anna')).toBe('trial');
});

test('LICENSING 6: a license with fewer seats takes those of the latest; they get a fresh 14 days', async () => {
  const a = await open({ module: 'im', seats: 2 });
  for (const local of ['al', 'bo', 'cy']) {
    await a.ask(local);
    a.world.now += DAY;
  }
  a.world.now += 30 * DAY;
  expect(await a.ask('cy')).toBe('TRIAL_ENDED');
  await a.license({ module: 'im', seats: 1 });
  expect(await a.state()).toEqual({ 'module:im': 'al | bo cy' });
  expect(await a.ask('cy')).toBe('TRIAL_ENDED');
  expect((await a.access.check({ address: 'bo@a.example', module: 'im' })).trialEnds).toBe(
    new Date(a.world.now + SEAT_TRIAL).toISOString(),
  );
  await a.license({ module: 'im', seats: 'unlimited' });
  expect(await a.state()).toEqual({ 'module:im': expect.stringMatching(/^al .* \|$/) });
  expect(await a.ask('cy')).toBe('seat');
});

test('LICENSING 6: by category, by module and back: seats follow first access, trials go on', async () => {
  const a = await open({ group: 'collaboration', seats: 2 });
  await a.ask('al', 'im');
  await a.ask('bo', 'webdav');
  await a.ask('cy', 'im');
  a.world.now += 3 * DAY;
  await a.license({ module: 'im', seats: 1 }, { module: 'webdav', seats: 1 });
  expect(await a.state()).toEqual({ 'module:im': 'al | cy', 'module:webdav': 'bo |' });
  expect((await a.access.check({ address: 'cy@a.example', module: 'im' })).trialEnds).toBe(
    new Date(NOW + SEAT_TRIAL).toISOString(),
  );
  await a.license({ group: 'collaboration', seats: 2 });
  expect(await a.state()).toEqual({ 'group:collaboration': 'al bo | cy' });
  a.world.now = NOW + SEAT_TRIAL;
  expect(await a.ask('cy')).toBe('TRIAL_ENDED');
  await a.license({ group: 'collaboration', seats: 2 }, { module: 'im', seats: 5 });
  expect(await a.state()).toEqual({ 'group:collaboration': 'bo |', 'module:im': 'al cy |' });
});

test('LICENSING 2: an item that ends takes its seats; what nobody settled yet is settled before it is asked', async () => {
  const a = await open({ module: 'im', seats: 5, trialUntil: new Date(NOW + DAY).toISOString() });
  expect(await a.ask('al')).toBe('seat');
  a.world.now = NOW + DAY;
  expect(await a.ask('bo')).toBe('trial');
  expect(await a.state()).toEqual({ 'module:im': '| al bo' });
});

test('LICENSING 6: a store that does not answer within a second turns nobody away; the access is stored at its own instant', async () => {
  const a = await open({ module: 'im', seats: 1 });
  const held = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<void>();
  const holding = server.store.write(async () => {
    inside.resolve();
    await held.promise;
  });
  await inside.promise;
  const answer = await a.access.check({ address: 'al@a.example', module: 'im' });
  expect(answer).toMatchObject({ allow: true, recorded: false });
  a.world.now += 5000;
  held.resolve();
  await holding;
  await a.access.close();
  const [row] = await server.store.read.selectFrom('access').selectAll().execute();
  expect(row).toMatchObject({ module: 'im', first_access: NOW });
  expect(await a.state()).toEqual({ 'module:im': 'al |' });
});

test('LICENSING 6: last access is kept, and the first one stays', async () => {
  const a = await open({ module: 'im', seats: 1 });
  await a.ask('al');
  a.world.now += DAY;
  await a.ask('al');
  await a.access.close();
  const [row] = await server.store.read.selectFrom('access').selectAll().execute();
  expect(row).toMatchObject({ first_access: NOW, last_access: NOW + DAY });
});

test('LICENSING 6: an alias of one account is that account; one that leads elsewhere becomes none', async () => {
  const a = await open({ module: 'im', seats: 1 });
  await create('al');
  await create('bo');
  const ids = await server.store.read.selectFrom('address').select(['id', 'local']).execute();
  const idOf = (local: string): number | null => ids.find((row) => row.local === local)?.id ?? null;
  const alias = (address: string, local: string) => {
    const target = `${local}@a.example`;
    return { address, target, account_id: idOf(local) };
  };
  const aliases = [
    alias('sales@a.example', 'al'),
    alias('al@other.example', 'al'),
    alias('team@a.example', 'al'),
    alias('team@a.example', 'bo'),
    alias('gone@a.example', 'nobody'),
    alias('bo@a.example', 'al'),
  ];
  await server.store.write((trx) => trx.insertInto('alias').values(aliases).execute());
  const addresses = (): Promise<unknown[]> => server.store.read.selectFrom('address').select('local').execute();
  const before = await addresses();
  expect(await a.ask('sales'), 'a first access').toBe('seat');
  expect(await a.ask('al'), 'a seat that is known').toBe('seat');
  expect((await a.access.check({ address: 'al@other.example', module: 'im' })).reason).toBe('seat');
  expect(await pool(a, 'module:im')).toMatchObject({ assigned: 1, trials: 0 });
  expect([await a.ask('team'), await a.ask('gone')]).toEqual(['not-user', 'not-user']);
  expect(await a.ask('bo'), 'an account outranks an alias of its address').toBe('trial');
  await modify('al@a.example', { U_AccountDisabled: '1' });
  expect(await a.ask('sales')).toBe('ACCOUNT_DISABLED');
  expect(await addresses()).toEqual(before);
  await a.access.settle();
  expect(await a.state()).toEqual({ 'module:im': 'bo |' });
});

test('windows hear of seats that are given to accounts they know', async () => {
  await create('al');
  const a = await open({ group: 'collaboration', seats: 1 });
  const heard: string[] = [];
  const unsubscribe = server.events.subscribe(({ type }) => void heard.push(type));
  expect(await a.ask('al')).toBe('seat');
  await vi.waitFor(() => expect(heard).toEqual(['accounts']), 5_000);
  unsubscribe();
});

test('what would be decided is of the license in force, also a moment after it came', async () => {
  const a = await open({ group: 'collaboration', seats: 0 });
  const preview = async () => (await a.access.check({ address: 'al@a.example', module: 'im', dryRun: true })).reason;
  expect(await preview()).toBe('trial');
  // Nobody has settled yet.
  a.world.entitlement = licensed({ group: 'collaboration', seats: 1 });
  expect(await preview()).toBe('seat');
});
