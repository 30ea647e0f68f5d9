import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import type { ModuleId } from '../seats/modules.ts';
import { afterEntry } from './changes.ts';
import { revalidationDue } from './due.ts';
import { document, item, Life, START, unreachable, works } from './life.testkit.ts';
import type { ProgramResult } from './programs.ts';

const MINUTE = HOUR / 60;
const EXPIRED = revalidationDue(document()) + 9 * DAY;
const MIDNIGHT = Math.ceil((EXPIRED + HOUR) / DAY) * DAY - HOUR;

type Programs = (action: 'stop' | 'start', modules: readonly ModuleId[], at: number) => ProgramResult;
const stops = (life: Life) =>
  life.seen.flatMap(({ at, effect }) =>
    effect.type === 'stop' ? [[(at - MIDNIGHT) / MINUTE, effect.modules, effect.failures]] : [],
  );
const having = (had: readonly ModuleId[], failing: (module: ModuleId, at: number) => boolean): Programs => {
  return (action, modules, at) => {
    const ours = modules.filter((id) => had.includes(id));
    const failed = ours.filter((id) => failing(id, at)).map((module) => ({ module, detail: 'exit status 1' }));
    return { action, done: ours.filter((id) => !failing(id, at)), failed };
  };
};

describe('LICENSING 5: a program that fails is retried and reported, never ignored', () => {
  test('again after 1, 2, 4 … minutes, only what failed; told once, every failure in the error log', () => {
    const programs = having(['mail', 'im'], (id, at) => id === 'im' && at < MIDNIGHT + 5 * MINUTE);
    const life = new Life({ vendor: unreachable, programs }).run(MIDNIGHT + 3 * HOUR);
    expect(stops(life)).toEqual([
      [0, 'all', 0],
      [1, ['im'], 1],
      [3, ['im'], 2],
      [7, ['im'], 3],
    ]);
    expect(life.notices('program-failed').map((n) => n.params)).toMatchObject([
      { action: 'stop', modules: ['im'], detail: 'exit status 1', retryAt: MIDNIGHT + MINUTE },
    ]);
    const lines = life.times('log', (e) => e.type === 'log' && e.text.includes('to stop Instant Messaging failed'));
    expect(lines).toHaveLength(3);
    expect(life.state).toMatchObject({ programs: [], stop: { modules: ['mail', 'im'] } });
  });

  test('hourly at the longest, until the next midnight begins anew', () => {
    const life = new Life({ vendor: unreachable, programs: having(['im'], () => true) }).run(MIDNIGHT + 2 * DAY);
    const times = stops(life).map(([minutes]) => minutes as number);
    const gaps = times.map((minutes, n) => minutes - (times[n - 1] ?? minutes));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    expect(life.notices('program-failed')).toHaveLength(3);
    // Whatever a failed program has left behind is started again one day.
    expect(life.state.stop?.modules).toEqual(['im']);
  });

  test('a start of the service catches up a start, but no stop', () => {
    const failing = new Life({ vendor: unreachable, programs: having(['im'], () => true) }).run(MIDNIGHT + 10 * MINUTE);
    failing.down(MIDNIGHT + HOUR).run(MIDNIGHT + 5 * HOUR);
    expect(stops(failing).filter(([minutes]) => (minutes as number) > 10)).toEqual([]);

    let broken = false;
    const programs = having(['im'], () => broken);
    const healed = new Life({ vendor: unreachable, programs }).run(MIDNIGHT + HOUR);
    broken = true;
    healed.vendor = works;
    healed.run(MIDNIGHT + 2 * HOUR + 10_000);
    expect(healed.state.programs).toMatchObject([{ action: 'start', modules: ['im'] }]);
    broken = false;
    healed.down(MIDNIGHT + DAY);
    expect(healed.state.programs).toEqual([]);
    expect(healed.seen.at(-1)?.effect).not.toMatchObject({ type: 'stop' });
  });

  test('a license that fits turns a stop that failed into a start', () => {
    let broken = true;
    const life = new Life({ vendor: unreachable, programs: having(['mail', 'im'], (id) => broken && id === 'im') });
    life.run(MIDNIGHT + 10 * MINUTE);
    life.vendor = (state, now) => {
      broken = false;
      return works(state, now);
    };
    life.run(MIDNIGHT + 90 * MINUTE);
    const programs = life.seen.map(({ effect }) => effect).filter(({ type }) => type === 'stop' || type === 'start');
    const started = programs.findIndex(({ type }) => type === 'start');
    expect(programs.slice(started)).toEqual([{ type: 'start', modules: ['mail', 'im'], failures: 0 }]);
    expect(life.state.programs).toEqual([]);
  });

  test('a result that never came counts as a failure', () => {
    const life = new Life({ vendor: unreachable }).run(MIDNIGHT - MINUTE);
    const lost = {
      ...life.state,
      programs: [
        { action: 'start', modules: ['im'], cause: null, since: START, failures: 0, retryAt: life.at + 1 },
      ] as const,
    };
    life.state = lost;
    life.wakeAt = life.at + 1;
    life.run(life.at + 2);
    expect(life.seen.at(-1)?.effect).toEqual({ type: 'start', modules: ['im'], failures: 1 });
    expect(life.state.programs).toEqual([]);
  });
});

describe('LICENSING 5: services that Seatkeeper stopped start again', () => {
  /** They are down already when the next midnight stops them: then there is nothing to undo. */
  const machine = (had: ModuleId[]) => {
    const running = new Set(had);
    return (action: 'stop' | 'start', modules: readonly ModuleId[]): ProgramResult => {
      const done = had.filter((id) => modules.includes(id) && (action === 'start' || running.has(id)));
      for (const id of done) action === 'start' ? running.add(id) : running.delete(id);
      return { action, done, failed: [] };
    };
  };
  const started = (life: Life) => life.seen.flatMap(({ effect }) => (effect.type === 'start' ? [effect.modules] : []));

  test('also when a crash took the result of the stop, and the midnight after it found them down', () => {
    const programs = machine(['mail', 'im']);
    let crash = true;
    const life = new Life({
      vendor: unreachable,
      programs: (action, modules) => {
        const result = programs(action, modules);
        if (!crash) return result;
        throw new Error('killed');
      },
    });
    expect(() => life.run(MIDNIGHT + HOUR)).toThrow('killed');
    crash = false;
    life.down(MIDNIGHT + HOUR).run(MIDNIGHT + 2 * DAY);
    life.vendor = works;
    life.run(MIDNIGHT + 3 * DAY);
    expect(started(life)).toEqual(['all']);
  });

  test('also a module left out of the renewal, whose stop was never answered', () => {
    const programs = machine(['im']);
    let crash = true;
    const lapsed = item('module:im', { modules: ['im'], renewalDay: Math.floor(START / DAY) - 1 });
    const life = new Life({
      license: document({ items: [...document().items, lapsed] }),
      programs: (action, modules) => {
        const result = programs(action, modules);
        if (!crash) return result;
        throw new Error('killed');
      },
    });
    expect(() => life.run(START + 9 * DAY)).toThrow('killed');
    crash = false;
    life.down(life.at + HOUR).run(START + 12 * DAY);
    life.vendor = ({ license }, at) => {
      const renewed = document({ serial: (license?.serial ?? 0) + 1, issued: at });
      return { ok: true, license: renewed, serverTime: at };
    };
    life.run(START + 31 * DAY);
    expect(started(life)).toEqual([['im']]);
  });

  const withIm = (renewalDay: number, some = {}) =>
    document({ ...some, items: [...document().items, item('module:im', { modules: ['im'], renewalDay })] });
  const day = (at: number) => Math.floor(at / DAY);

  test('also a module that went down with all the others, and was left out of the renewal since', () => {
    const license = withIm(day(MIDNIGHT) + 1);
    const life = new Life({ license, vendor: unreachable, programs: machine(['mail', 'im']) }).run(MIDNIGHT + 12 * DAY);
    expect(life.state.modulesStopped.im).toMatchObject({ stopped: null });
    life.vendor = works;
    life.run(MIDNIGHT + 14 * DAY);
    expect(started(life)).toEqual([['mail']]);
    const renewed = withIm(day(MIDNIGHT) + 500, { serial: 9, issued: life.at });
    life.take(afterEntry(life.state, { license: renewed, outdated: false, serverTime: null }, life.now()));
    expect(started(life)).toEqual([['mail'], ['im']]);
  });

  test('also a module that was renewed while everything was stopped for another reason', () => {
    const license = withIm(day(START) - 1);
    const life = new Life({ license, vendor: unreachable, programs: machine(['mail', 'im']) }).run(MIDNIGHT + DAY);
    const renewed = withIm(day(MIDNIGHT) + 500, { serial: 2 });
    life.take(afterEntry(life.state, { license: renewed, outdated: false, serverTime: null }, life.now()));
    expect(life.state).toMatchObject({ phase: 'stopped', modulesStopped: {} });
    life.vendor = works;
    life.run(MIDNIGHT + 2 * DAY);
    expect(started(life)).toEqual([['mail', 'im']]);
  });
});
