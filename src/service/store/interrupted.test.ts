import { afterEach, beforeEach, expect, test } from 'vitest';
import { moduleOf } from '../../core/seats/modules.ts';
import { domainRuleOf } from '../accounts/rule.ts';
import { expectIntact, killedAt } from './kill.testkit.ts';
import { digestOf, ruleOf, type TestFolder, type TestServer, testFolder, testServer } from './store.testkit.ts';
import type { TaskInput, TaskKind } from './tasks.ts';

const IM = moduleOf('im').mask;
let folder: TestFolder;

beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const CSV = (count: number, from = 0) =>
  `address,U_IM\n${Array.from({ length: count }, (_, i) => `user${from + i}@d${(from + i) % 7}.example,${i % 2}`).join('\n')}\n`;

/** A server with 50,000 accounts: three ranges. */
async function filled(): Promise<TestServer> {
  const server = await testServer(folder);
  await server.seats.ensureScopes(server.masks);
  const csv = await folder.put('first.csv', CSV(50_000));
  await server.done(server.accounts.startImport({ file: csv, format: 'csv', dryRun: false }));
  return server;
}

/** Runs a task that is cancelled at its n-th sign of progress; 0: at once. */
async function cancelledAt<K extends TaskKind>(server: TestServer, at: number, kind: K, input: TaskInput<K>) {
  const controller = new AbortController();
  let signs = 0;
  const onProgress = () => {
    signs += 1;
    if (signs === at) controller.abort();
  };
  const run = server.store.runTask(kind, input, { signal: controller.signal, onProgress });
  if (at === 0) controller.abort();
  return run.then(
    () => 'done',
    (error) => error.code,
  );
}

test('DESIGN 4: cancelled anywhere, bulk work leaves everything as it was', { timeout: 60_000 }, async () => {
  const server = await filled();
  const before = await digestOf(server.store);
  const file = await folder.put('second.csv', CSV(70_000, 30_000));
  const work: { [K in TaskKind]?: TaskInput<K> } = {
    import: { file, format: 'csv', dryRun: false, now: 0 },
    'modify-accounts': { rule: ruleOf('*@*'), change: { on: 0, off: IM, type: 7 }, auditId: 1 },
    'delete-accounts': { rule: ruleOf('*@*'), auditId: null },
    'modify-domains': { rule: domainRuleOf({ mask: '*' }), change: { on: 0, off: IM }, auditId: 2 },
    'delete-domain': { name: 'd1.example', auditId: null },
  };
  for (const [kind, input] of Object.entries(work) as [TaskKind, never][]) {
    const ends = [];
    // Always with ranges still to come: on a busy machine the work runs on while the cancelling is on its way.
    for (const at of kind === 'import' ? [0, 1, 3, 4, 6] : kind === 'delete-domain' ? [0] : [0, 1]) {
      ends.push(await cancelledAt(server, at, kind, input));
      expect(await digestOf(server.store)).toBe(before);
    }
    expect(ends).toEqual(ends.map(() => 'CANCELLED'));
  }
  // The same work goes through when nobody stops it.
  expect(await server.store.runTask('delete-accounts', { rule: ruleOf('*@*'), auditId: null })).toEqual({
    changed: 50_000,
  });
  await server.close();
});

test('kill -9 anywhere in an import: nothing is changed, nothing stays locked', { timeout: 120_000 }, async () => {
  const first = await filled();
  const before = await digestOf(first.store);
  await first.close();
  const csv = await folder.put('second.csv', CSV(100_000, 30_000));
  // Five signs while it reads, five while it merges.
  const input = { file: csv, format: 'csv' as const, dryRun: false, now: 0 };
  for (const signs of [1, 5, 6, 8, 9]) {
    expect(await killedAt(folder, signs, 'import', input)).toBe('SIGKILL');
    await expectIntact(folder, before);
  }
  expect(await killedAt(folder, 0, 'import', input)).toBe(0);
  const last = await testServer(folder);
  expect(await last.accounts.summary()).toMatchObject({ accounts: 130_000 });
  expect((await last.done(last.seats.startRecount())).result).toMatchObject({ drift: [] });
  await last.close();
});
