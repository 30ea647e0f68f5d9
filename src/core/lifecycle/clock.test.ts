import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../calendar.ts';
import { advance } from './advance.ts';
import { afterEntry, confirmClock } from './changes.ts';
import { type ClockFacts, firstReading, isTrusted, readClock, sleepUntil } from './clock.ts';
import { revalidationDue } from './due.ts';
import { at, document, item, Life, START, unreachable, works } from './life.testkit.ts';
import { initialWatchState } from './watch-state.ts';

const MINUTE = HOUR / 60;
const clock: ClockFacts = firstReading({ system: START, uptime: 0 });
/** An hour of uptime later, the system clock says an hour plus `jump`. */
const read = (jump: number, booted = false) => {
  const now = { system: START + HOUR + jump, uptime: HOUR };
  return readClock(clock, booted ? { ...now, uptime: 5, booted: true } : now);
};

describe('LICENSING 5: what is plausible', () => {
  test.each<[string, number, string | undefined, number]>([
    ['as uptime says', 0, undefined, HOUR],
    ['back by 10 minutes: silent', -10 * MINUTE, undefined, 50 * MINUTE],
    ['back by more: a warning, time stands still meanwhile', -70 * MINUTE, 'back', 0],
    ['back by 24 hours: a warning', -24 * HOUR, 'back', 0],
    ['back by more: suspect, time goes on with uptime', -24 * HOUR - 1, 'suspect', HOUR],
    ['1970', -START, 'suspect', HOUR],
    ['forward by 24 hours while running', 24 * HOUR, 'jumped', 25 * HOUR],
    ['forward by more: suspect', 24 * HOUR + 1, 'suspect', HOUR],
    ['2099', at('2099-01-01T00:00:00Z') - START, 'suspect', HOUR],
  ])('while running: %s', (_what, jump, event, trusted) => {
    const reading = read(jump);
    expect(reading.event?.type).toBe(event);
    expect(reading.clock.trusted - START).toBe(trusted);
    expect(isTrusted(reading.clock)).toBe(event !== 'suspect');
  });

  test.each<[string, number, string | undefined]>([
    ['downtime of 31 days', 31 * DAY - HOUR, undefined],
    ['of more: suspect', 31 * DAY, 'suspect'],
    ['back by 20 minutes', -HOUR - 20 * MINUTE, 'back'],
    ['back by more than 24 hours', -26 * HOUR, 'suspect'],
  ])('across a restart: %s', (_what, jump, event) => {
    expect(read(jump, true).event?.type).toBe(event);
  });

  test('a clock that is put back by 23 hours every day does not hold time up: what it loses is added up', () => {
    const second = readClock(read(-23 * HOUR).clock, { system: START + 2 * HOUR - 46 * HOUR, uptime: 2 * HOUR });
    expect(second.event).toMatchObject({ type: 'suspect', direction: 'back' });
  });

  test('trusted time never falls while it is plausible', () => {
    const back = read(-5 * HOUR).clock;
    expect(back.trusted).toBe(START);
    const later = readClock(back, { system: START + HOUR - 5 * HOUR + 6 * HOUR, uptime: 7 * HOUR }).clock;
    expect(later.trusted).toBe(START + 2 * HOUR);
    expect(sleepUntil(back, START + HOUR)).toBe(HOUR + 4 * HOUR);
  });

  test('a clock from before Seatkeeper existed is suspect from the first start on, and costs no evaluation', () => {
    let { state, wakeAt } = advance(initialWatchState({ now: { system: 0, uptime: 0 }, timeZone: 'UTC' }), {
      system: 0,
      uptime: 0,
    });
    expect(state.clock.suspect).not.toBeNull();
    ({ state, wakeAt } = confirmClock(state, { system: START, uptime: HOUR }));
    ({ state, wakeAt } = advance(state, { system: START + DAY, uptime: HOUR + DAY }));
    expect(state).toMatchObject({ phase: 'evaluation', clock: { suspect: null, trusted: START + DAY } });
    expect(wakeAt).toBeGreaterThan(START + DAY);
    expect(START + DAY - state.firstStart).toBe(DAY + HOUR);
  });
});

const due = revalidationDue(document());
const EXPIRED = due + 9 * DAY;
const noon = (offset: number): number => Math.floor(offset / DAY) * DAY + 12 * HOUR;

describe('LICENSING 5: while the clock is suspect', () => {
  /** Emergency Mode, a day before it expires; then the clock jumps. */
  function suspect(off: number): Life {
    const life = new Life({ vendor: unreachable }).run(noon(EXPIRED - DAY));
    life.off = off;
    return life.run(life.at + MINUTE);
  }

  test.each([
    ['to 1970', -START],
    ['to 2099', at('2099-01-01T00:00:00Z') - START],
  ])('%s: told once, nothing stops, the vendor is asked at once', (_what, off) => {
    const life = suspect(off);
    const asked = life.times('revalidate').length;
    life.run(EXPIRED + 5 * DAY);
    expect(life.notices('clock-suspect')).toHaveLength(1);
    expect(life.times('stop')).toEqual([]);
    expect(life.state.phase).toBe('emergency');
    expect(asked).toBeGreaterThan(0);
    expect(Math.abs(life.state.clock.trusted - life.at)).toBeLessThan(MINUTE);
  });

  test('a restart loses the downtime, nothing else', () => {
    const life = suspect(-START).down(EXPIRED + 5 * DAY);
    expect(life.state.clock.suspect).not.toBeNull();
    expect(life.notices('clock-suspect')).toHaveLength(1);
  });

  test('a signed server time heals it, and no stop follows within 24 hours', () => {
    const life = suspect(40 * DAY).run(EXPIRED + 2 * DAY);
    life.off = 0;
    life.vendor = works;
    life.run(EXPIRED + 2 * DAY + HOUR);
    expect(life.state).toMatchObject({ phase: 'ok', clock: { suspect: null } });
    expect(life.state.noStopBefore - life.state.clock.trusted).toBeGreaterThan(22 * HOUR);
  });

  test('the server time is believed, but a clock that is still wrong stays suspect', () => {
    const life = suspect(40 * DAY);
    life.vendor = works;
    life.run(life.at + 2 * HOUR);
    expect(life.state).toMatchObject({ phase: 'ok', clock: { suspect: { direction: 'forward' } } });
    expect(life.state.clock.trusted).toBe(life.at);
    expect(life.notices('clock-suspect')).toHaveLength(1);
  });

  test('a document with a higher serial heals it', () => {
    const life = suspect(-20 * DAY);
    life.off = 0;
    const license = document({ issued: life.at - HOUR, serial: 2 });
    life.take(afterEntry(life.state, { license, outdated: false, serverTime: null }, life.now()));
    expect(life.state).toMatchObject({ phase: 'ok', clock: { suspect: null, trusted: life.at } });
  });

  test('a document from long before a clock in 2099 does not prove that one right', () => {
    const life = suspect(at('2099-01-01T00:00:00Z') - START);
    const license = document({ issued: life.at - HOUR, serial: 2 });
    life.take(afterEntry(life.state, { license, outdated: false, serverTime: null }, life.now()));
    expect(life.state.clock.suspect).not.toBeNull();
  });

  test('an administrator’s confirmation heals it 24 hours later; the time of the clock counts then', () => {
    const life = suspect(40 * DAY);
    life.take(confirmClock(life.state, life.now()));
    const confirmed = life.at;
    life.run(confirmed + DAY - MINUTE);
    expect(life.state.clock.suspect).not.toBeNull();
    expect(life.times('stop')).toEqual([]);
    life.run(confirmed + DAY + MINUTE);
    expect(life.state.clock).toMatchObject({ suspect: null, trusted: life.at + life.off });
    life.run(confirmed + DAY + 20 * HOUR);
    expect(life.times('stop')).toEqual([]);
    life.run(confirmed + 4 * DAY);
    expect(life.times('stop').length).toBeGreaterThan(0);
  });

  test('a confirmed clock that jumps again is not believed', () => {
    const life = suspect(40 * DAY);
    life.take(confirmClock(life.state, life.now()));
    life.off = 70 * DAY;
    life.run(life.at + 3 * DAY);
    expect(life.state.clock.suspect).not.toBeNull();
  });

  test('put right, it is believed 24 hours later, as if it had been confirmed', () => {
    const life = suspect(-300 * DAY).run(EXPIRED + 2 * DAY);
    life.off = 0;
    life.run(life.at + MINUTE).run(life.at + DAY + MINUTE);
    expect(life.state.clock).toMatchObject({ suspect: null, trusted: life.at });
  });

  test('a clock that was ahead when it was believed: nothing that has happened lies in the future afterwards', () => {
    const life = new Life({ vendor: unreachable }).run(START + DAY);
    life.off = 29 * DAY;
    life.down(life.at + HOUR).run(life.at + 3 * HOUR);
    expect(life.state.failingSince).toBeGreaterThan(life.at);
    life.off = 0;
    life.run(life.at + MINUTE);
    expect(life.state.clock.suspect).toMatchObject({ direction: 'back' });
    life.vendor = works;
    life.run(life.at + 2 * HOUR);
    expect(life.state).toMatchObject({ failingSince: null, phase: 'ok', clock: { trusted: life.at } });
    expect(life.state.day).toBe(Math.floor((life.at + HOUR) / DAY));
    for (const mark of Object.values(life.state.marks)) expect(mark.at).toBeLessThanOrEqual(life.at);
    const midnights = life.times('midnight').length;
    life.run(life.at + 3 * DAY);
    expect(life.times('midnight')).toHaveLength(midnights + 3);
  });
});

test('LICENSING 5: a clock that goes back is reported, once a day', () => {
  const life = new Life().run(START + HOUR);
  for (let n = 1; n <= 5; n += 1) {
    life.off -= 30 * MINUTE;
    life.run(life.at + HOUR);
  }
  expect(life.notices('clock-back')).toHaveLength(1);
  life.run(life.at + DAY);
  life.off -= 30 * MINUTE;
  life.run(life.at + HOUR);
  expect(life.notices('clock-back')).toHaveLength(2);
  expect(life.notices('clock-suspect')).toEqual([]);
});

test('LICENSING 5: 24 hours between notice and stop are hours that were lived through: a jump does not shorten them', () => {
  const boot = EXPIRED + 3 * DAY - (EXPIRED % DAY) + 21 * HOUR;
  const life = new Life({ vendor: unreachable }).run(due + HOUR).down(boot);
  life.run(boot + 30 * MINUTE);
  life.off = 23 * HOUR;
  life.run(boot + 3 * DAY);
  const [first = ''] = life.times('stop');
  expect(at(`${first}Z`) - life.off - boot).toBeGreaterThanOrEqual(DAY);
});

test('LICENSING 5: a module is stopped 7 days after it was announced; a clock that heals by weeks does not shorten them', () => {
  const im = item('module:im', { modules: ['im'], renewalDay: Math.floor(START / DAY) - 100 });
  const items = [...document().items, im];
  const life = new Life({ license: null }).run(START + DAY);
  life.off = -55 * DAY;
  life.down(life.at + HOUR);
  expect(life.state.clock.suspect).not.toBeNull();
  const license = document({ items, issued: START - 60 * DAY });
  life.take(afterEntry(life.state, { license, outdated: false, serverTime: null }, life.now()));
  expect(life.state.clock.suspect).toBeNull();
  const announced = life.seen.find(({ effect }) => effect.type === 'notice' && effect.kind === 'module-lapsed')?.lived;
  expect(announced).toBe(life.at);
  life.run(life.at + HOUR);
  life.off = 0;
  life.run(life.at + 12 * DAY);
  const stopped = life.seen.find(({ effect }) => effect.type === 'stop')?.lived ?? 0;
  expect(stopped - (announced ?? 0)).toBeGreaterThanOrEqual(7 * DAY);
});

test('LICENSING 5: a mail of a date that a wrong clock has brought forward is not sent again months later', () => {
  const renewalDay = Math.floor(START / DAY) + 100;
  const items = [item('group:communication', { modules: ['mail'], renewalDay })];
  const life = new Life({ license: document({ items, everyDays: 365 }) }).run(START + DAY);
  for (const off of [30 * DAY, 60 * DAY, 90 * DAY]) {
    life.off = off;
    life.down(life.at + HOUR);
  }
  expect(life.notices('renewal-ending')).toHaveLength(1);
  life.off = 0;
  life.run(life.at + HOUR);
  expect(life.state.clock).toMatchObject({ suspect: null, trusted: life.at });
  life.run(START + 110 * DAY);
  const told = life.notices('renewal-ending').map(({ key }) => key);
  expect(told.map((key) => key.split('/').at(-1))).toEqual(['14d', '7d']);
});
