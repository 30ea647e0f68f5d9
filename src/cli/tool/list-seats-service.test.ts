/** list seats in every order and with every filter, against a real service. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T10:00:00Z');
const clock = { at: START, now: () => clock.at };
let world: World;

beforeAll(async () => {
  world = await openWorld({ clock });
  const { json } = world;
  await json(['create', 'domain', 'example.com']);
  for (const [local, name] of [
    ['ann', 'Zoë'],
    ['bob', 'Émile'],
    ['cid', 'anna'],
  ] as const) {
    await json(['create', 'account', `${local}@example.com`, 'U_Name', name]);
  }
  await json(['access', 'check', 'bob@example.com', 'im']);
  clock.at += DAY;
  await json(['access', 'check', 'ann@example.com', 'im']);
  clock.at = START + 20 * DAY;
});
afterAll(() => world.close());

const locals = async (...args: string[]) =>
  ((await world.json(['list', 'seats', 'im', ...args])) as { address: string }[])
    .map(({ address }) => address.split('@')[0])
    .join(' ');

test.each([
  [[], 'ann bob cid'],
  [['--descending'], 'cid bob ann'],
  [['--sort', 'Name'], 'cid ann bob'],
  [['--sort', 'last-access'], 'cid bob ann'],
  [['--sort', 'first-access', '--descending'], 'ann bob cid'],
  [['--sort', 'seat'], 'ann bob cid'],
  [['--search', 'ANN'], 'ann cid'],
  [['--search', 'e\u0301m'], 'bob'],
  [['--search', '%'], ''],
  [['--unused', '20'], 'bob cid'],
  [['--unused', '19', '--sort', 'last-access', '--search', 'b'], 'bob'],
  [['--unused', '21'], ''],
])('list seats im %j', async (args, expected) => {
  expect(await locals(...args)).toBe(expected);
});

test.each([
  ['--sort', 'age'],
  ['--unused', '0'],
  ['--unused', 'many'],
  ['--search', 'x'.repeat(201)],
  ['--unused', '3', '--not-counted'],
])('list seats im %s %s is a mistake of usage', async (...args) => {
  expect(await world.tool(['list', 'seats', 'im', ...args])).toMatchObject({ code: 2, stdout: '' });
});

test('a line has what the notes say, and nothing where there is nothing', async () => {
  const { stdout } = await world.tool(['list', 'seats', 'im', '--search', 'bob']);
  const at = new Date(START).toISOString();
  expect(stdout).toBe(`bob@example.com\tcounted\tseat\t${at}\t-\tCounted: Instant Messaging on.\t${at}\n`);
});
