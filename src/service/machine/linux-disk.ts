/** The disk that holds `/`, through device mapper and partitions down to hardware, by its serial or stable id. */
import { firstPresent, type MachineIo, orMissing } from './io.ts';
import { usefulSerial } from './placeholders.ts';

const LSBLK = ['/usr/bin/lsblk', '/bin/lsblk'];
/** LVM on RAID on encryption is four deep. */
const MAX_LAYERS = 8;

interface Mount {
  readonly device: string;
  readonly source: string;
}

/** proc(5): `36 35 98:0 /root /mountpoint options… - type source options`; the last mount on `/` is the one on top. */
export function rootMount(mountinfo: string): Mount | undefined {
  const mounts = mountinfo.split('\n').map((line) => line.split(' '));
  const fields = mounts.findLast((one) => one[4] === '/');
  const source = fields?.[fields.indexOf('-') + 2];
  return fields?.[2] === undefined || source === undefined ? undefined : { device: fields[2], source };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const isDeviceName = (name: string): boolean => /^[A-Za-z0-9!._-]+$/.test(name);

/** btrfs and others have no device number of their own (major 0): then the name of their source tells. */
async function deviceOf({ device, source }: Mount, io: MachineIo): Promise<string> {
  if (!device.startsWith('0:')) return orMissing(io.realPath(`/sys/dev/block/${device}`));
  const real = source.startsWith('/dev/') ? await orMissing(io.realPath(source)) : '';
  const name = baseName(real);
  return isDeviceName(name) ? orMissing(io.realPath(`/sys/class/block/${name}`)) : '';
}

/** The whole disks (folders in /sys) under a block device: a partition's parent, a mapping's slaves. */
async function disksUnder(folder: string, io: MachineIo, layers = MAX_LAYERS): Promise<string[]> {
  if (folder === '' || layers === 0) return [];
  if ((await orMissing(io.readFile(`${folder}/partition`))) !== '') return disksUnder(parentOf(folder), io, layers - 1);
  const slaves = await io.list(`${folder}/slaves`).catch(() => []);
  if (slaves.length === 0) return [folder];
  const below = slaves.map(async (name) => {
    const slave = await orMissing(io.realPath(`/sys/class/block/${name}`));
    return disksUnder(slave, io, layers - 1);
  });
  return (await Promise.all(below)).flat();
}

/** SCSI page 0x80: four bytes of header, then the serial number. */
const pageSerial = (page: string): string => page.slice(4);

/** Names in by-id of what is made of disks, not of disks. */
const MADE_OF_DISKS = /^(dm-|lvm-|md-)/;

/** The stable names that udev gave the disk; the hardware's own (`wwn-`, `nvme-eui.`) sort before the drivers'. */
async function byId(name: string, io: MachineIo): Promise<string> {
  const links = await io.list('/dev/disk/by-id').catch(() => []);
  const own: string[] = [];
  for (const link of links.filter((one) => !MADE_OF_DISKS.test(one))) {
    if ((await orMissing(io.realPath(`/dev/disk/by-id/${link}`))) === `/dev/${name}`) own.push(link);
  }
  const rank = (link: string): number => (/^(wwn-|nvme-eui\.)/.test(link) ? 0 : 1);
  return own.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? '';
}

const lsblk = (name: string, io: MachineIo): Promise<string> =>
  firstPresent(
    LSBLK.map(
      (file) => async () =>
        orMissing(io.exec(file, ['--nodeps', '--noheadings', '--output', 'SERIAL', `/dev/${name}`])),
    ),
  );

/** World-readable sources first, so that the answer does not depend on who runs the service. */
const diskId = (folder: string, io: MachineIo): Promise<string> => {
  const name = baseName(folder).replaceAll('!', '/');
  const file = async (path: string): Promise<string> => usefulSerial(await orMissing(io.readFile(`${folder}/${path}`)));
  return firstPresent([
    () => file('serial'),
    () => file('device/serial'),
    async () => usefulSerial(pageSerial(await io.readFile(`${folder}/device/vpd_pg80`).catch(() => ''))),
    () => file('device/cid'),
    () => file('wwid'),
    () => file('device/wwid'),
    async () => usefulSerial(await byId(name, io)),
    async () => usefulSerial(await lsblk(name, io)),
  ]);
};

/** Several disks under `/`: the first of their ids in order, whatever order they were found in. */
export async function linuxDisk(io: MachineIo): Promise<string> {
  const mount = rootMount(await orMissing(io.readFile('/proc/self/mountinfo')));
  if (!mount) return '';
  const disks = await disksUnder(await deviceOf(mount, io), io);
  const ids = await Promise.all([...new Set(disks)].map((disk) => diskId(disk, io)));
  return ids.filter((id) => id !== '').sort()[0] ?? '';
}
