/** The real scheduler over a clock that a test moves: real store, real vendor, real programs (LICENSING 5). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DAY, HOUR, nextMidnight } from '../../core/calendar.ts';
import { COMPONENTS } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { ALL_ATTEMPTS_FAILED } from '../../core/lifecycle/log-lines.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { activate, cleanUp, refusalOf, START, testFolder } from '../licensing/licensing.testkit.ts';
import { openWorld, type TestWorld, testService, type WorldOptions } from './world.testkit.ts';

// Hundreds of steps are hundreds of commits, on a disk that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const worlds: TestWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  await cleanUp();
});

async function world(options?: WorldOptions): Promise<TestWorld> {
  const opened = await openWorld(options);
  worlds.push(opened);
  return opened;
}

/** With a license that is re-validated weekly, so that fewer hours need to pass. */
async function licensed(options?: WorldOptions): Promise<TestWorld> {
  const opened = await world(options);
  await activate(opened.server.licensing, opened.vendor.order({ everyDays: 7, graceDays: 2 }));
  return opened;
}

const serial = (w: TestWorld): number => w.server.licensing.document()?.serial ?? 0;
const kinds = (notices: readonly string[]): string[] => notices.map((key) => key.split('/', 1)[0] ?? '');

describe('LICENSING 5: re-validation', () => {
  test('every 30 days, over HTTP, silently: a higher serial, a line in the log, no notice', async () => {
    const w = await world();
    await activate(w.server.licensing, w.vendor.order());
    await w.pass(28 * DAY);
    expect(serial(w)).toBe(1);
    await w.pass(2 * DAY);
    expect(serial(w)).toBe(2);
    expect(w.phase()).toBe('ok');
    expect(await w.notices()).toEqual([]);
    expect((await w.lines('system')).at(-1)).toMatch(/^The license was re-validated: order .*, serial 2\.$/);
    const { revalidation } = await w.server.lifecycle.status();
    expect(revalidation).toMatchObject({ failingSince: null, failure: null });
  });

  test('a changed network adapter is enrolled', async () => {
    const w = await licensed();
    await w.restart({ referenceId: composeReferenceId({ ...COMPONENTS, network: '00:16:3e:99:99:99' }, nodeCrypto) });
    expect((await w.server.licensing.read()).drift).toEqual(['network adapter']);
    const view = await w.server.licensing.validate();
    expect(view.drift).toEqual([]);
    expect(serial(w)).toBe(2);
    expect(w.phase()).toBe('ok');
  });

  test('by hand while the vendor is away: told why, recorded, and nothing is taken away before it is due', async () => {
    const w = await licensed();
    w.reachable = false;
    const { validate } = w.server.licensing;
    const [one, other] = [validate(), validate()];
    expect(await refusalOf(one)).toMatchObject({ code: 'LICENSING_SERVER_UNREACHABLE' });
    expect(await refusalOf(other)).toMatchObject({ code: 'LICENSING_SERVER_UNREACHABLE' });
    expect((await w.lines('system')).filter((line) => line.startsWith('Re-validation failed'))).toHaveLength(1);
    expect(w.phase()).toBe('ok');
    w.reachable = true;
    await validate();
    expect(serial(w)).toBe(2);
  });

  test('idle: no wake-up more often than once a minute, and none later than an hour', async () => {
    const w = await licensed();
    const steps = vi.spyOn(w.server.store, 'write');
    await w.pass(DAY);
    expect(steps.mock.calls.length).toBeLessThanOrEqual(30);
    expect(steps.mock.calls.length).toBeGreaterThanOrEqual(24);
  });
});

describe('LICENSING 5: from an outage to the stop, and back', () => {
  test('notices, Emergency Mode, the stop at midnight, and again; the license back: what was stopped starts', async () => {
    const folder = await testFolder();
    const mail = testService(folder, 'mail');
    const im = testService(folder, 'im', { stop: 'hangs' });
    const ftp = testService(folder, 'ftp', { stop: 'fails' });
    const sms = testService(folder, 'sms', { stop: 'missing' });
    const voip = testService(folder, 'voip');
    voip.set(false);
    const services = {
      mail: mail.commands,
      im: im.commands,
      ftp: ftp.commands,
      sms: sms.commands,
      voip: voip.commands,
    };
    const w = await licensed({ services });
    w.reachable = false;
    await w.pass(7 * DAY);
    expect(w.phase()).toBe('revalidating');
    await w.pass(2 * DAY);
    expect(w.phase()).toBe('emergency');
    const told = kinds(await w.notices());
    expect(told.filter((kind) => kind === 'revalidation-failed')).toHaveLength(3);
    expect(told).toContain('emergency');

    const stopAt = Date.parse((await stopOf(w)).at);
    expect(stopAt).toBe(nextMidnight(stopAt - 1, 'Europe/Berlin'));
    await w.pass(stopAt - w.timers.now() - 1);
    expect(w.phase()).toBe('emergency');
    expect(mail.running()).toBe(true);
    expect(await w.lines('error')).toEqual([ALL_ATTEMPTS_FAILED]);
    expect(kinds(await w.notices()).filter((kind) => kind === 'emergency-expired')).toHaveLength(1);

    await w.pass(1);
    expect(w.phase()).toBe('stopped');
    expect([mail.running(), im.running(), ftp.running(), sms.running()]).toEqual([false, true, true, true]);
    const status = await w.server.lifecycle.status();
    const last = Object.fromEntries(status.programs.map(({ module, last }) => [module, last?.outcome]));
    expect(last).toEqual({ mail: 'done', im: 'timed-out', ftp: 'failed', sms: 'missing', voip: undefined });
    expect(status.pending).toMatchObject([{ action: 'stop', failures: 1 }]);
    await w.pass(10 * 60_000);
    const tries = ftp.calls().length;
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(tries).toBeLessThanOrEqual(6);
    expect(kinds(await w.notices()).filter((kind) => kind === 'program-failed')).toHaveLength(1);
    expect((await w.lines('error')).filter((line) => line.includes('FTP'))).not.toEqual([]);

    mail.set(true);
    await w.pass(DAY);
    expect(mail.running()).toBe(false);
    expect(mail.calls()).toEqual(['stop', 'stop']);

    w.reachable = true;
    await w.pass(HOUR);
    expect(w.phase()).toBe('ok');
    expect([mail.running(), voip.running()]).toEqual([true, false]);
    expect(voip.calls()).toEqual([]);
    const all = await w.notices();
    expect(new Set(all).size).toBe(all.length);
  });
});

/** The stop that the forecast names. */
async function stopOf(w: TestWorld): Promise<{ at: string }> {
  const { events } = await w.server.lifecycle.forecast({ days: 60 });
  const found = events.find(({ kind }) => kind === 'stop');
  if (!found) throw new Error('no stop is forecast');
  return found;
}

describe('LICENSING 5: restarts', () => {
  test('at every stage: nothing stops at the boot, no notice twice, the stop comes at a midnight', async () => {
    const mail = testService(await testFolder(), 'mail');
    const w = await licensed({ services: { mail: mail.commands } });
    w.reachable = false;
    const phases = new Set<string>();
    for (let day = 0; day < 20; day += 1) {
      await w.pass(17 * HOUR);
      const before = { running: mail.running(), calls: mail.calls().length };
      await w.restart({ down: 5 * HOUR });
      expect({ running: mail.running(), calls: mail.calls().length }).toEqual(before);
      phases.add(w.phase());
    }
    expect([...phases]).toEqual(['ok', 'revalidating', 'emergency', 'stopped']);
    const notices = await w.notices();
    expect(new Set(notices).size).toBe(notices.length);
    expect(mail.running()).toBe(false);
    w.reachable = true;
    await w.restart();
    expect(w.phase()).toBe('ok');
    expect(mail.running()).toBe(true);
  });

  test('killed while a start program hangs: it is run again after the restart', async () => {
    const folder = await testFolder();
    const mail = testService(folder, 'mail');
    const w = await licensed({ services: { mail: mail.commands } });
    w.reachable = false;
    await w.pass(8 * DAY);
    await w.pass(Date.parse((await stopOf(w)).at) - w.timers.now());
    expect(mail.running()).toBe(false);
    const start = vi.spyOn(w.server.life.programs, 'perform');
    start.mockImplementation(() => new Promise(() => {}));
    w.reachable = true;
    await w.server.licensing.validate();
    expect(start).toHaveBeenCalledWith('start', expect.anything(), 0);
    expect(mail.running()).toBe(false);
    await w.restart();
    expect(mail.running()).toBe(true);
  });
});

describe('LICENSING 5: a clock that jumps', () => {
  test.each([
    ['1970', Date.parse('1970-01-01T00:00:00Z')],
    ['2099', Date.parse('2099-01-01T00:00:00Z')],
  ])('to %s and back while the vendor is away: a clock problem, never a stop', async (_year, wrong) => {
    const mail = testService(await testFolder(), 'mail');
    const w = await licensed({ services: { mail: mail.commands } });
    w.reachable = false;
    w.timers.jump(wrong);
    await w.pass(2 * DAY);
    const status = await w.server.lifecycle.status();
    expect(status.clock.suspect).not.toBeNull();
    const { sentence } = await w.server.licensing.read();
    expect(sentence).toMatch(/^Clock problem: the system clock went (back|forward) and is not believed; .* fully/);
    expect(status.clock.trusted.slice(0, 10)).toBe('2026-11-23');
    expect(w.phase()).toBe('ok');
    expect(kinds(await w.notices())).toEqual(['clock-suspect']);
    w.timers.jump(START + w.timers.uptime());
    await w.pass(2 * DAY);
    expect((await w.server.lifecycle.status()).clock.suspect).toBeNull();
    expect(mail.running()).toBe(true);
  });

  test('the vendor’s signed time heals trusted time at once; an administrator’s word 24 h later', async () => {
    const w = await licensed();
    w.timers.jump(Date.parse('2026-11-25T10:00:00Z'));
    w.reachable = false;
    await w.pass(2 * HOUR);
    expect((await w.server.lifecycle.status()).clock.suspect).not.toBeNull();
    expect((await w.server.lifecycle.confirmClock()).suspect?.believedFrom).not.toBeNull();
    await w.pass(23 * HOUR);
    expect((await w.server.lifecycle.status()).clock.suspect).not.toBeNull();
    await w.pass(2 * HOUR);
    const { clock } = await w.server.lifecycle.status();
    expect(clock).toMatchObject({ suspect: null, trusted: clock.system });

    w.timers.jump(Date.parse('2099-01-01T00:00:00Z'));
    w.reachable = true;
    await w.pass(2 * HOUR);
    const healed = await w.server.lifecycle.status();
    expect(healed.clock.trusted.slice(0, 10)).toBe('2026-11-22');
  });
});

describe('LICENSING 5: midnight is where the local date changes', () => {
  test.each([
    ['America/Havana', '2027-03-14T05:00:00Z'],
    ['Africa/Cairo', '2027-04-29T22:00:00Z'],
    ['Asia/Beirut', '2027-03-27T22:00:00Z'],
    ['Pacific/Kiritimati', '2027-03-14T10:00:00Z'],
  ])('%s: the stop comes at %s, and again at the next', async (timeZone, midnight) => {
    const first = Date.parse(midnight);
    expect(nextMidnight(first - 1, timeZone)).toBe(first);
    const mail = testService(await testFolder(), 'mail');
    // The evaluation and its Emergency Mode end two hours before.
    const w = await world({ start: first - 37 * DAY - 2 * HOUR, timeZone, services: { mail: mail.commands } });
    await w.pass(37 * DAY + 2 * HOUR - 1);
    expect([w.phase(), mail.running()]).toEqual(['emergency', true]);
    await w.pass(1);
    expect([w.phase(), mail.running()]).toEqual(['stopped', false]);
    mail.set(true);
    const second = nextMidnight(first, timeZone);
    await w.pass(second - first - 1);
    expect(mail.running()).toBe(true);
    await w.pass(1);
    expect(mail.running()).toBe(false);
    expect(mail.calls()).toEqual(['stop', 'stop']);
    const midnights = (await w.lines('system')).filter((line) => line.startsWith('All services are stopped'));
    expect(midnights).toHaveLength(2);
  });
});
