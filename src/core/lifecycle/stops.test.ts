import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import { MODULE_IDS, type ModuleId } from '../seats/modules.ts';
import { afterEntry } from './changes.ts';
import { revalidationDue } from './due.ts';
import type { Effect } from './effects.ts';
import { at, BERLIN, document, item, Life, noticeTimes, START, unreachable, works } from './life.testkit.ts';
import type { WatchDocument } from './watch-state.ts';

const MINUTE = HOUR / 60;
const due = revalidationDue(document());
/** Emergency expires 2 + 7 days after T0; the midnight after is the stop. */
const EXPIRED = due + 9 * DAY;
const failing = (until: number, license = document()): Life => new Life({ license, vendor: unreachable }).run(until);
const stopped = (e: Effect): boolean => e.type === 'stop' && e.modules === 'all';
/** Midnights in Berlin, in winter. */
const midnightAfter = (instant: number): string =>
  new Date(Math.ceil((instant + HOUR + 1) / DAY) * DAY - HOUR).toISOString().slice(0, 16);

describe('LICENSING 5: all services stop', () => {
  test('at the next midnight after Emergency Mode has expired, and at every midnight after, told once', () => {
    const life = failing(EXPIRED + 4 * DAY);
    const first = midnightAfter(EXPIRED);
    expect(life.times('stop', stopped)).toEqual([0, 1, 2, 3].map((n) => midnightAfter(EXPIRED + n * DAY)));
    expect(noticeTimes(life, 'services-stopped')).toEqual([first]);
    expect(life.seen.find(({ effect }) => effect.type === 'phase' && effect.to === 'stopped')?.at).toBe(
      at(`${first}Z`),
    );
    expect(life.notices('emergency').every((n) => n.at < at(`${first}Z`))).toBe(true);
  });

  test.each<[string, WatchDocument | null, number]>([
    ['the evaluation', null, START + 37 * DAY],
    ['a trial', document({ type: 'trial', expires: START + 5 * DAY }), START + 12 * DAY],
  ])('%s: 7 days after its end', (_cause, license, expired) => {
    const life = new Life({ license, vendor: unreachable }).run(expired + DAY);
    expect(life.times('stop', stopped)).toEqual([midnightAfter(expired)]);
    expect(life.state.phase).toBe('stopped');
  });

  test('no stop at a start, and none is caught up: the service validates first and waits for the next midnight', () => {
    const life = failing(EXPIRED - DAY).down(EXPIRED + 3 * DAY);
    expect(life.state.phase).toBe('emergency');
    expect(life.times('revalidate').at(-1)).toBe(new Date(EXPIRED + 3 * DAY).toISOString().slice(0, 16));
    life.run(EXPIRED + 4 * DAY);
    expect(life.times('stop', stopped)).toEqual([midnightAfter(EXPIRED + 3 * DAY)]);
  });

  test('whatever starts a minute after midnight has missed it', () => {
    const midnight = at(`${midnightAfter(EXPIRED)}Z`);
    const life = failing(midnight - 1).down(midnight + MINUTE);
    expect(life.times('stop')).toEqual([]);
    expect(life.times('midnight').at(-1)).toBe(new Date(midnight + MINUTE).toISOString().slice(0, 16));
    life.run(midnight + DAY);
    expect(life.times('stop')).toEqual([midnightAfter(midnight)]);
  });

  test('a machine that slept over midnight stops nothing when it wakes', () => {
    const midnight = at(`${midnightAfter(EXPIRED)}Z`);
    const life = failing(midnight - HOUR);
    life.at = midnight + 3 * HOUR;
    life.run(midnight + 4 * HOUR);
    expect(life.times('stop')).toEqual([]);
    expect(life.state.phase).toBe('emergency');
    life.run(midnight + DAY);
    expect(life.times('stop')).toEqual([midnightAfter(midnight)]);
  });

  test('none within 24 h of its notice: a server that was off over its whole Emergency Mode is warned first', () => {
    const boot = at('2026-12-20T22:30:00Z');
    const life = failing(due + HOUR).down(boot);
    expect(noticeTimes(life, 'emergency-expired')).toEqual(['2026-12-20T22:30']);
    expect(life.notices('emergency-expired')[0]?.params).toMatchObject({ stopAt: at('2026-12-21T23:00:00Z') });
    expect(life.notices('emergency')).toEqual([]);
    life.run(boot + 3 * DAY);
    expect(life.times('stop')).toEqual(['2026-12-21T23:00', '2026-12-22T23:00']);
  });

  test('a stop lasts over a restart; the services run until the next midnight', () => {
    const life = failing(EXPIRED + DAY).down(EXPIRED + 2 * DAY);
    expect(life.state.phase).toBe('stopped');
    life.run(EXPIRED + 3 * DAY);
    expect(life.times('stop')).toHaveLength(2);
  });

  test.each<[string, (life: Life) => unknown]>([
    [
      'a successful re-validation',
      (life) => {
        life.vendor = works;
      },
    ],
    [
      'a fitting document',
      (life) =>
        life.take(
          afterEntry(
            life.state,
            { license: document({ issued: life.at, serial: 2 }), outdated: false, serverTime: null },
            life.now(),
          ),
        ),
    ],
  ])('%s starts again what Seatkeeper stopped, once', (_what, heal) => {
    const had: ModuleId[] = ['mail', 'im'];
    const programs = (action: 'stop' | 'start', modules: readonly ModuleId[]) => ({
      action,
      done: modules.filter((id) => had.includes(id)),
      failed: [],
    });
    const life = new Life({ vendor: unreachable, programs }).run(EXPIRED + 2 * DAY);
    heal(life);
    life.run(EXPIRED + 5 * DAY);
    expect(life.seen.filter(({ effect }) => effect.type === 'start').map((s) => s.effect)).toEqual([
      { type: 'start', modules: had, failures: 0 },
    ]);
    expect(life.state).toMatchObject({ phase: 'ok', stop: null });
    expect(life.times('stop', stopped)).toHaveLength(2);
  });

  test('each time zone has its own midnight, also where it is at 01:00', () => {
    const license = document({ issued: at('2026-01-20T12:00:00Z') });
    const start = at('2026-02-26T06:00:00Z');
    const life = new Life({ license, vendor: unreachable, timeZone: 'America/Havana', start });
    life.run(start + 20 * DAY);
    expect(life.times('stop').slice(0, 2)).toEqual(['2026-03-08T05:00', '2026-03-09T04:00']);
  });
});

describe('LICENSING 5: other midnight work', () => {
  test('once per date, caught up once', () => {
    const life = new Life()
      .run(START + 3 * DAY)
      .down(START + 10 * DAY)
      .run(START + 12 * DAY);
    const days = life.seen.flatMap(({ effect }) => (effect.type === 'midnight' ? [effect.day] : []));
    const first = Math.floor((START + HOUR) / DAY);
    expect(days.map((day) => day - first)).toEqual([1, 2, 3, 10, 11, 12]);
  });
});

describe('LICENSING 5: a module that was left out of the renewal', () => {
  const today = Math.floor(START / DAY);
  const license = (im: number, others: number): WatchDocument =>
    document({
      everyDays: 365,
      items: [
        item('group:communication', { modules: ['mail', 'webclient'], renewalDay: today + others }),
        item('module:im', { modules: ['im'], renewalDay: today + im }),
      ],
    });
  const lapse = new Date((today + 3) * DAY - HOUR);
  const only = (e: Effect): boolean => e.type === 'stop' && e.modules !== 'all';

  test('announced when its days turn negative, stopped at the first midnight at least 7 days later and each after', () => {
    const life = new Life({ license: license(2, 100) }).run(START + 13 * DAY);
    expect(life.notices('module-lapsed').map((n) => [n.at, n.params])).toMatchObject([
      [lapse.getTime(), { item: 'module:im', modules: ['im'], stopAt: lapse.getTime() + 7 * DAY }],
    ]);
    expect(life.times('stop', only)).toEqual([7, 8, 9, 10].map((n) => midnightAfter(lapse.getTime() + n * DAY - 1)));
    expect(noticeTimes(life, 'module-stopped')).toEqual([midnightAfter(lapse.getTime() + 7 * DAY - 1)]);
    expect(life.state).toMatchObject({ phase: 'ok', stop: null, modulesStopped: { im: { stopped: true } } });
  });

  test.each<[string, number, number]>([
    ['all have run out alike: negative alone changes nothing', 2, 2],
    ['fewer days than others, but not negative', 60, 100],
  ])('%s', (_rule, im, others) => {
    const life = new Life({ license: license(im, others) }).run(START + 30 * DAY);
    expect(life.times('stop')).toEqual([]);
    expect(life.notices('module-lapsed')).toEqual([]);
  });

  test('a license that comes with it gets its 7 days too, and a restart does not shorten them', () => {
    const life = new Life({ license: license(-50, 100) }).run(START + 3 * DAY).down(START + 4 * DAY);
    life.run(START + 9 * DAY);
    expect(life.times('stop')).toEqual([midnightAfter(START + 7 * DAY), midnightAfter(START + 8 * DAY)]);
  });

  test('renewed, it starts again; the next lapse is announced anew', () => {
    const life = new Life({ license: license(2, 100) }).run(START + 12 * DAY);
    const enter = (serial: number, im: number) =>
      life.take(
        afterEntry(
          life.state,
          { license: { ...license(im, 100), issued: life.at, serial }, outdated: false, serverTime: null },
          life.now(),
        ),
      );
    enter(2, 14);
    const started = life.seen.flatMap(({ effect }) => (effect.type === 'start' ? [effect] : []));
    expect(started).toEqual([{ type: 'start', modules: ['im'], failures: 0 }]);
    expect(life.state.modulesStopped).toEqual({});
    life.run(START + 30 * DAY);
    expect(life.notices('module-lapsed')).toHaveLength(2);
    expect(life.times('stop', only)[3]).toBe(midnightAfter((today + 15) * DAY - HOUR + 7 * DAY - 1));
  });

  test('stopped with all the others, it stays stopped when those start again', () => {
    const life = new Life({ license: { ...license(2, 100), everyDays: 30 }, vendor: unreachable }).run(
      EXPIRED + 2 * DAY,
    );
    life.vendor = works;
    life.run(EXPIRED + 3 * DAY - 8 * HOUR);
    const started = life.seen.flatMap(({ effect }) => (effect.type === 'start' ? [effect.modules] : []));
    expect(started).toEqual([MODULE_IDS.filter((id) => id !== 'im')]);
    expect(life.state.modulesStopped).toHaveProperty('im');
  });
});

describe('LICENSING 5: renewal', () => {
  const today = Math.floor(START / DAY);
  test('mails to postmaster 14 and 7 days before the renewal date, one for all items of it; day 0 is covered', () => {
    const items = ['a', 'b'].map((key) => item(key, { renewalDay: today + 20 }));
    const life = new Life({ license: document({ everyDays: 365, items }) }).run(START + 30 * DAY);
    const told = life.notices('renewal-ending');
    expect(told.map((n) => [n.params, n.recipients])).toMatchObject([
      [{ items: ['a', 'b'], daysLeft: 14 }, ['postmaster', 'also']],
      [{ items: ['a', 'b'], daysLeft: 7 }, ['postmaster', 'also']],
    ]);
    const over = life.seen.filter(({ effect }) => effect.type === 'renewal-over').map((s) => s.at);
    expect(over).toEqual([(today + 21) * DAY - HOUR]);
    expect(life.times('stop')).toEqual([]);
  });

  test('a license that comes with 10 days left is told at 7; a silent re-validation repeats nothing', () => {
    const items = [item('a', { renewalDay: today + 10 })];
    const life = new Life({ license: document({ everyDays: 7, items }) }).run(START + 20 * DAY);
    expect(life.notices('renewal-ending').map((n) => n.occasion)).toEqual([`O-1/${today + 10}/7d`]);
    expect(life.times('revalidate').length).toBeGreaterThan(1);
  });
});

describe('LICENSING 2: items with trial-until', () => {
  test('mails 7 and 1 days before; it ends by itself, once', () => {
    const ends = START + 20 * DAY + 3 * HOUR;
    const items = [item('group:communication'), item('module:im', { modules: ['im'], trialUntil: ends })];
    const life = new Life({ license: document({ items }) })
      .run(START + 15 * DAY)
      .down(START + 16 * DAY)
      .run(START + 40 * DAY);
    expect(life.notices('item-ending').map((n) => (ends - n.at) / DAY)).toEqual([7, 1]);
    const ended = life.seen.filter(({ effect }) => effect.type === 'item-ended');
    expect(ended.map((s) => [s.at, s.effect])).toEqual([
      [ends, { type: 'item-ended', key: 'module:im', name: 'module:im', modules: ['im'] }],
    ]);
    expect(life.times('stop')).toEqual([]);
  });

  test('an item that has ended is not among the licensed modules: it makes no other one lapse', () => {
    const today = Math.floor(START / DAY);
    const items = [
      item('group:communication', { renewalDay: today + 2 }),
      item('module:im', { renewalDay: today + 100, trialUntil: START + DAY }),
    ];
    const life = new Life({ license: document({ everyDays: 365, items }) }).run(START + 20 * DAY);
    expect(life.notices('module-lapsed')).toEqual([]);
    expect(BERLIN).toBe(life.state.timeZone);
  });
});
