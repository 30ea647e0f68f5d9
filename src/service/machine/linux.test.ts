import { expect, test } from 'vitest';
import { linuxComponents } from './linux.ts';
import { rootMount } from './linux-disk.ts';
import { type FakeMachine, fakeIo } from './machine.testkit.ts';

const read = (machine: FakeMachine) => linuxComponents(fakeIo(machine));
const NVME = '/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1';
const SDA = '/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda';
const NIC = '/sys/devices/pci0000:00/0000:00:1f.6';
const mounts = (device: string, source: string): string =>
  `21 27 0:21 / /proc rw - proc proc rw\n27 1 ${device} / / rw,relatime shared:1 - ext4 ${source} rw\n`;

const laptop: FakeMachine = {
  machineId: '3d1219c7c4c5404aaa1f6d2a48adfda4',
  files: {
    '/sys/class/dmi/id/product_uuid': '4C4C4544-0042-3510-8052-B4C04F563333\n',
    '/proc/self/mountinfo': mounts('259:2', '/dev/nvme0n1p2'),
    [`${NVME}/nvme0n1p2/partition`]: '2\n',
    [`${NVME}/size`]: '1000215216\n',
    '/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/serial': 'S4EVNX0M123456      \n',
    '/sys/class/net/eno1/type': '1\n',
    '/sys/class/net/eno1/addr_assign_type': '0\n',
    '/sys/class/net/eno1/address': '00:1b:21:0a:0b:0c\n',
    '/sys/class/net/docker0/type': '1\n',
    '/sys/class/net/docker0/addr_assign_type': '0\n',
    '/sys/class/net/docker0/address': '00:1b:21:ff:ff:fe\n',
    [`${NIC}/vendor`]: '0x8086\n',
  },
  links: {
    '/sys/dev/block/259:2': `${NVME}/nvme0n1p2`,
    [`${NVME}/device`]: '/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0',
    '/sys/class/net/eno1/device': NIC,
  },
};

test('LICENSING 3: a machine with everything', async () => {
  expect(await read(laptop)).toEqual({
    os: '3d1219c7c4c5404aaa1f6d2a48adfda4',
    board: '4c4c4544-0042-3510-8052-b4c04f563333',
    disk: 'S4EVNX0M123456',
    network: '00:1b:21:0a:0b:0c',
  });
});

test('LICENSING 3: a machine with nothing is missing everything', async () => {
  expect(await read({})).toEqual({ os: '', board: '', disk: '', network: '' });
});

test.each([
  ['', 'empty'],
  ['00000000000000000000000000000000', 'all zero'],
  ['uninitialized', 'of a first start'],
  ['mail.example.com', 'the host name'],
  ['3f2a9c1b7d4e', 'the host name of a container'],
])('LICENSING 3: “%s” is no machine id (%s)', async (machineId) => {
  expect((await read({ machineId })).os).toBe('');
});

test.each([
  [{ product_uuid: '00000000-0000-0000-0000-000000000000', board_serial: ' /7XK2/CN129631A/ \n' }, '/7XK2/CN129631A/'],
  [{ product_uuid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' }, ''],
  [{ product_uuid: '03000200-0400-0500-0006-000700080009', board_serial: 'To be filled by O.E.M.' }, ''],
  [{ product_uuid: 'Not Settable', board_serial: 'Default string' }, ''],
  [{ board_serial: '............' }, ''],
  [{ board_serial: '0000000000' }, ''],
  [{ board_serial: 'None' }, ''],
  [{ board_serial: 'N/A' }, ''],
  [{ board_serial: 'PF0ABCDE' }, 'PF0ABCDE'],
])('LICENSING 3: of the mainboard %o comes “%s”', async (ids, board) => {
  const files = Object.fromEntries(Object.entries(ids).map(([name, id]) => [`/sys/class/dmi/id/${name}`, id]));
  expect((await read({ files })).board).toBe(board);
});

test('LICENSING 3: a board without SMBIOS by its device tree', async () => {
  const files = { '/sys/firmware/devicetree/base/serial-number': '10000000a1b2c3d4\0' };
  expect((await read({ files })).board).toBe('10000000a1b2c3d4');
});

test('LICENSING 3: of several mounts on / the top one counts', () => {
  const info =
    '1 0 0:2 / / rw - rootfs rootfs rw\n9 1 8:1 / / rw - ext4 /dev/sda1 rw\n10 9 8:2 / /home rw - ext4 /dev/sda2 rw\n';
  expect(rootMount(info)).toEqual({ device: '8:1', source: '/dev/sda1' });
  expect(rootMount('nonsense\n')).toBeUndefined();
});

test('LICENSING 3: / on a logical volume on encryption on a partition', async () => {
  const disk = await read({
    files: {
      '/proc/self/mountinfo': mounts('253:1', '/dev/mapper/vg-root'),
      '/sys/devices/virtual/block/dm-1/slaves/dm-0/dev': '253:0',
      '/sys/devices/virtual/block/dm-0/slaves/sda3/dev': '8:3',
      [`${SDA}/sda3/partition`]: '3\n',
      [`${SDA}/device/vpd_pg80`]: '\0\u0080\0\u0014     WD-WCC4N1234567',
    },
    links: {
      '/sys/dev/block/253:1': '/sys/devices/virtual/block/dm-1',
      '/sys/class/block/dm-0': '/sys/devices/virtual/block/dm-0',
      '/sys/class/block/sda3': `${SDA}/sda3`,
    },
  });
  expect(disk.disk).toBe('WD-WCC4N1234567');
});

const mirror = (first: string, second: string): FakeMachine => ({
  files: {
    '/proc/self/mountinfo': mounts('9:0', '/dev/md0'),
    [`/sys/devices/virtual/block/md0/slaves/${first}/dev`]: '',
    [`/sys/devices/virtual/block/md0/slaves/${second}/dev`]: '',
    '/sys/block/sda/serial': 'DISK-A\n',
    '/sys/block/sdb/serial': 'DISK-B\n',
  },
  links: {
    '/sys/dev/block/9:0': '/sys/devices/virtual/block/md0',
    '/sys/class/block/sda': '/sys/block/sda',
    '/sys/class/block/sdb': '/sys/block/sdb',
  },
});
test('LICENSING 3: a mirror gives the same disk in whatever order it is found', async () => {
  expect([(await read(mirror('sda', 'sdb'))).disk, (await read(mirror('sdb', 'sda'))).disk]).toEqual([
    'DISK-A',
    'DISK-A',
  ]);
});

test('LICENSING 3: btrfs by the name of its source, overlay and network file systems not at all', async () => {
  const files = { [`${SDA}/sda1/partition`]: '1', [`${SDA}/serial`]: 'WD-1234' };
  const links = { '/sys/class/block/sda1': `${SDA}/sda1`, '/dev/sda1': '/dev/block/sda1' };
  const at = async (source: string): Promise<string | undefined> =>
    (await read({ files: { ...files, '/proc/self/mountinfo': mounts('0:30', source) }, links })).disk;
  expect(await at('/dev/sda1')).toBe('WD-1234');
  expect([await at('overlay'), await at('server:/export'), await at('/dev/../etc')]).toEqual(['', '', '']);
});

test('LICENSING 3: a disk without serial by the stable name that udev gave it, else by lsblk', async () => {
  const base = { '/proc/self/mountinfo': mounts('8:0', '/dev/sda'), [`${SDA}/size`]: '1' };
  const links = { '/sys/dev/block/8:0': SDA };
  const names = ['ata-WDC_1234', 'wwn-0x50014ee2', 'lvm-pv-uuid-abcdef', 'ata-OTHER_1'];
  const byId = Object.fromEntries(
    names.map((name) => [`/dev/disk/by-id/${name}`, name.includes('OTHER') ? '/dev/sdb' : '/dev/sda']),
  );
  expect((await read({ files: base, links: { ...links, ...byId } })).disk).toBe('wwn-0x50014ee2');
  const programs = { '/usr/bin/lsblk --nodeps --noheadings --output SERIAL /dev/sda': 'WD-5678\n' };
  expect((await read({ files: base, links, programs })).disk).toBe('WD-5678');
  expect((await read({ files: base, links })).disk).toBe('');
});

const nic = (name: string, device: string, files: Record<string, string>): FakeMachine => ({
  files: {
    [`/sys/class/net/${name}/type`]: '1\n',
    [`/sys/class/net/${name}/addr_assign_type`]: '0\n',
    ...Object.fromEntries(Object.entries(files).map(([file, content]) => [`/sys/class/net/${name}/${file}`, content])),
    [`${device}/vendor`]: '',
  },
  links: { [`/sys/class/net/${name}/device`]: device },
});
const both = (a: FakeMachine, b: FakeMachine): FakeMachine => ({
  files: { ...a.files, ...b.files },
  links: { ...a.links, ...b.links },
});
const PCI = '/sys/devices/pci0000:00';

test.each<[string, FakeMachine, string]>([
  ['a locally administered address', nic('eth0', NIC, { address: '02:fc:00:00:00:01' }), ''],
  ['a random address', nic('eth0', NIC, { address: '00:1b:21:00:00:01', addr_assign_type: '1' }), ''],
  ['no Ethernet', nic('ib0', NIC, { address: '00:1b:21:00:00:01', type: '32' }), ''],
  ['no address', nic('eth0', NIC, { address: '00:00:00:00:00:00' }), ''],
  [
    'a member of a bond',
    nic('eth0', NIC, {
      address: '00:1b:21:00:00:99',
      addr_assign_type: '3',
      'bonding_slave/perm_hwaddr': '00:1b:21:00:00:01',
    }),
    '00:1b:21:00:00:01',
  ],
  [
    'two slots',
    both(
      nic('aaa', `${PCI}/0000:00:1f.6`, { address: '00:1b:21:00:00:02' }),
      nic('zzz', `${PCI}/0000:00:03.0`, { address: '00:1b:21:00:00:01' }),
    ),
    '00:1b:21:00:00:01',
  ],
  [
    'a USB adapter beside a built-in one',
    both(
      nic('aaa', `${PCI}/0000:00:01.0/usb1/1-1/1-1:1.0`, { address: '00:1b:21:00:00:02' }),
      nic('zzz', NIC, { address: '00:1b:21:00:00:01' }),
    ),
    '00:1b:21:00:00:01',
  ],
  [
    'a virtual one in the first slot',
    both(
      nic('eth0', `${PCI}/0000:00:03.0`, { address: '52:54:00:12:34:56' }),
      nic('eth1', NIC, { address: '00:1B:21:00:00:01' }),
    ),
    '00:1b:21:00:00:01',
  ],
])('LICENSING 3: network: %s', async (_, machine, network) => {
  expect((await read(machine)).network).toBe(network);
});

test('LICENSING 3: an address that was set by hand is asked of ethtool', async () => {
  const machine = nic('eth0', NIC, { address: '00:1b:21:00:00:99', addr_assign_type: '3' });
  const programs = { '/usr/sbin/ethtool -P eth0': 'Permanent address: 00:1b:21:00:00:01\n' };
  expect((await read({ ...machine, programs })).network).toBe('00:1b:21:00:00:01');
});
