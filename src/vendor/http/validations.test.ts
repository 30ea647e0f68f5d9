import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLicense } from '../../core/license/read.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import { addKey, compromiseKey } from '../keys.ts';
import { blockOrder, requireOrder, unblockOrder } from '../orders.ts';
import { machinesOf } from '../store/machines.ts';
import { historyOf } from '../store/records.ts';
import {
  activationOf,
  authorizedOrder,
  HOLDER,
  machine,
  NONCE,
  postJson,
  refusal,
  startTestVendor,
  type TestVendor,
  UNLIMITED,
} from '../vendor.testkit.ts';

const DAY = 86_400_000;

let server: TestVendor;
beforeAll(async () => {
  server = await startTestVendor({ limits: UNLIMITED });
});
afterAll(() => server.end());

function read(xml: string) {
  const result = readLicense(xml, [{ ...server.key, state: 'active' }], { crypto: nodeCrypto, parseXml });
  if (!result.ok) throw new Error(`${result.outcome} ${JSON.stringify(result.params)}`);
  return result.document;
}

const activate = async (orderId: string, n: number, changes: object = {}) =>
  postJson(`${server.url}/v1/activations`, activationOf(orderId, machine(n), changes));

function validate(orderId: string, referenceId: string, changes: object = {}, headers: Record<string, string> = {}) {
  const licenseId = requireOrder(server.vendor, orderId).licenseId;
  const body = { ...activationOf(orderId, referenceId), licenseId, serial: 1, ...changes };
  return postJson(`${server.url}/v1/validations`, body, headers);
}
const serialOf = async (response: Response): Promise<number> => read(await response.text()).serial;
const flagOf = (orderId: string): string => requireOrder(server.vendor, orderId).flagReason;

/** An order that is active on machine 1 with serial 1. */
async function active(): Promise<string> {
  const orderId = authorizedOrder(server.vendor);
  expect((await activate(orderId, 1)).status).toBe(200);
  return orderId;
}

describe('POST /v1/validations', () => {
  it('answers with the next document: higher serial, the nonce, the entitlement of the order (LICENSING 5)', async () => {
    const orderId = await active();
    server.clock.advance(DAY);
    const nonce = 'a-nonce-of-the-service';
    const response = await validate(orderId, machine(1), { nonce, hostname: 'mx2.example.com' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    const document = read(await response.text());
    expect(document).toMatchObject({
      id: requireOrder(server.vendor, orderId).licenseId,
      serial: 2,
      order: { id: orderId, previous: '' },
      machine: { reference: machine(1) },
      answer: { nonce, serverTime: document.issued },
    });
    const [row] = machinesOf(server.vendor.db, orderId);
    expect(row).toMatchObject({ serial: 2, contactedAt: server.clock.now(), hostname: 'mx2.example.com' });
  });

  it('enrolls one component that changed, and says so in the history (LICENSING 3)', async () => {
    const orderId = await active();
    const drifted = machine(1, { network: 'new card' });
    expect(read(await (await validate(orderId, drifted)).text()).machine.reference).toBe(drifted);
    expect(machinesOf(server.vendor.db, orderId).map((m) => m.reference)).toEqual([drifted]);
    expect(historyOf(server.vendor.db, orderId).at(-1)).toMatchObject({
      event: 'machine changed',
      detail: `network adapter: ${machine(1)} is ${drifted} now`,
    });
    // The next component may change from there.
    const again = machine(1, { network: 'new card', disk: 'new disk' });
    expect((await validate(orderId, again, { serial: 2 })).status).toBe(200);
  });

  it('a lost answer repeated with the same key is the same, byte for byte; the key of another route is refused', async () => {
    const orderId = await active();
    const key = { 'idempotency-key': '6f2a3c5e-0001-4000-8000-000000000000' };
    const first = await (await validate(orderId, machine(1), {}, key)).text();
    server.clock.advance(3_600_000);
    expect(await (await validate(orderId, machine(1), {}, key)).text()).toBe(first);
    expect(requireOrder(server.vendor, orderId).serial).toBe(2);
    expect(await refusal(await validate(orderId, machine(1), { serial: 2 }, key))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('at the same moment, every answer has a serial of its own', async () => {
    const orderId = await active();
    const answers = await Promise.all(Array.from({ length: 20 }, () => validate(orderId, machine(1))));
    const serials = await Promise.all(answers.map(serialOf));
    expect(serials.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it('a vendor that was restored from a backup stays above what it had issued', async () => {
    const orderId = await active();
    expect(await serialOf(await validate(orderId, machine(1), { serial: 40 }))).toBe(41);
    expect(flagOf(orderId)).toBe('');
  });
});

describe('LICENSING 4: refusals, each with its own code; none of them changes the license', () => {
  const refused = async (response: Promise<Response>) => refusal(await response);

  it('tells an unknown order, a misspelled one and another license apart', async () => {
    const orderId = await active();
    const licenseId = requireOrder(server.vendor, orderId).licenseId;
    const post = (changes: object) =>
      postJson(`${server.url}/v1/validations`, {
        ...activationOf(orderId, machine(1)),
        licenseId,
        serial: 1,
        ...changes,
      });
    expect(await refused(post({ orderId: '0000-0000-0000' }))).toBe('422 ORDER_UNKNOWN');
    expect(await refused(post({ orderId: 'ABC' }))).toBe('422 ORDER_ID_MISSPELLED');
    expect(await refused(post({ referenceId: 'ABC' }))).toBe('400 REFERENCE_ID_MISSPELLED');
    expect(await refused(post({ licenseId: 'another' }))).toBe('422 LICENSE_UNKNOWN');
    expect(await refused(post({ serial: 2_000_000 }))).toBe('422 LICENSE_UNKNOWN');
    expect(await refused(post({ serial: 0 }))).toBe('400 INPUT_INVALID');
    expect(await refused(post({ formats: [2] }))).toBe('422 FORMAT_UNSUPPORTED');
    expect(requireOrder(server.vendor, orderId).serial).toBe(1);
  });

  it('a blocked order, until it is unblocked', async () => {
    const orderId = await active();
    blockOrder(server.vendor, orderId, 'chargeback');
    expect(await refused(validate(orderId, machine(1)))).toBe('422 LICENSE_BLOCKED');
    expect(machinesOf(server.vendor.db, orderId)[0]).toMatchObject({ refusal: 'LICENSE_BLOCKED', serial: 1 });
    unblockOrder(server.vendor, orderId);
    expect((await validate(orderId, machine(1))).status).toBe(200);
    expect(machinesOf(server.vendor.db, orderId)[0]).toMatchObject({ refusal: '', refusedAt: null });
  });

  it('an order that was extended names the newer one', async () => {
    const older = await active();
    const update = authorizedOrder(server.vendor, { previous: older });
    await activate(update, 1);
    const response = await validate(older, machine(1));
    expect(await response.clone().json()).toMatchObject({ params: { newer: update } });
    expect(await refusal(response)).toBe('422 ORDER_SUPERSEDED');
  });

  it('another machine, one that was released, and an order that is active nowhere', async () => {
    const orderId = await active();
    const stranger = await validate(orderId, machine(9));
    expect(await stranger.clone().json()).toMatchObject({ params: { licensed: machine(1), actual: machine(9) } });
    expect(await refusal(stranger)).toBe('422 LICENSE_WRONG_MACHINE');
    await postJson(`${server.url}/v1/releases`, { orderId, referenceId: machine(1), email: HOLDER.email });
    expect(await refused(validate(orderId, machine(1)))).toBe('422 ACTIVATION_RELEASED');
    expect(machinesOf(server.vendor.db, orderId)[0]?.released).toBe(true);
    expect((await activate(orderId, 1)).status).toBe(200);
    expect((await validate(orderId, machine(1), { serial: 2 })).status).toBe(200);
    const nowhere = authorizedOrder(server.vendor);
    expect(await refused(validate(nowhere, machine(1)))).toBe('404 ACTIVATION_NOT_FOUND');
  });

  it('parallel use of more than 31 days: the older machine is refused and the order flagged, the newer goes on', async () => {
    const orderId = await active();
    await activate(orderId, 2);
    server.clock.advance(31 * DAY);
    expect((await validate(orderId, machine(1))).status).toBe(200);
    server.clock.advance(1);
    const contacted = machinesOf(server.vendor.db, orderId)[0]?.contactedAt;
    const response = await validate(orderId, machine(1), { serial: 3 });
    expect(await response.clone().json()).toMatchObject({ params: { days: 31 } });
    expect(await refusal(response)).toBe('422 PARALLEL_USE_ENDED');
    expect(flagOf(orderId)).toContain(machine(1));
    expect(await refused(activate(orderId, 1))).toBe('422 PARALLEL_USE_ENDED');
    const [older] = machinesOf(server.vendor.db, orderId);
    expect(older).toMatchObject({ contactedAt: contacted, refusal: 'PARALLEL_USE_ENDED' });
    expect((await validate(orderId, machine(2), { serial: 2 })).status).toBe(200);
    expect(requireOrder(server.vendor, orderId).blocked).toBe(false);
    await postJson(`${server.url}/v1/releases`, { orderId, referenceId: machine(2), email: HOLDER.email });
    expect((await validate(orderId, machine(1), { serial: 3 })).status).toBe(200);
  });
});

describe('LICENSING 3: a clone', () => {
  it('one stale serial presented twice flags the order, and refuses nothing', async () => {
    const orderId = await active();
    expect(await serialOf(await validate(orderId, machine(1), { serial: 1 }))).toBe(2);
    expect(await serialOf(await validate(orderId, machine(1), { serial: 1 }))).toBe(3);
    expect(flagOf(orderId)).toBe('');
    expect(await serialOf(await validate(orderId, machine(1), { serial: 1 }))).toBe(4);
    expect(flagOf(orderId)).toContain('clone');
  });
});

describe('LICENSING 2: a compromised key', () => {
  it('what it signed is replaced, also for a request that is repeated; who trusts nothing else is told', async () => {
    const other = await startTestVendor({ limits: UNLIMITED });
    try {
      const { db, folder, clock } = { ...other.vendor };
      const orderId = authorizedOrder(other.vendor);
      const { licenseId } = requireOrder(other.vendor, orderId);
      const ask = (path: string, keyIds: string[]) =>
        postJson(
          `${other.url}/v1/${path}`,
          { ...activationOf(orderId, machine(1), { keyIds }), licenseId, serial: 1, nonce: NONCE },
          { 'idempotency-key': '6f2a3c5e-0002-4000-8000-000000000000' },
        );
      const keyOf = async (response: Response) => / key="([^"]+)"/.exec(await response.text())?.[1];
      const second = { id: '2026b' };
      await postJson(`${other.url}/v1/activations`, activationOf(orderId, machine(1)));
      expect(await keyOf(await ask('validations', ['2026a', '2026b']))).toBe('2026a');
      expect(addKey(db, folder, clock).id).toBe(second.id);
      compromiseKey(db, '2026a', clock);
      expect(await keyOf(await ask('validations', ['2026a', '2026b']))).toBe(second.id);
      expect(await refusal(await ask('validations', ['2026a']))).toBe('422 IDEMPOTENCY_MISMATCH');
      const fresh = await postJson(`${other.url}/v1/validations`, {
        ...activationOf(orderId, machine(1), { keyIds: ['2026a'] }),
        licenseId,
        serial: 2,
      });
      expect(await refusal(fresh)).toBe('422 KEY_UNAVAILABLE');
      expect(machinesOf(db, orderId)[0]).toMatchObject({ refusal: 'KEY_UNAVAILABLE', serial: 3 });
    } finally {
      await other.end();
    }
  });
});
