/** The permanent address of the first physical network adapter. */
import { firstPresent, type MachineIo, orMissing } from './io.ts';
import { usefulMac } from './placeholders.ts';

const NET = '/sys/class/net';
const ETHTOOL = ['/usr/sbin/ethtool', '/sbin/ethtool'];
const ETHERNET = '1';
/** addr_assign_type: the address is the one that the adapter was made with. */
const PERMANENT = '0';

interface Adapter {
  readonly name: string;
  /** Where it sits, e.g. `/sys/devices/pci0000:00/0000:00:1f.6`. */
  readonly device: string;
}

/** Bridges, VPNs, containers and VLANs have no device behind them. */
async function adapterOf(name: string, io: MachineIo): Promise<Adapter | undefined> {
  const device = await orMissing(io.realPath(`${NET}/${name}/device`));
  const type = device === '' ? '' : await orMissing(io.readFile(`${NET}/${name}/type`));
  return type === ETHERNET ? { name, device } : undefined;
}

/** What an adapter can be unplugged from comes last; else by slot, because names and numbers change between starts. */
const isUsb = ({ device }: Adapter): number => (/\/usb\d/.test(device) ? 1 : 0);
const bySlot = (a: Adapter, b: Adapter): number =>
  isUsb(a) - isUsb(b) || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.name < b.name ? -1 : 1);

const ethtool = (name: string, io: MachineIo): Promise<string> =>
  firstPresent(
    ETHTOOL.map((file) => async () => {
      const output = await orMissing(io.exec(file, ['-P', name]));
      return usefulMac(/^Permanent address: (\S+)$/m.exec(output)?.[1] ?? '');
    }),
  );

/** In a bond the adapter shows the bond's address, and its own in bonding_slave. */
const permanentMac = ({ name }: Adapter, io: MachineIo): Promise<string> =>
  firstPresent([
    async () => usefulMac(await orMissing(io.readFile(`${NET}/${name}/bonding_slave/perm_hwaddr`))),
    async () => {
      const assigned = await orMissing(io.readFile(`${NET}/${name}/addr_assign_type`));
      return assigned === PERMANENT ? usefulMac(await orMissing(io.readFile(`${NET}/${name}/address`))) : '';
    },
    () => ethtool(name, io),
  ]);

export async function linuxNetwork(io: MachineIo): Promise<string> {
  const names = await io.list(NET).catch(() => []);
  const adapters = await Promise.all(names.map((name) => adapterOf(name, io)));
  const physical = adapters.filter((adapter) => adapter !== undefined).sort(bySlot);
  return firstPresent(physical.map((adapter) => () => permanentMac(adapter, io)));
}
