import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moduleOf } from '../../core/seats/modules.ts';
import { createAudit } from '../api/audit.ts';
import { LOCAL_ADMINISTRATOR } from '../api/context.ts';
import { endInterrupted } from '../audit/record.ts';
import { digestOf, NOW, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';

const ACCOUNTS = 200_000;
const IN_ONE_DOMAIN = 100_000;

let folder: TestFolder;
let server: TestServer;

beforeAll(async () => {
  folder = await testFolder();
  server = await testServer(folder);
  await server.seats.ensureScopes(server.masks);
  const domain = (n: number) => (n < IN_ONE_DOMAIN ? 'large.example' : `d${n % 7}.example`);
  const lines = Array.from({ length: ACCOUNTS }, (_, n) => `user${n}@${domain(n)},${n % 10 === 0 ? 0 : 1}`);
  const csv = await folder.put('accounts.csv', `address,U_IM\n${lines.join('\n')}\n`);
  await server.done(server.accounts.startImport({ file: csv, format: 'csv', dryRun: false }));
}, 60_000);
afterAll(async () => {
  await server.close();
  await folder.remove();
});

const used = async () => {
  const { mask } = moduleOf('im');
  return (await server.seats.usedSeats([mask])).get(mask);
};
const drift = async () => (await server.done(server.seats.startRecount())).result;

/** Starts the change in a process of its own, and kills it at its n-th sign of progress; 0: never. */
async function killedAt(signs: number): Promise<string> {
  const script = join(import.meta.dirname, 'modifying.testkit.ts');
  const child = spawn(process.execPath, [script, folder.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let [seen, last] = [0, ''];
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    seen += 1;
    if (seen === signs) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  return signal === 'SIGKILL' ? 'killed' : last;
}

test('kill -9 half way in a change of 200,000 accounts: nothing is changed, and the trail says so', {
  timeout: 120_000,
}, async () => {
  const audit = createAudit(server.store, { now: () => NOW });
  expect(await audit.begin(LOCAL_ADMINISTRATOR, 'modify account', { mask: '*@*' })).toBe(1);
  const before = await digestOf(server.store);
  await server.close();
  const outcome = async () =>
    (await server.store.read.selectFrom('audit').selectAll().executeTakeFirstOrThrow()).outcome;
  for (const signs of [1, 5, 9]) {
    expect(await killedAt(signs)).toBe('killed');
    server = await testServer(folder);
    expect(await digestOf(server.store)).toBe(before);
    expect(await outcome()).toBe('begun');
    expect(await drift()).toMatchObject({ accounts: ACCOUNTS, drift: [] });
    if (signs < 9) await server.close();
  }
  await endInterrupted(server.store);
  expect(await outcome()).toBe('INTERRUPTED');
  await server.close();
  // Left alone it goes through, and the row tells that although nobody was there to end it.
  expect(await killedAt(0)).toBe('modified');
  server = await testServer(folder);
  expect([await outcome(), await used()]).toEqual(['ok', 0]);
  expect(await drift()).toMatchObject({ drift: [] });
  const back = await server.store.runTask('undo', { id: 1, auditId: 2 });
  expect([back.changed, await used()]).toEqual([ACCOUNTS, ACCOUNTS * 0.9]);
});

test('every account by rule but two, without a list of them; cancelled half way it is as before', async () => {
  const set = {
    parts: [{ kind: 'mask' as const, mask: '*@*', search: '' }],
    except: ['user1@large.example', 'user2@large.example', 'nobody@large.example'],
  };
  const variables = { U_IM: '0' };
  const before = await digestOf(server.store);
  const preview = await server.accounts.previewModify({ set, variables });
  expect(preview).toMatchObject({ matched: ACCOUNTS - 2, changes: ACCOUNTS * 0.9 - 2 });
  const controller = new AbortController();
  let signs = 0;
  const rule = {
    parts: [{ kind: 'mask' as const, mask: { local: { kind: 'all' as const }, domain: null }, search: '' }],
    except: [],
    words: '',
  };
  const cut = server.store.runTask(
    'modify-accounts',
    { rule, change: { on: 0, off: moduleOf('im').mask }, auditId: null },
    {
      signal: controller.signal,
      onProgress: () => {
        signs += 1;
        if (signs === 5) controller.abort();
      },
    },
  );
  await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await digestOf(server.store)).toBe(before);
  const job = await server.done(server.accounts.startModify({ set, variables }, null));
  expect([job.result, job.done, job.total, await used()]).toEqual([
    { changed: preview.changes },
    ACCOUNTS,
    ACCOUNTS,
    2,
  ]);
}, 60_000);

test('a domain is deleted with its 100,000 accounts', async () => {
  await server.done(server.accounts.startModify({ mask: '*@*', variables: { U_IM: '1' } }, null));
  const job = await server.done(server.domains.startDelete({ name: 'large.example' }, null));
  expect([job.result, await used()]).toEqual([{ changed: IN_ONE_DOMAIN }, ACCOUNTS - IN_ONE_DOMAIN]);
  expect(await drift()).toMatchObject({ accounts: ACCOUNTS - IN_ONE_DOMAIN, drift: [] });
  expect(await server.accounts.summary()).toMatchObject({ accounts: ACCOUNTS - IN_ONE_DOMAIN, domains: 7 });
}, 60_000);
