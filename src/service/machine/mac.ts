/** The components of a Mac. Its platform UUID is the operating system's id, so the mainboard is known by its serial number. */
import type { MachineComponents } from '../../core/license/reference-id.ts';
import { type MachineIo, orMissing } from './io.ts';
import { usefulMac, usefulMachineId, usefulSerial } from './placeholders.ts';

export const MAC_COMMANDS = {
  board: ['/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']],
  root: ['/usr/sbin/diskutil', ['info', '-plist', '/']],
  disks: ['/usr/sbin/system_profiler', ['-json', 'SPNVMeDataType', 'SPSerialATADataType']],
  network: ['/usr/sbin/networksetup', ['-listallhardwareports']],
} as const satisfies Record<string, readonly [string, readonly string[]]>;

/** `"IOPlatformSerialNumber" = "C02XXXXXXXXX"` */
export const parseBoard = (ioreg: string): string =>
  usefulSerial(/"IOPlatformSerialNumber" = "([^"\n]*)"/.exec(ioreg)?.[1] ?? '');

/** The whole disk (`disk0`) of `/`: APFS volumes lie on a made-up disk that names its physical store. */
export function parseRootDisk(plist: string): string {
  const value = (key: string): string =>
    new RegExp(`<key>${key}</key>\\s*<string>(disk\\d+)(?:s\\d+)*</string>`).exec(plist)?.[1] ?? '';
  return value('APFSPhysicalStore') || value('ParentWholeDisk');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Controllers hold `_items`, disks a bsd_name and a device_serial, at different depths. */
function serialOf(node: unknown, disk: string): string {
  if (Array.isArray(node)) return node.map((one) => serialOf(one, disk)).find((serial) => serial !== '') ?? '';
  if (!isRecord(node)) return '';
  if (node.bsd_name === disk && typeof node.device_serial === 'string') return usefulSerial(node.device_serial);
  return serialOf(Object.values(node).filter(isRecord), disk);
}

/** Serial number of the whole disk `disk` in what system_profiler printed. */
export function parseDisk(profile: string, disk: string): string {
  try {
    return disk === '' ? '' : serialOf(JSON.parse(profile), disk);
  } catch {
    return '';
  }
}

/** Blocks of `Hardware Port:`, `Device:`, `Ethernet Address:`; the addresses are the adapters' own. */
export function parseNetwork(ports: string): string {
  const block = /^Hardware Port: (.*)\nDevice: en(\d+)\nEthernet Address: (\S+)$/gm;
  const found = [...ports.matchAll(block)]
    .map(([, port = '', number, mac = '']) => ({ port, number: Number(number), mac: usefulMac(mac) }))
    .filter(({ port, mac }) => mac !== '' && !/thunderbolt|bridge|bluetooth|usb/i.test(port));
  return found.sort((a, b) => a.number - b.number)[0]?.mac ?? '';
}

export async function macComponents(io: MachineIo): Promise<MachineComponents> {
  const run = ([file, args]: readonly [string, readonly string[]]): Promise<string> => orMissing(io.exec(file, args));
  const [os, board, root, disks, network] = await Promise.all([
    orMissing(io.machineId()).then(usefulMachineId),
    run(MAC_COMMANDS.board),
    run(MAC_COMMANDS.root),
    run(MAC_COMMANDS.disks),
    run(MAC_COMMANDS.network),
  ]);
  return { os, board: parseBoard(board), disk: parseDisk(disks, parseRootDisk(root)), network: parseNetwork(network) };
}
