/** The trail of a whole service, by its API: recorded, undone, exported. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, finishedJob } from '../../contract/client.ts';
import { localClient } from '../running.ts';
import { type RunningService, startService } from '../start.ts';

let folder: string;
let service: RunningService;
let client: Client;
let token: string;

async function start(): Promise<void> {
  const env = { SEATKEEPER_LICENSING_URL: 'http://127.0.0.1:9' };
  service = await startService({ dataFolder: folder, host: 'daemon', http: ':0', env, log: () => {} });
  token = readFileSync(join(folder, 'local.token'), 'utf8').trim();
  client = localClient(service.url, token);
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-trail-'));
  await start();
  await client.domains.create({ name: 'a.example', variables: {} });
  for (const name of ['al', 'bo', 'cy']) await client.accounts.create({ address: `${name}@a.example`, variables: {} });
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

/** Until the row tells how it ended: that is written after the job's end was told. */
async function ended(id: number) {
  for (;;) {
    const row = (await client.audit.list({})).rows.find((one) => one.id === id);
    if (row && row.outcome !== 'begun') return row;
  }
}

test('a set is changed, found in the trail, and taken back; seats and counters follow', async () => {
  const set = {
    parts: [
      {
        kind: 'domains' as const,
        domains: { parts: [{ kind: 'mask' as const, mask: '*', search: 'a.ex' }], except: [] },
      },
    ],
    except: ['cy@a.example'],
  };
  const used = async () => (await client.license.read({})).modules.find((module) => module.id === 'im')?.used;
  await client.access.check({ address: 'al@a.example', module: 'im' });
  const preview = await client.accounts.previewModify({ set, variables: { U_IM: '0', U_Name: 'x' } });
  expect(preview).toEqual({ matched: 2, changes: 2, seats: [{ module: 'im', name: 'Instant Messaging', by: -2 }] });
  const { jobId, auditId } = await client.accounts.startModify({ set, variables: { U_IM: '0', U_Name: 'x' } });
  expect((await finishedJob(client, jobId)).result).toEqual({ changed: 2, auditId });
  expect(await used()).toBe(1);
  const row = await ended(auditId ?? 0);
  expect(row).toMatchObject({
    who: 'local',
    action: 'modify account',
    what: 'all accounts of all domains that match “a.ex” but cy@a.example: U_IM 0, U_Name x',
    changed: 2,
    outcome: 'ok',
    undoable: true,
  });
  const undo = await client.audit.startUndo({ id: row.id });
  expect((await finishedJob(client, undo.jobId)).state).toBe('done');
  expect(await used()).toBe(3);
  expect((await client.accounts.list({ mask: '*@*' })).rows.map((one) => one.name)).toEqual(['', '', '']);
  expect(await client.audit.undoState({ id: row.id })).toMatchObject({ state: 'undone' });
  const { rows } = await client.audit.list({ search: 'undo' });
  expect(rows[0]?.what).toBe(`change ${row.id} (${row.what})`);
  expect((await client.access.preview({ address: 'al@a.example', module: 'im' })).allow).toBe(true);
});

test('nothing is begun for ever: a new start tells what a killed one left', async () => {
  const { auditId } = await client.accounts.startModify({ mask: '*@*', variables: { U_IM: '0' } });
  await service.close();
  await start();
  const row = await ended(auditId ?? 0);
  expect(['ok', 'CANCELLED', 'INTERRUPTED']).toContain(row.outcome);
  const { on } =
    (await client.accounts.policies({ mask: '*@*' })).services.find((one) => one.variable === 'U_IM') ?? {};
  expect(on).toBe(row.outcome === 'ok' ? 0 : 3);
});

test('the trail is fetched as a file', async () => {
  const { jobId } = await client.audit.startExport({ search: 'create' });
  const { result } = await finishedJob(client, jobId);
  if (!result || !('rows' in result)) throw new Error('no file');
  expect(result.rows).toBe(5);
  const fetched = await fetch(`${service.url}/downloads/${result.downloadId}`, {
    headers: { authorization: `Bearer ${token}`, 'x-csrf-token': 'orpc' },
  });
  const lines = (await fetched.text()).trimEnd().split('\r\n');
  expect(lines.map((line) => line.split(',').slice(4, 6).join(' '))).toEqual([
    'action what',
    'export audit rows with create',
    'create account cy@a.example',
    'create account bo@a.example',
    'create account al@a.example',
    'create domain a.example',
  ]);
});

test('a listed set is told by its number, its details by their first', async () => {
  const addresses = Array.from({ length: 9_000 }, (_, n) => `user${n}@a.example`);
  const set = { parts: [{ kind: 'addresses' as const, addresses: ['al@a.example', ...addresses] }], except: [] };
  const { jobId, auditId } = await client.accounts.startModify({ set, variables: { U_IM: '0' } });
  expect((await finishedJob(client, jobId)).result).toMatchObject({ changed: 1 });
  expect((await ended(auditId ?? 0)).what).toBe(
    '9,001 accounts (al@a.example, user0@a.example, user1@a.example, …): U_IM 0',
  );
});
