/** The demonstration's vendor side: a license in force that no longer suffices, and an order that mends it. */
import { DAY } from '../core/calendar.ts';
import type { GroupId } from '../core/seats/modules.ts';
import { GROUP_IDS } from '../core/seats/modules.ts';
import { initVendor } from '../vendor/open-vendor.ts';
import { authorizeOrder, createOrder } from '../vendor/orders.ts';
import { type RunningVendor, startVendor } from '../vendor/serve.ts';

export const DEMO_SEATS: Readonly<Record<GroupId, number>> = {
  communication: 600,
  security: 600,
  collaboration: 350,
  mobile: 150,
  desktop: 120,
};
const COLLABORATION_AFTERWARDS = 500;
const MOBILE_AFTERWARDS = 250;

const HOLDER = {
  name: 'Greta Lindqvist',
  company: 'Alder & Finch Instruments',
  email: 'greta.lindqvist@alderfinch.example',
  address: '12 Harbor Row, Port Alder',
};

export interface DemoVendor {
  readonly url: string;
  /** `2026a:BASE64`, as trusted_keys takes it. */
  readonly trustedKeys: string;
  /** The order whose license is put in force. */
  readonly firstOrder: string;
  /** The order that waits for the person. */
  readonly nextOrder: string;
  close(): Promise<void>;
}

const dayAfter = (now: number, days: number): string => new Date(now + days * DAY).toISOString().slice(0, 10);

function items(now: number, seats: Readonly<Record<GroupId, number>>, desktopDays: number) {
  return GROUP_IDS.map((group) => ({
    group,
    seats: seats[group],
    renewal: dayAfter(now, group === 'desktop' ? desktopDays : 300),
    metric: 'accounts' as const,
    overuse: 'trial' as const,
  }));
}

function makeOrders({ vendor }: RunningVendor): { firstOrder: string; nextOrder: string } {
  const now = vendor.clock.now();
  // Desktop Client is soon to be renewed; the next order renews it too.
  const first = createOrder(vendor, { holder: HOLDER, items: items(now, DEMO_SEATS, 21) });
  const more = { ...DEMO_SEATS, collaboration: COLLABORATION_AFTERWARDS, mobile: MOBILE_AFTERWARDS };
  const next = createOrder(vendor, { holder: HOLDER, items: items(now, more, 386), previous: first.id });
  for (const order of [first, next]) authorizeOrder(vendor, order.id);
  return { firstOrder: first.id, nextOrder: next.id };
}

/** A licensing server of its own on loopback. `folder` is new. */
export async function startDemoVendor(folder: string): Promise<DemoVendor> {
  const keys = initVendor({ dataFolder: folder });
  const running = await startVendor({ dataFolder: folder, port: 0 });
  try {
    const trustedKeys = keys.map(({ id, publicKey }) => `${id}:${publicKey}`).join(',');
    return { url: running.url, trustedKeys, ...makeOrders(running), close: () => running.close() };
  } catch (error) {
    await running.close();
    throw error;
  }
}
