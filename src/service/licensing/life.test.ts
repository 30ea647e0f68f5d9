/** What is in force over restarts, repairs and tampering (LICENSING 2, 5). */
import { afterEach, describe, expect, test } from 'vitest';
import { DAY } from '../../core/calendar.ts';
import { COMPONENTS, item, KEY, ORDER, orderId, signed } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { instantOf } from '../../core/license/values.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import type { Store } from '../store/store.ts';
import { cleanUp, enter, onDisk, refusalOf, START, testClock, testFolder, testServer } from './licensing.testkit.ts';
import { readWatch, writeWatch } from './standing.ts';

afterEach(cleanUp);

/** As if re-validation had begun to fail then. */
async function setFailing(store: Store, since: number): Promise<void> {
  const state = await readWatch(store.read, store.file);
  if (!state) throw new Error('nothing was ever stored');
  await store.write((trx) => writeWatch(trx, { ...state, failingSince: since }));
}

describe('LICENSING 5: the built-in evaluation', () => {
  test('all modules, 200 seats, 30 days from the first start, which no restart moves', async () => {
    const clock = testClock();
    const server = await testServer({ clock });
    const view = await server.licensing.read();
    expect(view.information).toMatchObject({ status: 'Evaluation', phase: 'evaluation', type: 'trial', orderId: '' });
    expect(view).toMatchObject({ licenseId: '', serial: 0, issued: null, expires: '2026-12-21T10:00:00.000Z' });
    expect(view.modules.map((m) => [m.seats, m.used, m.licensed])).toEqual(Array(19).fill([200, 0, true]));
    expect(view.groups.map((g) => [g.seats, g.renewalDays])).toEqual(Array(5).fill([200, null]));
    clock.at = START + 30 * DAY;
    const later = await server.restart();
    expect(later.licensing.phase()).toBe('emergency');
    expect((await later.licensing.read()).expires).toBe('2026-12-21T10:00:00.000Z');
  });

  test('dates follow the time zone of the setting at once', async () => {
    let zone = 'Europe/Berlin';
    const { licensing } = await testServer({ timeZone: () => zone });
    expect((await licensing.read()).sentence).toContain('21 December 2026, 11:00 (Europe/Berlin)');
    zone = 'Pacific/Kiritimati';
    expect((await licensing.read()).sentence).toContain('22 December 2026, 00:00 (Pacific/Kiritimati)');
  });

  test('Used Seats are the counters, never a look at accounts', async () => {
    const { licensing, store } = await testServer();
    await store.write((trx) => trx.updateTable('seat_counter').set({ used: 181 }).execute());
    const view = await licensing.read();
    expect(view.modules.find((m) => m.id === 'im')).toMatchObject({ used: 181, recommended: ['Add Users'] });
  });
});

describe('LICENSING 2: believed only as long as its signature is', () => {
  test('a database edited by hand does not count as licensed', async () => {
    const server = await testServer();
    await enter(server.licensing, signed());
    const { document } = await server.store.read.selectFrom('license').select('document').executeTakeFirstOrThrow();
    const edited = document.replace('seats="250"', 'seats="9999"');
    expect(edited).not.toBe(document);
    await server.store.write((trx) => trx.updateTable('license').set({ document: edited }).execute());
    const again = await server.restart();
    expect((await again.licensing.read()).information).toMatchObject({ orderId: '', status: 'Evaluation' });
    expect(await refusalOf(again.licensing.export())).toMatchObject({ code: 'NO_LICENSE' });
    await enter(again.licensing, document);
    expect(again.licensing.phase()).toBe('ok');
  });

  test('a key that is not trusted (any more): no license', async () => {
    const server = await testServer();
    await enter(server.licensing, signed());
    const { licensing } = await server.restart({ trustedKeys: [] });
    expect(licensing.phase()).toBe('evaluation');
  });

  test('the key in force turns compromised: a failed re-validation, not a stop, and it stays one', async () => {
    const clock = testClock();
    const server = await testServer({ clock });
    await enter(server.licensing, signed());
    const withdrawn = { clock, trustedKeys: [{ ...KEY, state: 'compromised' as const }] };
    const again = await server.restart(withdrawn);
    expect((await again.licensing.read()).information).toMatchObject({ status: 'OK', phase: 'revalidating' });
    expect(await refusalOf(again.licensing.checkFile({ xml: signed() }))).toMatchObject({
      code: 'LICENSE_UNKNOWN_KEY',
    });
    clock.at += 7 * DAY;
    const later = await again.restart(withdrawn);
    expect(later.licensing.phase()).toBe('emergency');
  });

  test('keys of the configuration: every screen says so', async () => {
    const { licensing } = await testServer({ development: true });
    expect((await licensing.read()).development).toBe(true);
  });
});

describe('LICENSING 5: Reference ID Mismatch', () => {
  const elsewhere = composeReferenceId(
    { os: 'other', board: 'other', disk: 'other', network: COMPONENTS.network, install: 'other' },
    nodeCrypto,
  );

  test('begins once, lasts over restarts, and ends on the licensed machine', async () => {
    const clock = testClock();
    const server = await testServer({ clock });
    await enter(server.licensing, signed());
    clock.at += DAY;
    const moved = await server.restart({ machine: { referenceId: elsewhere } });
    const view = await moved.licensing.read();
    expect(view.information).toMatchObject({ status: 'Reference ID Mismatch', phase: 'mismatch' });
    expect(view.drift).toEqual(['operating system', 'mainboard', 'system disk', 'installation']);
    expect(view.sentence).toContain('stopped on 30 November 2026, 00:00 (Europe/Berlin)');
    clock.at += 3 * DAY;
    const again = await moved.restart();
    expect((await again.licensing.read()).sentence).toBe(view.sentence);
    const back = await again.restart({ machine: { referenceId: composeReferenceId(COMPONENTS, nodeCrypto) } });
    expect(back.licensing.phase()).toBe('ok');
  });

  test('a document for the new machine ends it', async () => {
    const server = await testServer();
    await enter(server.licensing, signed());
    const moved = await server.restart({ machine: { referenceId: elsewhere } });
    const pending = await moved.licensing.checkFile({ xml: signed({ serial: 4, machine: { reference: elsewhere } }) });
    const status = { what: 'status', row: '', before: 'Reference ID Mismatch', after: 'OK', loss: false };
    expect(pending.changes).toEqual([status]);
    await moved.licensing.apply({ pendingId: pending.pendingId });
    expect(moved.licensing.phase()).toBe('ok');
  });
});

describe('LICENSING 2, 5: entering a document while re-validation fails', () => {
  const T0 = START + DAY;
  async function failing(now: number) {
    const clock = testClock();
    const server = await testServer({ clock });
    await enter(server.licensing, signed());
    await setFailing(server.store, T0);
    clock.at = now;
    return server.restart();
  }

  test('revalidating: a fitting document leads to ok', async () => {
    const { licensing } = await failing(T0 + 2 * DAY);
    expect(licensing.phase()).toBe('revalidating');
    await enter(licensing, signed());
    expect(licensing.phase()).toBe('ok');
  });

  test('emergency: an old export is taken but does not end it, and the person is told so', async () => {
    const { licensing, restart } = await failing(T0 + 8 * DAY);
    expect(licensing.phase()).toBe('emergency');
    const pending = await licensing.checkFile({ xml: signed() });
    expect(pending.remarks.at(-1)).toContain('Emergency Mode stays');
    await licensing.apply({ pendingId: pending.pendingId });
    expect(licensing.phase()).toBe('emergency');
    expect((await restart()).licensing.phase()).toBe('emergency');
  });

  test('emergency: a document issued after T0 ends it, over restarts', async () => {
    const { licensing, restart } = await failing(T0 + 8 * DAY);
    await enter(licensing, signed({ serial: 4, issued: instantOf(T0 + 7 * DAY) }));
    expect(licensing.phase()).toBe('ok');
    expect((await restart()).licensing.phase()).toBe('ok');
  });

  test('nothing in force, but something newer was: installed as revalidating', async () => {
    const server = await testServer();
    await enter(server.licensing, signed({ serial: 9 }));
    await server.store.write((trx) => trx.deleteFrom('license').execute());
    const wiped = await server.restart();
    expect(wiped.licensing.phase()).toBe('evaluation');
    const pending = await wiped.licensing.checkFile({ xml: signed({ serial: 3 }) });
    expect(pending.remarks.at(-1)).toContain('not re-validated');
    await wiped.licensing.apply({ pendingId: pending.pendingId });
    expect(wiped.licensing.phase()).toBe('revalidating');
    await enter(wiped.licensing, signed({ serial: 9 }));
    expect(wiped.licensing.phase()).toBe('ok');
  });
});

test('DESIGN 4: applying is one transaction: when it fails, nothing has changed, on disk or in what is shown', async () => {
  const server = await testServer();
  await enter(server.licensing, signed());
  const [before, shown] = [await onDisk(server.store), await server.licensing.read()];
  const update = signed({ id: 'lic-2', serial: 1, order: { id: orderId(2), previous: ORDER } });
  const { pendingId } = await server.licensing.checkFile({ xml: update });
  await server.store.write((trx) => trx.schema.alterTable('standing').renameTo('standing_away').execute());
  await expect(server.licensing.apply({ pendingId })).rejects.toThrow(/standing/);
  await server.store.write((trx) => trx.schema.alterTable('standing_away').renameTo('standing').execute());
  expect(await onDisk(server.store)).toEqual(before);
  expect(await server.licensing.read()).toEqual(shown);
  await server.licensing.apply({ pendingId });
  expect((await server.licensing.read()).information).toMatchObject({ orderId: orderId(2), previousOrderId: ORDER });
});

test('a license by module, with unlimited seats, shows each module on its own', async () => {
  const items = [
    item({ module: 'mail', seats: 'unlimited' }),
    item({ module: 'im', seats: 25, renewal: '2026-12-01' }),
  ];
  const { licensing } = await testServer({}, await testFolder());
  await enter(licensing, signed({ structure: 'module', items }));
  const view = await licensing.read();
  expect(view.information.structure).toBe('module');
  expect(view.modules.find((m) => m.id === 'mail')).toMatchObject({
    seats: 'unlimited',
    ownPool: true,
    exceeded: false,
  });
  expect(view.modules.find((m) => m.id === 'im')).toMatchObject({ seats: 25, renewalDays: 10 });
  expect(view.modules.filter((m) => m.licensed)).toHaveLength(2);
});
