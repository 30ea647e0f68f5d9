/** Previews are given up when nobody waits for them, and never make a list wait. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SeatkeeperError } from '../../contract/errors.ts';
import { readingContext } from '../store/reading.testkit.ts';
import { openWorker } from '../store/sqlite/connection.ts';
import { ruleOf, type TestFolder, type TestServer, testFolder, testServer } from '../store/store.testkit.ts';
import { laneOf } from '../store/tasks.ts';
import { accountPolicies, previewAccounts, previewDomains } from './policies.ts';
import { domainRuleOf } from './rule.ts';

let folder: TestFolder;
let server: TestServer;

beforeEach(async () => {
  folder = await testFolder();
  server = await testServer(folder);
  await server.domains.create({ name: 'a.example', variables: {} });
  await server.accounts.create({ address: 'ann@a.example', variables: {} });
});
afterEach(async () => {
  await server.close();
  await folder.remove();
});

const CHANGE = { on: 0, off: 1 };
const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error) => error.code ?? error,
  );

test('a caller who goes away takes policies and previews along, also those that wait their turn', async () => {
  const [mask, variables] = ['*@*', { U_IM: '0' }];
  const leaving = new AbortController();
  const { signal } = leaving;
  const asked = [
    server.accounts.policies({ mask }, signal),
    server.accounts.previewModify({ mask, variables }, signal),
    server.domains.policies({ mask: '*' }, signal),
    server.domains.previewModify({ mask: '*', variables: { D_IM: '0' } }, signal),
  ].map(code);
  const stays = server.accounts.previewModify({ mask, variables });
  leaving.abort();
  expect(await Promise.all(asked)).toEqual(asked.map(() => 'CANCELLED'));
  expect(await stays).toMatchObject({ matched: 1, changes: 1 });
});

test('they look at the cancel flag while they work', async () => {
  const connection = openWorker(folder.file, true);
  const context = readingContext(connection, {
    check() {
      throw new SeatkeeperError('CANCELLED');
    },
  });
  const rule = ruleOf('*@*');
  for (const work of [
    accountPolicies({ rule }, context),
    previewAccounts({ rule, change: CHANGE }, context),
    previewDomains({ rule: domainRuleOf({ mask: '*' }), change: CHANGE }, context),
  ]) {
    expect(await code(work)).toBe('CANCELLED');
  }
  connection.close();
});

test('lists, previews and exports do not wait for each other, nor for bulk work', () => {
  const kinds = ['list-accounts', 'preview-accounts', 'account-policies', 'export-seats', 'modify-accounts'] as const;
  expect(kinds.map(laneOf)).toEqual(['lists', 'previews', 'previews', 'exports', 'bulk']);
});
