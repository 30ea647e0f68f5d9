import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import type { ModuleId } from '../seats/modules.ts';
import { revalidationDue } from './due.ts';
import { document, Life, START, unreachable, works } from './life.testkit.ts';
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
    expect(life.state.stop?.modules).toEqual([]);
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
    expect(life.seen.at(-1)?.effect).toEqual({ type: 'start', modules: ['im'], failures: 0 });
    expect(life.state.programs).toEqual([]);
  });
});
