import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLicense } from '../../core/license/read.ts';
import { instantOf } from '../../core/license/values.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import { addKey, compromiseKey } from '../keys.ts';
import { authorizeOrder, blockOrder, createOrder, grantActivations, requireOrder } from '../orders.ts';
import { machinesOf } from '../store/machines.ts';
import {
  activationOf,
  authorizedOrder,
  HOLDER,
  machine,
  NONCE,
  orderInput,
  postJson,
  refusal,
  startTestVendor,
  type TestVendor,
  UNLIMITED,
} from '../vendor.testkit.ts';

let server: TestVendor;
beforeAll(async () => {
  server = await startTestVendor({ limits: UNLIMITED });
});
afterAll(() => server.end());

const activate = (orderId: string, reference: string, changes: object = {}, headers: Record<string, string> = {}) =>
  postJson(`${server.url}/v1/activations`, activationOf(orderId, reference, changes), headers);

function read(xml: string) {
  const result = readLicense(xml, [{ ...server.key, state: 'active' }], { crypto: nodeCrypto, parseXml });
  if (!result.ok) throw new Error(`${result.outcome} ${JSON.stringify(result.params)}`);
  return result.document;
}

describe('POST /v1/activations', () => {
  it('answers with a signed license for this machine that repeats the nonce (LICENSING 4)', async () => {
    const orderId = authorizedOrder(server.vendor);
    const response = await activate(orderId, machine(1));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const document = read(await response.text());
    expect(document).toMatchObject({
      serial: 1,
      type: 'full',
      order: { id: orderId, previous: '' },
      holder: HOLDER,
      machine: { reference: machine(1) },
      answer: { nonce: NONCE, serverTime: '2026-11-21T10:00:00Z' },
    });
    expect(document.items.map((i) => [i.group ?? i.module, i.seats])).toEqual([
      ['communication', 250],
      ['im', 25],
    ]);
  });

  it('reads Order ID and Reference ID as leniently as people write them', async () => {
    const orderId = authorizedOrder(server.vendor);
    const typed = orderId.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o');
    const response = await activate(typed, machine(1).toLowerCase());
    expect(read(await response.text()).order.id).toBe(orderId);
  });

  it('the serial grows with every document of the order; the license id stays', async () => {
    const orderId = authorizedOrder(server.vendor);
    const first = read(await (await activate(orderId, machine(1))).text());
    const second = read(await (await activate(orderId, machine(2))).text());
    expect([first.serial, second.serial]).toEqual([1, 2]);
    expect(second.id).toBe(first.id);
  });

  it('a customer named like markup stays a name', async () => {
    const name = '</holder><item module="im" seats="9999"/>';
    const orderId = authorizedOrder(server.vendor, { holder: { ...HOLDER, name } });
    const document = read(await (await activate(orderId, machine(1))).text());
    expect(document.holder.name).toBe(name);
    expect(document.items).toHaveLength(2);
  });

  it('signs with the newest key that both sides know (LICENSING 2)', async () => {
    const other = await startTestVendor({ limits: UNLIMITED });
    try {
      const orderId = authorizedOrder(other.vendor);
      const second = addKey(other.vendor.db, other.folder, other.vendor.clock);
      const keyOf = async (keyIds: string[]) => {
        const response = await postJson(`${other.url}/v1/activations`, activationOf(orderId, machine(1), { keyIds }));
        return response.ok ? / key="([^"]+)"/.exec(await response.text())?.[1] : refusal(response);
      };
      expect(await keyOf([other.key.id, second.id])).toBe(second.id);
      expect(await keyOf([other.key.id])).toBe(other.key.id);
      expect(await keyOf(['1999a'])).toBe('422 KEY_UNAVAILABLE');
      compromiseKey(other.vendor.db, other.key.id, other.vendor.clock);
      expect(await keyOf([other.key.id])).toBe('422 KEY_UNAVAILABLE');
    } finally {
      await other.end();
    }
  });
});

describe('LICENSING 4: refusals, each with its own code', () => {
  it('tells a misspelled, an unknown and an unauthorized order apart', async () => {
    const { id } = createOrder(server.vendor, orderInput());
    const misspelled = `${id.slice(0, -1)}${id.endsWith('7') ? '8' : '7'}`;
    expect(await refusal(await activate(misspelled, machine(1)))).toBe('422 ORDER_ID_MISSPELLED');
    expect(await refusal(await activate('0000-0000-0000', machine(1)))).toBe('422 ORDER_UNKNOWN');
    expect(await refusal(await activate(id, machine(1)))).toBe('422 ORDER_NOT_AUTHORIZED');
    authorizeOrder(server.vendor, id);
    expect((await activate(id, machine(1))).status).toBe(200);
  });

  it('names the problem, what it means and what to do next (RFC 9457)', async () => {
    const response = await activate('0000-0000-0000', machine(1));
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toEqual({
      type: 'urn:seatkeeper:error:order-unknown',
      title: 'Order unknown',
      status: 422,
      code: 'ORDER_UNKNOWN',
      detail: 'The licensing server does not know the order 0000-0000-0000.',
      next: 'Compare it with your confirmation mail, or ask your vendor.',
      params: { orderId: '0000-0000-0000' },
    });
  });

  it('refuses a misspelled Reference ID and one that names no machine', async () => {
    const orderId = authorizedOrder(server.vendor);
    expect(await refusal(await activate(orderId, machine(1).replace('SK1', 'SK2')))).toBe(
      '400 REFERENCE_ID_MISSPELLED',
    );
    const faceless = machine(1, { board: '', disk: '', network: '', install: '' });
    expect(await refusal(await activate(orderId, faceless))).toBe('422 MACHINE_UNIDENTIFIABLE');
  });

  it('refuses a blocked order, also to the machine that it is active on', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1));
    blockOrder(server.vendor, orderId, 'chargeback');
    const response = await activate(orderId, machine(1));
    expect(await refusal(response)).toBe('422 LICENSE_BLOCKED');
  });

  it('refuses the fourth machine; the same machine stays free, a grant adds one, a release none', async () => {
    const orderId = authorizedOrder(server.vendor);
    for (const n of [1, 2, 3, 1, 2, 3]) expect((await activate(orderId, machine(n))).status).toBe(200);
    expect(await refusal(await activate(orderId, machine(4)))).toBe('422 ACTIVATIONS_EXCEEDED');
    await postJson(`${server.url}/v1/releases`, { orderId, referenceId: machine(1), email: HOLDER.email });
    expect(await refusal(await activate(orderId, machine(4)))).toBe('422 ACTIVATIONS_EXCEEDED');
    grantActivations(server.vendor, orderId, 1);
    expect((await activate(orderId, machine(4))).status).toBe(200);
    expect(await refusal(await activate(orderId, machine(5)))).toBe('422 ACTIVATIONS_EXCEEDED');
  });

  it('lets in exactly three of many machines that ask at the same moment', async () => {
    const orderId = authorizedOrder(server.vendor);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => activate(orderId, machine(n))));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(3);
    expect(machinesOf(server.vendor.db, orderId)).toHaveLength(3);
    expect(requireOrder(server.vendor, orderId).serial).toBe(3);
  });

  it('an update needs the older order on this machine, which then is superseded', async () => {
    const older = authorizedOrder(server.vendor);
    const update = authorizedOrder(server.vendor, { previous: older });
    const refused = await activate(update, machine(1));
    expect(await refused.clone().json()).toMatchObject({ params: { previous: older } });
    expect(await refusal(refused)).toBe('422 LICENSE_PREVIOUS_REQUIRED');
    await activate(older, machine(1));
    expect(await refusal(await activate(update, machine(2)))).toBe('422 LICENSE_PREVIOUS_REQUIRED');
    const document = read(await (await activate(update, machine(1))).text());
    expect(document.order).toEqual({ id: update, previous: older });
    expect(await refusal(await activate(older, machine(1)))).toBe('422 ORDER_SUPERSEDED');
    expect((await activate(update, machine(2))).status).toBe(200);
  });

  it('the license in force at the machine proves the older order as well', async () => {
    const older = authorizedOrder(server.vendor);
    const inForce = read(await (await activate(older, machine(1))).text());
    const update = authorizedOrder(server.vendor, { previous: older });
    const answer = await activate(update, machine(7), { currentLicenseId: inForce.id });
    expect(answer.status).toBe(200);
  });

  it('a trial order ends with its renewal day', async () => {
    const orderId = authorizedOrder(server.vendor, {
      type: 'trial',
      items: orderInput().items.map((i) => ({ ...i, renewal: '2026-11-20' })),
    });
    expect(await refusal(await activate(orderId, machine(1)))).toBe('422 LICENSE_EXPIRED');
  });

  it('refuses formats that it does not issue, and burns nothing', async () => {
    const orderId = authorizedOrder(server.vendor);
    expect(await refusal(await activate(orderId, machine(1), { formats: [2] }))).toBe('422 FORMAT_UNSUPPORTED');
    expect(machinesOf(server.vendor.db, orderId)).toEqual([]);
  });
});

describe('POST /v1/licenses', () => {
  it('issues the same license as a file, counted as an activation like any other', async () => {
    const orderId = authorizedOrder(server.vendor);
    const offline = (n: number) => postJson(`${server.url}/v1/licenses`, { orderId, referenceId: machine(n) });
    const response = await offline(1);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="license.xml"');
    const document = read(await response.text());
    expect(document.machine.reference).toBe(machine(1));
    expect(document.answer).toBeUndefined();
    await offline(2);
    await offline(3);
    expect(await refusal(await offline(4))).toBe('422 ACTIVATIONS_EXCEEDED');
  });
});

describe('GET /v1/orders/{id}', () => {
  const show = (orderId: string, query: string) => fetch(`${server.url}/v1/orders/${orderId}${query}`);

  it('shows an order to an active machine and to its holder, and to nobody else', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1));
    const byMachine = await show(orderId, `?reference=${machine(1)}`);
    expect(await byMachine.json()).toMatchObject({
      orderId,
      state: 'authorized',
      activations: { used: 1, limit: 3 },
      machines: [{ referenceId: machine(1), hostname: 'mail.example.com', serial: 1 }],
    });
    expect((await show(orderId, '?email=ADA@example.com')).status).toBe(200);
    expect(await refusal(await show(orderId, ''))).toBe('403 ORDER_PROOF_REQUIRED');
    expect(await refusal(await show(orderId, '?email=eve@example.com'))).toBe('403 ORDER_PROOF_REQUIRED');
    expect(await refusal(await show(orderId, `?reference=${machine(2)}`))).toBe('403 ORDER_PROOF_REQUIRED');
  });

  it('a released machine proves nothing any more', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1));
    await postJson(`${server.url}/v1/releases`, { orderId, referenceId: machine(1), email: HOLDER.email });
    expect(await refusal(await show(orderId, `?reference=${machine(1)}`))).toBe('403 ORDER_PROOF_REQUIRED');
  });

  it('does not give away the license id, with which an update proves the older license', async () => {
    const orderId = authorizedOrder(server.vendor);
    const { licenseId } = requireOrder(server.vendor, orderId);
    expect(await (await show(orderId, `?email=${HOLDER.email}`)).text()).not.toContain(licenseId);
  });
});

describe('POST /v1/releases', () => {
  const release = (body: object) => postJson(`${server.url}/v1/releases`, body);

  it('releases a machine for its holder; a second time changes nothing', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1));
    const body = { orderId, referenceId: machine(1), email: HOLDER.email };
    const first = (await (await release(body)).json()) as { machines: { releasedAt: string }[] };
    expect(first.machines[0]?.releasedAt).toBe(instantOf(server.clock.now()));
    server.clock.advance(1000);
    expect(await (await release(body)).json()).toEqual(first);
  });

  it('needs the holder’s e-mail, and a machine of this order', async () => {
    const orderId = authorizedOrder(server.vendor);
    await activate(orderId, machine(1));
    const body = { orderId, referenceId: machine(1), email: 'eve@example.com' };
    expect(await refusal(await release(body))).toBe('403 ORDER_PROOF_REQUIRED');
    const other = { orderId, referenceId: machine(2), email: HOLDER.email };
    expect(await refusal(await release(other))).toBe('404 ACTIVATION_NOT_FOUND');
    expect(machinesOf(server.vendor.db, orderId)[0]?.released).toBe(false);
  });
});
