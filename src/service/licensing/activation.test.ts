/** Activation against the real licensing server (LICENSING 4). */
import { afterEach, describe, expect, test } from 'vitest';
import { managePage } from '../../contract/schemas.ts';
import { COMPONENTS, item, REFERENCE } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { blockOrder, createOrder } from '../../vendor/orders.ts';
import { activate, cleanUp, onDisk, refusalOf, testServer, testVendor } from './licensing.testkit.ts';

afterEach(cleanUp);

const machine = (n: number): { referenceId: string } => {
  const of = (part: string): string => `${part} of machine ${n}`;
  const components = { os: of('os'), board: of('board'), disk: of('disk'), network: of('network'), install: of('id') };
  return { referenceId: composeReferenceId(components, nodeCrypto) };
};

describe('LICENSING 4: online', () => {
  test('shown before it is applied, applied when asked, kept over a restart', async () => {
    const vendor = await testVendor();
    const server = await testServer(vendor.trust);
    const orderId = vendor.order({ items: [item({ group: 'communication', seats: 25 })] });
    const before = await onDisk(server.store);
    const pending = await server.licensing.requestOnline({
      orderId: ` ${orderId.toLowerCase().replaceAll('-', ' ')} `,
    });
    expect(pending).toMatchObject({ source: 'online', orderId, holder: 'Example & Sons', serial: 1, remarks: [] });
    expect(pending.changes).toContainEqual({ what: 'status', row: '', before: 'Evaluation', after: 'OK', loss: false });
    expect(pending.changes).toContainEqual({
      what: 'seats',
      row: 'Communication',
      before: '200',
      after: '25',
      loss: true,
    });
    expect(pending.changes.filter((c) => c.what === 'module-stops').map((c) => c.row)).toContain('Instant Messaging');
    expect(await onDisk(server.store)).toEqual(before);
    expect(server.events).toEqual([]);

    const view = await server.licensing.apply({ pendingId: pending.pendingId });
    expect(view.information).toMatchObject({
      orderId,
      status: 'OK',
      phase: 'ok',
      type: 'full',
      referenceId: REFERENCE,
    });
    expect(view.groups.find((g) => g.id === 'communication')).toMatchObject({ seats: 25, renewalDays: 365 });
    expect(view.sentence).toContain('fully registered');
    expect(server.events.map((e) => e.type)).toEqual(['license', 'accounts']);
    expect(await refusalOf(server.licensing.apply({ pendingId: pending.pendingId }))).toMatchObject({
      code: 'PENDING_LICENSE_NOT_FOUND',
    });
    const again = await server.restart();
    expect(await again.licensing.read()).toEqual(view);
    expect(again.licensing.phase()).toBe('ok');
  });

  test('a restart between answer and apply costs nothing: the same machine is free', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    let server = await testServer(vendor.trust);
    for (let round = 1; round <= 5; round += 1) {
      const lost = await server.licensing.requestOnline({ orderId });
      server = await server.restart();
      const { licensing } = server;
      expect(await refusalOf(licensing.apply({ pendingId: lost.pendingId }))).toMatchObject({
        code: 'PENDING_LICENSE_NOT_FOUND',
      });
    }
    await activate(server.licensing, orderId);
    expect((await server.licensing.read()).serial).toBe(6);
    const second = await testServer({ ...vendor.trust, machine: machine(2) });
    await activate(second.licensing, orderId);
    expect(second.licensing.phase()).toBe('ok');
  });

  test('a fourth machine is refused, one of the three is not', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    for (const n of [1, 2, 3]) {
      const server = await testServer({ ...vendor.trust, machine: machine(n) });
      await activate(server.licensing, orderId);
    }
    const fourth = await testServer({ ...vendor.trust, machine: machine(4) });
    const before = await onDisk(fourth.store);
    expect(await refusalOf(fourth.licensing.requestOnline({ orderId }))).toEqual({
      code: 'ACTIVATIONS_EXCEEDED',
      params: { machines: 3, limit: 3 },
    });
    expect(await onDisk(fourth.store)).toEqual(before);
    const third = await testServer({ ...vendor.trust, machine: machine(3) });
    await activate(third.licensing, orderId);
  });

  test('refusals: misspelled without the network, unknown, not authorized, blocked, unidentifiable machine', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    const waiting = createOrder(vendor.running.vendor, {
      holder: { name: 'Ada', email: 'ada@example.com' },
      items: [item({ group: 'communication' })],
    }).id;
    const { licensing, store } = await testServer(vendor.trust);
    const noNetwork = await testServer({ ...vendor.trust, fetch: () => Promise.reject(new Error('no network')) });
    const wrongDigit = orderId.slice(0, -1) + (orderId.endsWith('0') ? '1' : '0');
    const before = await onDisk(store);
    expect(await refusalOf(noNetwork.licensing.requestOnline({ orderId: wrongDigit }))).toEqual({
      code: 'ORDER_ID_MISSPELLED',
      params: { orderId: wrongDigit },
    });
    const unknown = '0000-0000-0000';
    expect(await refusalOf(licensing.requestOnline({ orderId: unknown }))).toEqual({
      code: 'ORDER_UNKNOWN',
      params: { orderId: unknown },
    });
    expect(await refusalOf(licensing.requestOnline({ orderId: waiting }))).toEqual({
      code: 'ORDER_NOT_AUTHORIZED',
      params: { orderId: waiting },
    });
    blockOrder(vendor.running.vendor, orderId, 'test');
    expect(await refusalOf(licensing.requestOnline({ orderId }))).toMatchObject({ code: 'LICENSE_BLOCKED' });
    const nobody = await testServer({ ...vendor.trust, machine: { referenceId: '' } });
    expect(await refusalOf(nobody.licensing.requestOnline({ orderId }))).toMatchObject({
      code: 'MACHINE_UNIDENTIFIABLE',
    });
    expect((await nobody.licensing.read()).information).toMatchObject({ referenceId: '', phase: 'evaluation' });
    expect(await onDisk(store)).toEqual(before);
    expect(await store.read.selectFrom('activation_attempt').selectAll().execute()).toEqual([]);
  });

  test('an update needs the order below it, activates on top of it, and ends it', async () => {
    const vendor = await testVendor();
    const first = vendor.order();
    const update = vendor.order({ previous: first, items: [item({ group: 'communication', seats: 500 })] });
    const { licensing } = await testServer(vendor.trust);
    expect(await refusalOf(licensing.requestOnline({ orderId: update }))).toEqual({
      code: 'LICENSE_PREVIOUS_REQUIRED',
      params: { previous: first },
    });
    await activate(licensing, first);
    const old = await licensing.export();
    await activate(licensing, update);
    const view = await licensing.read();
    expect(view.information).toMatchObject({ orderId: update, previousOrderId: first, status: 'OK' });
    expect(view.modules.find((m) => m.id === 'mail')?.seats).toBe(500);
    expect(await refusalOf(licensing.requestOnline({ orderId: first }))).toEqual({
      code: 'ORDER_SUPERSEDED',
      params: { orderId: first, newer: update },
    });
    expect(await refusalOf(licensing.checkFile({ xml: old.xml }))).toMatchObject({ code: 'LICENSE_SUPERSEDED' });
  });

  test('a tolerated change of hardware is shown, and enrolled with the next document', async () => {
    const vendor = await testVendor();
    const orderId = vendor.order();
    const server = await testServer(vendor.trust);
    await activate(server.licensing, orderId);
    const changed = composeReferenceId({ ...COMPONENTS, network: 'another adapter' }, nodeCrypto);
    const { licensing } = await server.restart({ machine: { referenceId: changed } });
    expect(await licensing.read()).toMatchObject({ drift: ['network adapter'], information: { status: 'OK' } });
    await activate(licensing, orderId);
    expect(await licensing.read()).toMatchObject({ drift: [], information: { referenceId: changed } });
  });
});

test('LICENSING 6: pools that a license brings are counted before it is in force', async () => {
  const vendor = await testVendor();
  const orderId = vendor.order({
    items: [item({ group: 'communication' }), item({ group: 'collaboration' }), item({ module: 'im', seats: 25 })],
  });
  const { licensing, store } = await testServer(vendor.trust);
  const masks = async () => (await store.read.selectFrom('seat_counter').select('mask').execute()).map((r) => r.mask);
  const before = await masks();
  await activate(licensing, orderId);
  const after = await masks();
  expect(after.length).toBe(before.length + 1);
  expect((await licensing.read()).modules.find((m) => m.id === 'im')).toMatchObject({ seats: 25, ownPool: true });
});

test('INTERFACES 4: the vendor’s pages know order and machine', async () => {
  const vendor = await testVendor();
  const orderId = vendor.order();
  const { licensing } = await testServer(vendor.trust);
  const blank = await licensing.manageUrl({ page: 'purchase-license' });
  expect(blank.url).toBe(`${vendor.running.url}/purchase/license?reference=${REFERENCE}`);
  await activate(licensing, orderId);
  for (const page of managePage.options) {
    const { url } = await licensing.manageUrl({ page });
    expect(new URL(url).searchParams.get('order')).toBe(orderId);
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
  }
});
