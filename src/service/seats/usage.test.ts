/** Usage day by day, written by the real scheduler over a real store, whose clock a test moves (LICENSING 6). */
import { afterEach, expect, test, vi } from 'vitest';
import { DAY, HOUR } from '../../core/calendar.ts';
import { item } from '../../core/license/license.testkit.ts';
import { moduleOf } from '../../core/seats/modules.ts';
import { activate, cleanUp } from '../licensing/licensing.testkit.ts';
import { openWorld, type TestWorld, type WorldOptions } from '../schedule/world.testkit.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const worlds: TestWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  await cleanUp();
});

async function world(options: WorldOptions): Promise<TestWorld> {
  const opened = await openWorld(options);
  worlds.push(opened);
  return opened;
}

const ITEMS = [item({ group: 'communication', seats: 250 }), item({ module: 'im', seats: 25 })];

/** As many accounts use Instant Messaging from now on. */
const use = ({ server }: TestWorld, used: number): Promise<unknown> =>
  server.store.write((trx) =>
    trx.updateTable('seat_counter').set({ used }).where('mask', '=', moduleOf('im').mask).execute(),
  );
const historyOf = async ({ server }: TestWorld) => {
  const [found] = await server.usage.history({ module: 'im' });
  if (!found) throw new Error('no history');
  return found;
};
/** `2026-11-21 17/200`, a line a day. */
const lines = async (w: TestWorld): Promise<string[]> =>
  (await historyOf(w)).days.map(({ day, used, seats }) => `${day} ${used}/${seats}`);

test('LICENSING 6: the last number of each day, with the seats of that day; today is live', async () => {
  const w = await world({ start: Date.parse('2026-11-21T10:00:00Z'), timeZone: 'Europe/Berlin' });
  await use(w, 3);
  expect(await lines(w)).toEqual(['2026-11-21 3/200']);
  // 22:59:59 UTC is still the day in Berlin.
  await w.pass(13 * HOUR - 1_000);
  await use(w, 5);
  await w.pass(1_000);
  await use(w, 6);
  expect(await lines(w)).toEqual(['2026-11-21 5/200', '2026-11-22 6/200']);
  await activate(w.server.licensing, w.vendor.order({ items: ITEMS }));
  await w.pass(DAY);
  await use(w, 4);
  expect(await lines(w)).toEqual(['2026-11-21 5/200', '2026-11-22 6/25', '2026-11-23 4/25']);
  const all = await w.server.usage.history({});
  expect(all.map(({ module, days }) => `${module} ${days.length} ${days.at(-1)?.seats}`)).toEqual(
    expect.arrayContaining(['mail 3 250', 'im 3 25', 'desktop 3 0']),
  );
  expect(all).toHaveLength(19);
});

test('LICENSING 6: days without the service stay missing; the day before them keeps its last number', async () => {
  const w = await world({ start: Date.parse('2026-11-21T10:00:00Z'), timeZone: 'UTC' });
  await use(w, 7);
  await w.restart({ down: 3 * DAY });
  await use(w, 9);
  expect(await lines(w)).toEqual(['2026-11-21 7/200', '2026-11-24 9/200']);
  // Again on the same day: yesterday is over.
  await w.pass(14 * HOUR);
  await use(w, 8);
  await w.restart({ down: HOUR });
  expect(await lines(w)).toEqual(['2026-11-21 7/200', '2026-11-24 9/200', '2026-11-25 8/200']);
});

test.each([
  ['2026-10-24T12:00:00Z', 'Europe/Berlin', ['2026-10-24', '2026-10-25', '2026-10-26'], 25],
  ['2027-03-27T12:00:00Z', 'Europe/Berlin', ['2027-03-27', '2027-03-28', '2027-03-29'], 23],
  // Midnight itself is left out: the day begins at 01:00.
  ['2026-09-05T12:00:00Z', 'America/Santiago', ['2026-09-05', '2026-09-06', '2026-09-07'], 23],
])('a day of other than 24 hours has one number: %s in %s', async (start, timeZone, days, hours) => {
  const w = await world({ start: Date.parse(start), timeZone });
  let n = 0;
  const begun: number[] = [];
  for (; begun.length < 2; n += 1) {
    const before = (await historyOf(w)).days.length;
    await use(w, n);
    await w.pass(HOUR);
    if ((await historyOf(w)).days.length > before) begun.push(n);
  }
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBe(hours);
  expect(await lines(w)).toEqual(days.map((day, i) => `${day} ${begun[i] ?? n - 1}/200`));
});

test('another time zone: no day twice, none in the future, and the numbers go on', async () => {
  const w = await world({ start: Date.parse('2026-11-21T10:00:00Z'), timeZone: 'UTC' });
  await use(w, 1);
  w.timeZone = 'Pacific/Kiritimati';
  w.server.scheduler.nudge();
  await w.server.scheduler.idle();
  await use(w, 2);
  expect(await lines(w)).toEqual(['2026-11-21 1/200', '2026-11-22 2/200']);
  w.timeZone = 'Pacific/Pago_Pago';
  w.server.scheduler.nudge();
  await w.server.scheduler.idle();
  await use(w, 3);
  expect(await lines(w)).toEqual(['2026-11-20 3/200']);
  await w.pass(3 * DAY);
  expect((await lines(w)).map((line) => line.split(' ')[0])).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
});

test('LICENSING 6: kept 400 days; the trend says when the seats are exceeded', async () => {
  const w = await world({ start: Date.parse('2026-11-21T10:00:00Z'), timeZone: 'UTC' });
  const today = Math.floor(Date.parse('2026-11-21') / DAY);
  await w.server.store.write((trx) =>
    trx
      .insertInto('usage_day')
      .values(
        [399, 400, 401, 6, 5, 4, 3, 2, 1].map((back) => ({
          module: 'im',
          day: today - back,
          used: back < 99 ? 100 - 2 * back : 0,
          seats: null,
        })),
      )
      .execute(),
  );
  await use(w, 100);
  await w.restart();
  const days = await w.server.store.read.selectFrom('usage_day').select('day').where('module', '=', 'im').execute();
  expect(Math.min(...days.map(({ day }) => day))).toBe(today - 399);
  const { days: shown, trend } = await historyOf(w);
  expect(shown).toHaveLength(8);
  expect(shown[0]).toEqual({ day: '2025-10-18', used: 0, seats: 'unlimited' });
  expect(trend).toEqual({
    perDay: 2,
    crosses: '2027-01-11',
    sentence: 'Growing by 2 accounts a day: above its 200 seats on 11 January 2027.',
  });
});
