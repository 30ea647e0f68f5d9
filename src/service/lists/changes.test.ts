/** Lists keep what costs time to make; what has changed is seen at once all the same. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../core/calendar.ts';
import { ALL_FLAGS } from '../../core/seats/modules.ts';
import { unusedSince } from '../../core/seats/unused.ts';
import type { SeatListInput } from '../seats/seats.ts';
import { isUnused } from '../seats/unused.ts';
import { NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { IM_SEATS } from './lists.testkit.ts';

let folder: TestFolder;
let server: TestServer;

beforeEach(async () => {
  folder = await testFolder();
  server = await testServer(folder);
  await server.domains.create({ name: 'a.example', variables: {} });
});
afterEach(async () => {
  await server.close();
  await folder.remove();
});

const create = (local: string, name = '') =>
  server.accounts.create({ address: `${local}@a.example`, variables: { U_Name: name } });
const list = async (more: Partial<SeatListInput> = {}) => {
  const page = await server.seats.list({ ...IM_SEATS, ...more });
  return { ...page, locals: page.rows.map(({ address }) => address.split('@')[0]).join(' ') };
};
const find = async (search: string, mask = '*@*') => {
  const page = await server.accounts.list({ mask, search, cursor: null, offset: 0, limit: 100 });
  return page.rows.map(({ address }) => address).join(' ');
};
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );

test('made, renamed, changed, deleted, imported: a search knows it with the answer', async () => {
  await create('ann');
  expect(await find('a.ex')).toBe('ann@a.example');
  await create('bob', 'Robert');
  expect(await find('ROB')).toBe('bob@a.example');
  await server.accounts.rename({ from: 'bob@a.example', to: 'rob@a.example' });
  expect(await find('bob')).toBe('');
  await server.done(server.accounts.startModify({ mask: 'rob@a.example', variables: { U_Name: 'Bobby' } }, null));
  expect([await find('robert'), await find('bobby')]).toEqual(['', 'rob@a.example']);
  const file = await folder.put('new.csv', 'address,name\nzed@c.example,Zed\n');
  await server.done(server.accounts.startImport({ file, format: 'csv', dryRun: false }));
  expect([await find('zed'), await find('zed', '*@a.example')]).toEqual(['zed@c.example', '']);
  await server.done(server.accounts.startDelete({ mask: 'ann@a.example' }, null));
  expect(await find('a.ex')).toBe('rob@a.example');
});

test('a change called back: names, services and those that a domain withheld are as they were with the answer', async () => {
  for (const local of ['ann', 'bob', 'cid']) await create(local, 'Smith');
  const undo = async (id: number) => server.store.runTask('undo', { id, auditId: await audited('undo') });
  const audited = async (action: string): Promise<number> => {
    const row = { at: NOW, who: 'test', client: 'api', action, detail: '{}', changed: null, outcome: 'ok' };
    const { id } = await server.store.write((trx) =>
      trx.insertInto('audit').values(row).returning('id').executeTakeFirstOrThrow(),
    );
    return id;
  };
  expect(await find('smith')).toBe('ann@a.example bob@a.example cid@a.example');
  const [named, withheld] = [await audited('modify account'), await audited('modify domain')];
  const change = { mask: 'b*@a.example', variables: { U_Name: 'Miller', U_IM: '0' } };
  await server.done(server.accounts.startModify(change, named));
  expect([await find('smith'), await find('miller')]).toEqual(['ann@a.example cid@a.example', 'bob@a.example']);
  await server.done(server.domains.startModify({ mask: 'a.example', variables: { D_IM: '0' } }, withheld));
  expect((await list({ search: '@' })).locals).toBe('');
  await undo(withheld);
  expect((await list({ search: '@' })).locals).toBe('ann cid');
  await undo(named);
  expect([await find('miller'), (await list({ search: 'smith' })).locals]).toEqual(['', 'ann bob cid']);
});

test('services given, taken and withheld by a domain: lists of what is kept know it with the answer', async () => {
  for (const local of ['ann', 'bob']) await create(local);
  const counted = async () => {
    const page = await list({ search: 'a.ex' });
    expect(page.total).toBe(page.rows.length);
    return page.locals;
  };
  const modify = async (mask: string, value: string) =>
    server.done(server.accounts.startModify({ mask, variables: { U_IM: value } }, null));
  expect(await counted()).toBe('ann bob');
  await modify('ann@a.example', '0');
  expect(await counted()).toBe('bob');
  await create('cid');
  await modify('ann@a.example', '1');
  await server.done(server.accounts.startDelete({ mask: 'bob@a.example' }, null));
  expect(await counted()).toBe('ann cid');
  const withheld = { mask: 'a.example', variables: { D_IM: '0' } };
  await server.done(server.domains.startModify(withheld, null));
  expect([await counted(), (await list({ search: 'a.ex', counted: 'all' })).locals]).toEqual(['', 'ann cid']);
});

test('who has signed in is elsewhere by last access at once; a page behind the first keeps its order', async () => {
  for (const local of ['ann', 'bob', 'cid']) await create(local);
  const touch = (local: string, at: number) =>
    server.store.write(async (trx) => {
      const { id } = await trx.selectFrom('address').select('id').where('local', '=', local).executeTakeFirstOrThrow();
      await trx
        .insertInto('access')
        .values({ address_id: id, module: 'im', first_access: at, last_access: at })
        .onConflict((oc) => oc.columns(['address_id', 'module']).doUpdateSet({ last_access: at }))
        .execute();
    });
  await touch('ann', NOW - 2 * DAY);
  await touch('cid', NOW - DAY);
  const first = await list({ sort: 'last-access', limit: 1 });
  expect(first.locals).toBe('bob');
  await touch('bob', NOW);
  expect((await list({ sort: 'last-access', cursor: first.next })).locals).toBe('ann cid');
  expect((await list({ sort: 'last-access' })).locals).toBe('ann cid bob');
});

test('a cursor goes on behind its row although the row, or another one, has gone meanwhile', async () => {
  for (const local of ['ann', 'bob', 'cid', 'dan']) await create(local, local.toUpperCase());
  for (const sort of ['name', 'address', 'last-access'] as const) {
    const first = await list({ sort, limit: 2 });
    await server.done(server.accounts.startDelete({ mask: 'bob@a.example' }, null));
    expect((await list({ sort, cursor: first.next })).locals).toBe('cid dan');
    await create('aaa', 'AAA');
    expect((await list({ sort, cursor: first.next })).locals).toBe('cid dan');
    await server.done(server.accounts.startDelete({ mask: 'aaa@a.example' }, null));
    await create('bob', 'BOB');
  }
});

test('a cursor that was not given out for this order is refused; an offset behind the end is an empty page', async () => {
  await create('ann');
  await create('bob');
  const { next } = await list({ sort: 'name', limit: 1 });
  for (const cursor of [
    next,
    'ann@a.example',
    '{',
    '[]',
    '["address",false,-1,"a@b",null]',
    '["address",false,0,"x",null]',
  ]) {
    expect(await code(list({ cursor }))).toBe('INPUT_INVALID');
  }
  for (const cursor of ['@', 'nobody', 'ann@', 'ann@other.example']) {
    expect(await code(server.accounts.list({ mask: '*@a.example', search: 'a', cursor, offset: 0, limit: 1 }))).toBe(
      'INPUT_INVALID',
    );
  }
  expect(await list({ offset: 1e8 })).toMatchObject({ rows: [], next: null });
  expect(await list({ offset: 1e8, sort: 'seat' })).toMatchObject({ rows: [], next: null, total: 2 });
  expect(await code(list({ scope: 'mail', scopeKind: 'group' }))).toBe('MODULE_NOT_FOUND');
});

test('unused for N days lists exactly those that the set of a bulk change matches', async () => {
  for (const local of ['ann', 'bob', 'cid', 'dan']) await create(local);
  await server.done(server.accounts.startModify({ mask: 'dan@a.example', variables: { U_IM: '0' } }, null));
  await server.store.write(async (trx) => {
    await trx
      .updateTable('account')
      .set({ created_at: NOW - 31 * DAY, flags: ALL_FLAGS })
      .where('id', '<', 4)
      .execute();
    const access = (address_id: number, module: string, last: number) => ({
      address_id,
      module,
      first_access: 0,
      last_access: last,
    });
    await trx
      .insertInto('access')
      .values([access(2, 'im', NOW - 30 * DAY), access(3, 'im', NOW - 30 * DAY + 1), access(1, 'voip', NOW)])
      .execute();
  });
  const matched = await server.store.read
    .selectFrom('account')
    .innerJoin('domain', 'domain.id', 'account.domain_id')
    .innerJoin('address', 'address.id', 'account.id')
    .select('local')
    .where(isUnused('im', unusedSince(30, NOW)))
    .orderBy('local')
    .execute();
  expect(matched.map(({ local }) => local)).toEqual(['ann', 'bob']);
  expect(await list({ unusedDays: 30 })).toMatchObject({ locals: 'ann bob', total: 2 });
  expect(await list({ unusedDays: 30, scope: 'collaboration', scopeKind: 'group' })).toMatchObject({ locals: 'bob' });
});

test('an export is the whole list as CSV, safe to open; cancelled, it leaves nothing', async () => {
  await create('ann', 'Ann "A", Smith');
  await server.accounts.create({ address: '=f+1@a.example', variables: {} });
  const job = await server.done(server.seats.startExport({ ...IM_SEATS, descending: true }));
  const { downloadId } = job.result as { downloadId: string };
  expect(job).toMatchObject({
    kind: 'export-seats',
    result: { fileName: 'seats-im-2026-11-22.csv', rows: 2 },
    done: 2,
    total: 2,
  });
  const path = join(folder.folder, 'downloads', downloadId);
  expect(readFileSync(path, 'utf8')).toBe(
    [
      'address,name,counted,reason,seat,first access,last access,trial end',
      'ann@a.example,"Ann ""A"", Smith",yes,Counted: Instant Messaging on.,none,,,',
      "'=f+1@a.example,,yes,Counted: Instant Messaging on.,none,,,",
      '',
    ].join('\r\n'),
  );
  const cancelled = server.seats.startExport(IM_SEATS);
  expect((await server.jobs.cancel({ id: cancelled })).state).toBe('cancelled');
  expect(existsSync(path)).toBe(true);
  expect(readdirSync(join(folder.folder, 'downloads'))).toEqual([downloadId]);
  expect(() => server.seats.startExport({ ...IM_SEATS, scope: 'mail', scopeKind: 'group' })).toThrow();
});
