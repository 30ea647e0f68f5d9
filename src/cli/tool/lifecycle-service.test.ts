/** validate, forecast, check and service status against a real service and a real licensing server. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

const DAY = 86_400_000;
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function world(options?: Parameters<typeof openWorld>[0]): Promise<World> {
  const opened = await openWorld(options);
  worlds.push(opened);
  return opened;
}

test('validate license: a higher serial at once; a refusal is 5 with its reason, no license 3', async () => {
  const w = await world();
  expect(await w.tool(['validate', 'license'])).toMatchObject({ code: 3 });
  const order = w.order('communication=10,im=5');
  await w.json(['activate', 'license', '--order', order]);
  const { code, stdout } = await w.tool(['validate', 'license']);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^validated order ${order}: serial 2, OK\n`));
  w.vendor.vendor.db.prepare('UPDATE orders SET blocked_at = 1').run();
  const refused = await w.tool(['validate', 'license', '--json']);
  expect(refused.code).toBe(5);
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'LICENSE_BLOCKED' } });
  expect((await w.tool(['check', 'license'])).code).toBe(0);
});

test('validate license: a licensing server that cannot be reached is 1', async () => {
  const w = await world();
  await w.json(['activate', 'license', '--order', w.order('communication=10')]);
  await w.vendor.close();
  const { code, stderr } = await w.tool(['validate', 'license']);
  expect(code).toBe(1);
  expect(stderr).toContain('LICENSING_SERVER_UNREACHABLE');
});

test('check license, check renewal: one line; 0, 1, 5', async () => {
  const clock = { at: Date.now(), now: () => clock.at };
  const w = await world({ clock });
  const fine = await w.tool(['check', 'license']);
  expect(fine).toMatchObject({ code: 0, stderr: '' });
  expect(fine.stdout).toMatch(/^OK: .*\n$/);
  expect(await w.tool(['check', 'renewal', 'IM'])).toMatchObject({ code: 0 });
  clock.at += 20 * DAY;
  const soon = await w.tool(['check', 'license']);
  expect(soon).toMatchObject({ code: 1, stdout: 'WARNING: the evaluation ends in 10 days\n' });
  clock.at += 11 * DAY;
  const frozen = await w.tool(['check', 'license', '--json']);
  expect(frozen.code).toBe(5);
  expect(JSON.parse(frozen.stdout)).toMatchObject({ code: 5, phase: 'emergency' });
  expect((await w.tool(['modify', 'system', 'C_TimeZone', 'UTC'])).code).toBe(5);
});

test('check renewal: what no item covers is not covered, and a module that is none is not found', async () => {
  const w = await world();
  await w.json(['activate', 'license', '--order', w.order('communication=10')]);
  expect(await w.tool(['check', 'renewal', 'mail'])).toMatchObject({ code: 0 });
  const sms = await w.tool(['check', 'renewal', 'sms']);
  expect(sms).toMatchObject({ code: 5, stdout: 'SMS is not licensed\n' });
  expect(await w.tool(['check', 'renewal', 'nonsense'])).toMatchObject({ code: 3 });
});

test('forecast: dated events in the time zone of the server', async () => {
  const w = await world();
  await w.json(['modify', 'system', 'C_TimeZone', 'Pacific/Kiritimati']);
  const { code, stdout } = await w.tool(['forecast', '--days', '60']);
  expect(code).toBe(0);
  expect(stdout).toContain('in the next 60 days (times in Pacific/Kiritimati)');
  expect(stdout).toMatch(/\d{4}-\d\d-\d\d 00:00 {2}!! {2}All services stopped at midnight/);
  const { events } = (await w.json(['forecast', '--days', '60'])) as { events: { kind: string; at: string }[] };
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
  expect(events.some(({ kind }) => kind === 'stop')).toBe(true);
  expect((await w.tool(['forecast', '--days', '1'])).stdout).toContain('nothing');
  for (const days of ['0', '3661', '-1', 'x', '1.5']) {
    expect((await w.tool(['forecast', `--days=${days}`])).code).toBe(2);
  }
});

test('service status: programs, phase, what comes next', async () => {
  const programs = await world();
  const script = join(programs.folder, 'is-active');
  writeFileSync(script, '#!/bin/sh\necho active\n');
  chmodSync(script, 0o755);
  const command = JSON.stringify([script]);
  const w = await world({
    env: {
      SEATKEEPER_SERVICES_MAIL_STOP: command,
      SEATKEEPER_SERVICES_MAIL_START: command,
      SEATKEEPER_SERVICES_MAIL_STATUS: command,
    },
  });
  const { code, stdout } = await w.tool(['service', 'status']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Phase: +evaluation$/m);
  expect(stdout).toMatch(/^mail +Mail Server +running +active$/m);
  expect(stdout).toContain('Next, if nobody acts');
  expect(await w.json(['service', 'status'])).toMatchObject({
    phase: 'evaluation',
    frozen: false,
    programs: [{ module: 'mail', running: true, stopped: false, last: null }],
  });
  expect((await programs.tool(['service', 'status'])).stdout).toContain('No service programs are declared');
});
