/** What a restore makes of the license and of what must never be turned back (LICENSING 2, 5, 11). */
import { afterEach, expect, test } from 'vitest';
import { DAY } from '../../core/calendar.ts';
import { COMPONENTS, ORDER, orderId, signed } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { cleanUp, enter, refusalOf, START, testClock } from '../licensing/licensing.testkit.ts';
import { readWatch, writeWatch } from '../licensing/standing.ts';
import { machineOn, type TestMachine, testMachine } from './machine.testkit.ts';

afterEach(cleanUp);

const ELSEWHERE = composeReferenceId({ ...COMPONENTS, os: 'x', board: 'y', install: 'z' }, nodeCrypto);
const UPDATE = { order: { id: orderId(2), previous: ORDER }, id: 'lic-2', serial: 1 };

const inForce = async ({ licensing }: TestMachine) => {
  const { information, serial } = await licensing.read();
  const { phase, status, orderId: order } = information;
  return { phase, status, order, serial };
};
const facts = async ({ store }: TestMachine) => {
  const watch = await readWatch(store.read, store.file);
  if (!watch) throw new Error('nothing was ever stored');
  return watch;
};

test('a machine that was wiped gets its license back', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const bytes = await old.backup();
  const fresh = await testMachine();
  expect((await fresh.check(bytes)).license).toMatchObject({ action: 'enter', orderId: ORDER, serial: 3 });
  expect(await inForce(fresh)).toMatchObject({ phase: 'evaluation' });
  const report = await fresh.restore(bytes);
  expect(report).toMatchObject({ dryRun: false, origin: { thisComputer: true }, license: { action: 'enter' } });
  expect(await inForce(fresh)).toEqual({ phase: 'ok', status: 'OK', order: ORDER, serial: 3 });
});

test('an update comes back with the proof that its older license was there', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  await enter(old.licensing, signed(UPDATE));
  const fresh = await testMachine();
  expect((await fresh.restore(await old.backup())).license).toMatchObject({ action: 'enter' });
  expect(await inForce(fresh)).toMatchObject({ phase: 'ok', order: UPDATE.order.id });
});

test('a superseded license is not resurrected: neither of the same order, nor of one that was extended', async () => {
  const machine = await testMachine();
  await enter(machine.licensing, signed());
  const first = await machine.backup();
  await enter(machine.licensing, signed({ serial: 4 }));
  const { kept, license } = await machine.restore(first);
  expect(license).toMatchObject({ action: 'leave-out', serial: 3 });
  expect(await inForce(machine)).toMatchObject({ phase: 'ok', serial: 4 });
  await enter(machine.licensing, signed(UPDATE));
  for (const bytes of [first, machine.kept(kept)]) {
    expect((await machine.restore(bytes)).license).toMatchObject({ action: 'leave-out' });
    expect(await inForce(machine)).toMatchObject({ phase: 'ok', order: UPDATE.order.id });
  }
});

test('an older license on a machine that lost its own counts as not re-validated', async () => {
  const machine = await testMachine();
  await enter(machine.licensing, signed());
  const bytes = await machine.backup();
  await enter(machine.licensing, signed({ serial: 4 }));
  await machine.store.write((trx) => trx.updateTable('license').set({ in_force: 0 }).execute());
  const lost = await machine.restart();
  const again = await machineOn(lost, machine.clock);
  expect(await inForce(again)).toMatchObject({ phase: 'evaluation' });
  expect((await again.restore(bytes)).license.sentence).toMatch(/not re-validated/);
  expect(await inForce(again)).toMatchObject({ phase: 'revalidating', serial: 3 });
});

test('on another computer: Reference ID Mismatch with 7 days, which a second restore does not begin anew', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const bytes = await old.backup();
  const clock = testClock();
  const other = await testMachine({ clock, machine: { referenceId: ELSEWHERE } });
  const report = await other.restore(bytes);
  expect(report.license).toMatchObject({ action: 'mismatch' });
  expect(report.warnings).toEqual([expect.stringContaining('another computer: mail.example.com')]);
  expect(await inForce(other)).toMatchObject({ phase: 'mismatch', status: 'Reference ID Mismatch', order: ORDER });
  clock.at = START + 3 * DAY;
  expect((await other.restore(bytes)).license).toMatchObject({ action: 'leave-out' });
  expect(await facts(other)).toMatchObject({ mismatchSince: START });
  const restarted = await machineOn(await other.restart(), clock);
  expect(await inForce(restarted)).toMatchObject({ phase: 'mismatch' });
  expect((await restarted.licensing.read()).sentence).toMatch(/28 November|29 November/);
});

test('another computer that has a license keeps it', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const other = await testMachine({ machine: { referenceId: ELSEWHERE } });
  await enter(
    other.licensing,
    signed({ ...UPDATE, order: { id: orderId(2), previous: '' }, machine: { reference: ELSEWHERE } }),
  );
  expect((await other.restore(await old.backup())).license).toMatchObject({ action: 'leave-out' });
  expect(await inForce(other)).toMatchObject({ phase: 'ok', order: orderId(2) });
});

test('standing facts stay: first start, T0, serials, the install; an evaluation does not begin anew', async () => {
  const clock = testClock();
  const machine = await testMachine({ clock });
  const bytes = await machine.backup();
  clock.at = START + 20 * DAY;
  const before = await facts(machine);
  await machine.restore(bytes);
  expect(await facts(machine)).toMatchObject({ firstStart: before.firstStart });
  expect(await inForce(machine)).toMatchObject({ phase: 'evaluation' });
  await enter(machine.licensing, signed());
  const licensed = await machine.backup();
  const state = await facts(machine);
  const since = clock.at - DAY;
  await machine.store.write((trx) => writeWatch(trx, { ...state, failingSince: since }));
  const failing = await machineOn(await machine.restart(), clock);
  expect((await failing.restore(licensed)).license).toMatchObject({ action: 'leave-out' });
  expect(await facts(failing)).toMatchObject({ failingSince: since });
  expect(await inForce(failing)).toMatchObject({ phase: 'revalidating' });
});

test('C_System_Tools_ExcludeLicense: 1 includes the license, 0 leaves it out; the copy that is kept has it always', async () => {
  const machine = await testMachine();
  await enter(machine.licensing, signed());
  expect((await machine.check(await machine.backup())).license.action).not.toBe('none');
  await machine.settings.setVariables({ values: { C_System_Tools_ExcludeLicense: '0' } });
  const without = await machine.backup();
  const { license, kept } = await machine.restore(without);
  expect(license).toMatchObject({ action: 'none', orderId: '' });
  expect(await inForce(machine)).toMatchObject({ phase: 'ok', order: ORDER });
  expect((await machine.check(machine.kept(kept))).license).toMatchObject({ orderId: ORDER });
  await expect(machine.backups.checkLicense(`${machine.folder}/given.skb`)).resolves.toMatchObject({ orderId: ORDER });
});

test('LICENSING 5: where settings are frozen, the license of a backup can still be entered', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const bytes = await old.backup();
  const clock = testClock();
  const fresh = await testMachine({ clock });
  clock.at = START + 31 * DAY;
  expect(fresh.licensing.phase()).toBe('emergency');
  await fresh.check(bytes);
  const { pendingId, orderId: order } = await fresh.backups.checkLicense(`${fresh.folder}/given.skb`);
  expect(order).toBe(ORDER);
  await fresh.licensing.apply({ pendingId });
  expect(fresh.licensing.phase()).not.toBe('emergency');
});

test('a crash between accounts and license is finished at the next start', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const bytes = await old.backup();
  const fresh = await testMachine();
  const broken = await machineOn(fresh, fresh.clock, {
    license: { ...fresh.licensing, restore: () => Promise.reject(new Error('the process is killed here')) },
  });
  expect((await broken.restore(bytes)).license.sentence).toMatch(/next start/);
  expect(broken.logged.join()).toMatch(/waits for the next start/);
  expect(await inForce(broken)).toMatchObject({ phase: 'evaluation' });
  const again = await machineOn(await fresh.restart(), fresh.clock);
  expect(await inForce(again)).toMatchObject({ phase: 'ok', order: ORDER });
  expect(
    await again.store.read.selectFrom('standing').select('key').where('key', '=', 'restored-license').execute(),
  ).toEqual([]);
});

test('a forged license in a backup is left out, and said so', async () => {
  const old = await testMachine();
  await enter(old.licensing, signed());
  const forged = signed().replace('seats="250"', 'seats="9999"');
  await old.store.write((trx) => trx.updateTable('license').set({ document: forged }).execute());
  const bytes = await old.backup();
  const fresh = await testMachine();
  expect((await fresh.restore(bytes)).license.sentence).toMatch(/not issued by the vendor/);
  expect(await inForce(fresh)).toMatchObject({ phase: 'evaluation' });
  await fresh.check(bytes);
  const refusal = await refusalOf(fresh.backups.checkLicense(`${fresh.folder}/given.skb`));
  expect(refusal.code).toBe('LICENSE_SIGNATURE_INVALID');
});
