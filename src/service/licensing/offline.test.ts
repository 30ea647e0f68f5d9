/** Activation against the real licensing server (LICENSING 4). */
import { afterEach, describe, expect, test } from 'vitest';
import { DAY } from '../../core/calendar.ts';
import { item, REFERENCE } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { cleanUp, enter, onDisk, refusalOf, START, testClock, testServer, testVendor } from './licensing.testkit.ts';

afterEach(cleanUp);

const machine = (n: number): { referenceId: string } => {
  const of = (part: string): string => `${part} of machine ${n}`;
  const components = { os: of('os'), board: of('board'), disk: of('disk'), network: of('network'), install: of('id') };
  return { referenceId: composeReferenceId(components, nodeCrypto) };
};

describe('LICENSING 4: offline', () => {
  test('license.xml is read, applied, and exported byte for byte; the export restores it', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    const xml = (await vendor.file(orderId, REFERENCE)).replaceAll('\n', '\r\n');
    const { licensing } = await testServer(vendor.trust);
    expect(await refusalOf(licensing.export())).toMatchObject({ code: 'NO_LICENSE' });
    await enter(licensing, xml);
    const exported = await licensing.export();
    expect(exported).toEqual({ fileName: 'license.xml', xml });
    const pending = await licensing.checkFile({ xml: exported.xml });
    expect(pending).toMatchObject({ changes: [], remarks: ['This document is in force already.'] });
    const reinstalled = await testServer(vendor.trust);
    await enter(reinstalled.licensing, exported.xml);
    expect(reinstalled.licensing.phase()).toBe('ok');
  });

  test('refusals change nothing: tampered, another machine’s, expired trial, from the future, no license at all', async () => {
    const clock = testClock();
    const vendor = await testVendor(clock);
    const { licensing, store } = await testServer(vendor.trust);
    const before = await onDisk(store);
    const good = await vendor.file(vendor.order(), REFERENCE);
    const trial = await vendor.file(
      vendor.order({ type: 'trial', items: [item({ group: 'communication', renewal: '2026-12-20' })] }),
      REFERENCE,
    );
    const tampered = good.replace('seats="250"', 'seats="999"');
    expect(await refusalOf(licensing.checkFile({ xml: tampered }))).toMatchObject({
      code: 'LICENSE_SIGNATURE_INVALID',
    });
    const foreign = await vendor.file(vendor.order(), machine(2).referenceId);
    expect(await refusalOf(licensing.checkFile({ xml: foreign }))).toEqual({
      code: 'LICENSE_WRONG_MACHINE',
      params: { licensed: machine(2).referenceId, actual: REFERENCE },
    });
    expect(await refusalOf(licensing.checkFile({ xml: '<html>' }))).toMatchObject({ code: 'LICENSE_MALFORMED' });
    clock.at = START + 40 * DAY;
    expect(await refusalOf(licensing.checkFile({ xml: trial }))).toMatchObject({ code: 'LICENSE_EXPIRED' });
    expect(await onDisk(store)).toEqual(before);
    const behind = await testServer({ ...vendor.trust, clock: testClock(START - 3 * DAY) });
    expect(await refusalOf(behind.licensing.checkFile({ xml: good }))).toMatchObject({ code: 'LICENSE_NOT_YET_VALID' });
  });

  test('an older document of the order does not replace a newer one', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    const older = await vendor.file(orderId, REFERENCE);
    const newer = await vendor.file(orderId, REFERENCE);
    const { licensing } = await testServer(vendor.trust);
    await enter(licensing, newer);
    expect(await refusalOf(licensing.checkFile({ xml: older }))).toEqual({
      code: 'LICENSE_SUPERSEDED',
      params: { current: 2, serial: 1 },
    });
  });

  test('apply judges again: what was right when it was checked may be refused by then', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    const older = await vendor.file(orderId, REFERENCE);
    const newer = await vendor.file(orderId, REFERENCE);
    const { licensing } = await testServer(vendor.trust);
    const first = await licensing.checkFile({ xml: older });
    const second = await licensing.checkFile({ xml: newer });
    const outcomes = await Promise.allSettled([
      licensing.apply({ pendingId: second.pendingId }),
      licensing.apply({ pendingId: first.pendingId }),
    ]);
    expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected']);
    expect((await licensing.read()).serial).toBe(2);
    expect(await licensing.discard({ pendingId: first.pendingId })).toEqual({ discarded: true });
    expect(await licensing.discard({ pendingId: first.pendingId })).toEqual({ discarded: false });
  });

  test('the first file of an update needs the order below in force; a later one proves that it was', async () => {
    const vendor = await testVendor();
    const first = vendor.order();
    const oldFile = await vendor.file(first, REFERENCE);
    const update = vendor.order({ previous: first });
    const firstFile = await vendor.file(update, REFERENCE);
    const laterFile = await vendor.file(update, REFERENCE);
    const { licensing } = await testServer(vendor.trust);
    expect(await refusalOf(licensing.checkFile({ xml: firstFile }))).toEqual({
      code: 'LICENSE_PREVIOUS_REQUIRED',
      params: { previous: first },
    });
    await enter(licensing, oldFile);
    await enter(licensing, firstFile);
    expect((await licensing.read()).information.orderId).toBe(update);
    const reinstalled = await testServer(vendor.trust);
    await enter(reinstalled.licensing, laterFile);
    expect(reinstalled.licensing.phase()).toBe('ok');
  });
});
