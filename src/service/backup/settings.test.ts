/** What a restore makes of settings, and what it says (LICENSING 11). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanUp } from '../licensing/licensing.testkit.ts';
import { SETTING_NAMES } from '../settings/settings.ts';
import { fileOf, machineOn, testMachine } from './machine.testkit.ts';
import { ORIGIN } from './restore-input.testkit.ts';

afterEach(cleanUp);

test('settings come back at once, others are removed, and who lives by them is told', async () => {
  const machine = await testMachine();
  await machine.settings.setVariables({ values: { C_TimeZone: 'Pacific/Kiritimati' } });
  const bytes = await machine.backup();
  await machine.settings.setVariables({ values: { C_TimeZone: 'UTC', C_Notice_Postmaster: 'post@example.com' } });
  machine.changed.length = 0;
  await machine.restore(bytes);
  expect(machine.settings.timeZone()).toBe('Pacific/Kiritimati');
  expect(machine.settings.notices().postmaster).toBe('');
  expect(machine.changed.sort()).toEqual(['c_notice_postmaster', 'c_timezone']);
  expect((await machineOn(await machine.restart(), machine.clock)).settings.timeZone()).toBe('Pacific/Kiritimati');
});

test('what is no setting here is neither backed up nor restored, and a restore names it', async () => {
  const machine = await testMachine();
  const rows = [
    { name: 'c_from_the_future', value: '1' },
    { name: 'c_timezone', value: 'Mars/Olympus' },
    { name: 'c_notice_postmaster', value: 'post@example.com' },
  ];
  await machine.store.write(async (trx) => void (await trx.insertInto('setting').values(rows).execute()));
  expect((await machine.check(await machine.backup())).before.settings).toBe(2);
  const path = join(machine.folder, 'newer.skb');
  const settingNames = [...SETTING_NAMES, 'c_from_the_future'];
  await machine.store.runTask('backup', { path, origin: ORIGIN, settingNames, includeLicense: true });
  const report = await machine.restore(readFileSync(path));
  expect(report.warnings.join()).toMatch(/does not have: c_from_the_future, c_timezone\./);
  expect(report.after.settings).toBe(1);
  const left = await machine.store.read.selectFrom('setting').select('name').orderBy('name').execute();
  // The row of another version was not ours to remove.
  expect(left.map(({ name }) => name)).toEqual(['c_from_the_future', 'c_notice_postmaster']);
});

test('a refused file changes nothing and keeps no copy; a check neither', async () => {
  const machine = await testMachine();
  const bytes = await machine.backup();
  const job = await machine.ended(machine.backups.startRestore(fileOf(machine.folder, bytes.subarray(0, -1))));
  expect(job).toMatchObject({ state: 'failed', error: { code: 'BACKUP_UNREADABLE' } });
  await machine.check(bytes);
  expect(existsSync(join(machine.folder, 'backups', 'before-restore-20261121-100000.skb'))).toBe(false);
});

test('what a killed restore left of its copy is gone at the next start; two copies of a second have two names', async () => {
  const machine = await testMachine();
  const bytes = await machine.backup();
  const { kept } = await machine.restore(bytes);
  const second = await machine.restore(bytes);
  expect([kept, second.kept]).toEqual(['before-restore-20261121-100000.skb', 'before-restore-20261121-100000.2.skb']);
  const part = join(machine.folder, 'backups', 'before-restore-x.skb.part');
  writeFileSync(part, 'half');
  const again = await machineOn(await machine.restart(), machine.clock);
  expect(existsSync(part)).toBe(false);
  expect(again.kept(kept).length).toBeGreaterThan(100);
});

test('a journal that was edited by hand keeps nobody from starting', async () => {
  const machine = await testMachine();
  const row = { key: 'restored-license', value: '{nonsense' };
  await machine.store.write(async (trx) => void (await trx.insertInto('standing').values(row).execute()));
  const again = await machineOn(await machine.restart(), machine.clock);
  expect(again.licensing.phase()).toBe('evaluation');
  const standing = await again.store.read.selectFrom('standing').select('key').execute();
  expect(standing.map(({ key }) => key)).not.toContain('restored-license');
});
