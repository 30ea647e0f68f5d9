/** access check and list seats against a real service and a real licensing server. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

const DAY = 86_400_000;
const clock = { at: 0, now: () => clock.at };
let world: World;

beforeEach(async () => {
  clock.at = Date.now();
  world = await openWorld({ clock });
});
afterEach(() => world.close());

test('INTERFACES 2: access check assigns, starts a trial, denies with 5; a dry run stores nothing; list seats --over', async () => {
  const { tool, json } = world;
  await json(['activate', 'license', '--order', world.order('communication=10,im=1')]);
  await json(['create', 'domain', 'example.com']);
  expect(await tool(['access', 'check', 'al@example.com', 'im', '--dry-run'])).toMatchObject({
    code: 0,
    stdout: 'allowed: it has a seat\n',
  });
  expect(await json(['display', 'account', '*@example.com']).catch(() => [])).toEqual([]);
  expect(await json(['access', 'check', 'al@example.com', 'IM'])).toMatchObject({ allow: true, reason: 'seat' });
  const bo = await json(['access', 'check', 'bo@example.com', 'im']);
  expect(bo).toMatchObject({ allow: true, reason: 'trial', recorded: true });
  const rows = (await json(['list', 'seats', 'im'])) as object[];
  expect(rows).toMatchObject([
    { address: 'al@example.com', counted: true, seat: 'seat', trialEnds: null },
    { address: 'bo@example.com', counted: true, seat: 'trial' },
  ]);
  expect(await json(['list', 'seats', 'im', '--over'])).toMatchObject([{ address: 'bo@example.com' }]);
  const explained = await tool(['explain', 'account', 'bo@example.com', 'im']);
  expect(explained.stdout).toContain('Over the limit, on trial until ');

  clock.at += 14 * DAY;
  const denied = await tool(['access', 'check', 'bo@example.com', 'im', '--json']);
  expect(denied.code).toBe(5);
  expect(JSON.parse(denied.stdout)).toMatchObject({ error: { code: 'TRIAL_ENDED' }, allow: false });
  expect(await tool(['access', 'check', 'al@example.com', 'im'])).toMatchObject({ code: 0 });
  await json(['modify', 'account', 'bo@example.com', 'U_AccountDisabled', '1']);
  const disabled = await tool(['access', 'check', 'bo@example.com', 'im', '--json']);
  expect(disabled.code).toBe(5);
  expect(JSON.parse(disabled.stdout)).toMatchObject({ error: { code: 'ACCOUNT_DISABLED' }, allow: false });
  expect(await tool(['access', 'check', 'al@example.com', 'im', '--protocol', 'smtp'])).toMatchObject({ code: 2 });
  expect(await tool(['access', 'check', 'al@example.com', 'chess'])).toMatchObject({ code: 3 });
  expect(await tool(['access', 'check', 'x', 'im'])).toMatchObject({ code: 2 });
});
