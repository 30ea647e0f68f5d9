import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { accountVariables, anyDomainSet, anySet, domainVariables, fill } from '../accounts/bulk.testkit.ts';
import { createAudit } from '../api/audit.ts';
import type { Caller } from '../api/context.ts';
import { oneServer } from '../store/one-server.testkit.ts';
import { clear, contentOf, NOW, type TestFolder, type TestServer } from '../store/store.testkit.ts';
import { createTrail } from './trail.ts';

let folder: TestFolder;
let server: TestServer;
const offered = new Map<string, string>();
const ANN: Caller = { who: 'Änn', role: 'admin', client: 'web', local: false };

oneServer((opened, its) => {
  server = opened;
  folder = its;
});
beforeEach(async () => {
  await clear(server.store);
  await server.store.write((trx) => trx.deleteFrom('audit').execute());
  await server.seats.ensureScopes(server.masks);
  await fill(server);
});

const clock = { now: () => NOW };
const audit = () => createAudit(server.store, clock);
const trail = () =>
  createTrail({
    ...server,
    clock,
    // Already the next day there.
    timeZone: () => 'Pacific/Kiritimati',
    downloads: {
      place: () => ({ downloadId: 'd', path: `${folder.folder}/download` }),
      offer: (id, name) => void offered.set(id, name),
    },
  });

/** As the API does it, but for the end of the row: the job writes that itself. */
async function recorded(action: string, input: object, start: (auditId: number) => string): Promise<number> {
  const auditId = await audit().begin(ANN, action, input);
  const job = await server.ended(start(auditId));
  if (job.state !== 'done') await audit().end(auditId, job.error?.code ?? '', null);
  return auditId;
}
const modify = (input: Parameters<TestServer['accounts']['startModify']>[0]) =>
  recorded('modify account', input, (id) => server.accounts.startModify(input, id));
const modifyDomains = (input: Parameters<TestServer['domains']['startModify']>[0]) =>
  recorded('modify domain', input, (id) => server.domains.startModify(input, id));
const remove = (input: { mask: string }) =>
  recorded('delete account', input, (id) => server.accounts.startDelete(input, id));
const undo = async (id: number) => {
  const auditId = await audit().begin(ANN, 'undo', { id });
  const job = await server.ended(trail().startUndo({ id }, auditId));
  if (job.state !== 'done') await audit().end(auditId, job.error?.code ?? '', null);
  return { auditId, job };
};
const list = (search = '', before = 0, limit = 100) => trail().list({ search, before, limit });
const rowOf = async (id: number) => (await list()).rows.find((row) => row.id === id);

/** What a person sees of accounts and domains, and the counters. */
async function seen() {
  const { domains, accounts, counters } = await contentOf(server.store);
  return {
    counters,
    domains: domains.map(({ name, flags, present }) => ({ name, flags, present })),
    accounts: accounts.map(({ id, type, disabled, flags, name }) => ({ id, type, disabled, flags, name })),
  };
}

test('undo gives back what was there, counters too; it can be undone itself', { timeout: 60_000 }, async () => {
  const change = fc.oneof(
    fc.tuple(anySet, accountVariables).map(
      ([{ part: set }, variables]) =>
        () =>
          modify({ set, variables }),
    ),
    fc.tuple(anyDomainSet, domainVariables).map(
      ([{ part: set }, variables]) =>
        () =>
          modifyDomains({ set, variables }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(change, async (run) => {
      const before = await seen();
      const id = await run();
      const after = await seen();
      const { changed, undoable } = (await rowOf(id)) ?? {};
      expect(undoable).toBe((changed ?? 0) > 0);
      if (!undoable) {
        expect(await trail().undoState({ id })).toEqual({ state: 'none', rows: 0, overwritten: 0 });
        expect((await undo(id)).job.error?.code).toBe('UNDO_IMPOSSIBLE');
        return;
      }
      expect(await trail().undoState({ id })).toEqual({ state: 'possible', rows: changed, overwritten: 0 });
      const first = await undo(id);
      expect(first.job.result).toEqual({ changed, auditId: first.auditId });
      expect(await seen()).toEqual(before);
      expect(await trail().undoState({ id })).toMatchObject({ state: 'undone', undoneBy: first.auditId });
      expect((await undo(id)).job.error?.code).toBe('UNDO_IMPOSSIBLE');
      const again = await undo(first.auditId);
      expect(again.job.result).toEqual({ changed, auditId: again.auditId });
      expect(await seen()).toEqual(after);
    }),
    { numRuns: 40 },
  );
  expect((await server.done(server.seats.startRecount())).result).toMatchObject({ drift: [] });
});

test('a change that something has overwritten is not undone, not even in part', async () => {
  const variables = { U_IM: '0', U_FTP: '0' };
  const overwritten = async (over: () => Promise<unknown>, rows: number) => {
    const id = await modify({ mask: '*@a.example', variables });
    const { changed } = (await rowOf(id)) ?? {};
    await over();
    const before = await seen();
    expect(await trail().undoState({ id })).toEqual({ state: 'overwritten', rows: changed, overwritten: rows });
    const { job } = await undo(id);
    expect(job.error?.message).toContain(`${rows} of its ${changed} rows were changed or deleted since`);
    expect(await seen()).toEqual(before);
    await modify({ mask: '*@*', variables: { U_IM: '1', U_FTP: '1' } });
  };
  await overwritten(
    () =>
      modify({ mask: 'al@ab.example', variables: { U_SMS: '0' } }).then(() =>
        modify({ mask: 'alba@a.example', variables: { U_SMS: '0' } }),
      ),
    1,
  );
  await overwritten(async () => {
    const csv = await folder.put('over.csv', 'address,U_SMS\nalba@a.example,1\n');
    await server.done(server.accounts.startImport({ file: csv, format: 'csv', dryRun: false }));
  }, 1);
  // Deleted and made anew, it is another account.
  await overwritten(async () => {
    await remove({ mask: 'alba@a.example' });
    await server.accounts.create({ address: 'alba@a.example', variables });
  }, 1);
  // Renamed it is the same one.
  const id = await modify({ mask: 'alba@a.example', variables: { U_FTP: '0' } });
  await server.accounts.rename({ from: 'alba@a.example', to: 'alba.new@b.example' });
  expect((await undo(id)).job.result).toMatchObject({ changed: 1 });
  expect((await server.done(server.seats.startRecount())).result).toMatchObject({ drift: [] });
});

test('a domain that was deleted, or changed since, keeps the undo of its change away', async () => {
  const first = await modifyDomains({ mask: 'a.example', variables: { D_IM: '0' } });
  await modifyDomains({ mask: '*', variables: { D_SMS: '0' } });
  expect(await trail().undoState({ id: first })).toEqual({ state: 'overwritten', rows: 1, overwritten: 1 });
  const second = await modifyDomains({ mask: 'b.example', variables: { D_IM: '0' } });
  await server.done(server.domains.startDelete({ name: 'b.example' }, null));
  expect((await trail().undoState({ id: second })).state).toBe('overwritten');
  await server.domains.create({ name: 'b.example', variables: {} });
  expect((await trail().undoState({ id: second })).state).toBe('overwritten');
});

test('what was deleted does not come back, and the trail says so', async () => {
  const id = await remove({ mask: 'al@ab.example' });
  expect(await rowOf(id)).toMatchObject({ action: 'delete account', changed: 1, outcome: 'ok', undoable: false });
  expect(await trail().undoState({ id })).toEqual({ state: 'none', rows: 0, overwritten: 0 });
  expect((await undo(id)).job.error?.code).toBe('UNDO_IMPOSSIBLE');
  expect((await undo(987_654)).job.error?.code).toBe('AUDIT_NOT_FOUND');
  await expect(trail().undoState({ id: 987_654 })).rejects.toMatchObject({ code: 'AUDIT_NOT_FOUND' });
});

test('what a change found is kept no longer than it could be of use', async () => {
  const kept = () => server.store.read.selectFrom('account_before').selectAll().execute();
  const first = await modify({ mask: '*@a.example', variables: { U_Name: 'One' } });
  expect((await kept()).every((row) => row.audit_id === first)).toBe(true);
  await modify({ mask: 'al*@*', variables: { U_FTP: '0' } });
  const second = await modify({ mask: '*@b.example', variables: { U_Name: 'Two' } });
  expect(new Set((await kept()).map((row) => row.audit_id))).toEqual(new Set([second]));
  const { auditId } = await undo(second);
  expect(new Set((await kept()).map((row) => row.audit_id))).toEqual(new Set([auditId]));
});

test('the trail tells in words what was done, is read by pages and searched', async () => {
  const parts = (...addresses: string[]) => [{ kind: 'addresses' as const, addresses }];
  await modify({ mask: '*@a.example', variables: { U_IM: '0' } });
  await modify({ set: { parts: parts('al@ab.example', 'alba@ab.example'), except: [] }, variables: { U_Name: 'A B' } });
  await modify({
    set: {
      parts: [{ kind: 'domains', domains: { parts: [{ kind: 'names', names: ['ab.example'] }], except: [] } }],
      except: ['al@ab.example', 'alba@ab.example'],
    },
    variables: { U_IM: '1', U_GW: '0' },
  });
  await modify({ mask: 'nobody@a.example', variables: { U_IM: '0' } });
  const { auditId } = await undo(1 + (await list()).rows.length - 4);
  await audit().end(await audit().begin(ANN, 'rename account', { from: 'a@b.example', to: 'c@b.example' }), 'ok', null);
  await audit().end(await audit().begin(ANN, 'set connection', { values: { Proxy_Password: 'geheim' } }), 'ok', null);
  const { rows } = await list();
  expect(rows.map(({ what, outcome }) => `${what} (${outcome})`)).toEqual([
    'Proxy_Password “(not recorded)” (ok)',
    'a@b.example → c@b.example (ok)',
    expect.stringMatching(/^change \d+/),
    'nobody@a.example: U_IM 0 (ACCOUNT_NOT_FOUND)',
    'all accounts of ab.example but 2: U_IM 1, U_GW 0 (ok)',
    '2 accounts (al@ab.example, alba@ab.example): U_Name “A B” (ok)',
    '*@a.example: U_IM 0 (ok)',
  ]);
  expect(rows[0]).toMatchObject({ who: 'Änn', client: 'web', at: '2026-11-21T10:00:00.000Z' });
  expect(rows.some((row) => row.id === auditId)).toBe(true);
  const found = async (search: string) => (await list(search)).rows.length;
  expect([await found('ÄNN'), await found('u_gw'), await found('but 2'), await found('%'), await found("'")]).toEqual([
    7, 1, 1, 0, 0,
  ]);
  const pages = [];
  for (let before: number | null = 0; before !== null; ) {
    const page = await list('', before, 3);
    pages.push(page.rows.length);
    before = page.next;
  }
  expect(pages).toEqual([3, 3, 1]);
});

test('the trail is exported whole, as a file that no spreadsheet runs', async () => {
  await server.store.write((trx) =>
    trx
      .insertInto('audit')
      .values({
        at: NOW,
        who: '=cmd()',
        client: 'api',
        action: 'x',
        detail: '{}',
        what: 'a,b',
        changed: 5,
        outcome: 'ok',
      })
      .execute(),
  );
  for (let n = 0; n < 30; n++) await audit().begin(ANN, 'create domain', { name: `d${n}.example` });
  const job = await server.done(trail().startExport({ search: '' }));
  expect(job.result).toEqual({ downloadId: 'd', fileName: 'seatkeeper-audit-2026-11-22.csv', rows: 31 });
  expect(offered.get('d')).toBe('seatkeeper-audit-2026-11-22.csv');
  const lines = readFileSync(`${folder.folder}/download`, 'utf8').split('\r\n');
  expect(lines[0]).toBe('id,at,who,client,action,what,changed,outcome');
  expect(lines[1]).toMatch(/^\d+,2026-11-21T10:00:00.000Z,Änn,web,create domain,d29.example,,begun$/);
  expect(lines[31]).toMatch(/,'=cmd\(\),api,x,"a,b",5,ok$/);
  expect(lines).toHaveLength(33);
});

test('how a bulk job ended is in the trail with its change, not after it', async () => {
  const id = await modify({ mask: '*@a.example', variables: { U_IM: '0' } });
  const row = await rowOf(id);
  // Nobody ended the row but the job itself.
  expect(row).toMatchObject({ outcome: 'ok', undoable: true });
  expect(row?.changed).toBeGreaterThan(0);
});
