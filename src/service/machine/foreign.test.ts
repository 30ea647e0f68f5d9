/** Windows and macOS: their programs' output as those systems print it. */
import { expect, test } from 'vitest';
import { MAC_COMMANDS, parseDisk, parseNetwork, parseRootDisk } from './mac.ts';
import { fakeIo } from './machine.testkit.ts';
import { readHardware } from './machine.ts';
import { parseWindows, powershell, WINDOWS_SCRIPT } from './windows.ts';

const WINDOWS =
  '{"disk":"0025_3851_91B0_1234.","board":"/7XK2J13/CNWS20097K00A1/","adapters":[{"mac":"0050F2AABBCC","id":"USB\\\\VID_0BDA&PID_8153\\\\0001"},' +
  '{"mac":"A44CC8112233","id":"PCI\\\\VEN_8086&DEV_15D7\\\\3&11583659&0&FE"},{"mac":"001A7DDA7113","id":"BTH\\\\MS_BTHPAN\\\\6&1"}],' +
  '"uuid":"4C4C4544-0042-3510-8052-B4C04F563333","diskId":"eui.0025385191B01234"}\r\n';

test('LICENSING 3: Windows', async () => {
  const program = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
  const io = fakeIo({
    machineId: 'a1b2c3d4-1111-2222-3333-444455556666',
    programs: { [`${program} -NoProfile -NonInteractive -Command ${WINDOWS_SCRIPT}`]: WINDOWS },
  });
  expect(await readHardware('win32', io)).toEqual({
    os: 'a1b2c3d4-1111-2222-3333-444455556666',
    board: '4c4c4544-0042-3510-8052-b4c04f563333',
    disk: '0025_3851_91B0_1234.',
    network: 'a4:4c:c8:11:22:33',
  });
});

test.each([
  [
    'a virtual machine of Hyper-V',
    '{"uuid":"","board":"None","disk":null,"diskId":"60022480A1B2C3D4","adapters":{"id":"VMBUS\\\\{F8615163}","mac":"00155D010203"}}',
    { board: '', disk: '60022480A1B2C3D4', network: '00:15:5d:01:02:03' },
  ],
  [
    'no adapters',
    '{"uuid":"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF","board":"PF0ABCDE","disk":"        ","diskId":"","adapters":[]}',
    { board: 'PF0ABCDE', disk: '', network: '' },
  ],
  [
    'values of other types',
    '{"uuid":7,"board":{},"disk":[],"adapters":[null,"x",{"id":1,"mac":2}]}',
    { board: '', disk: '', network: '' },
  ],
  ['a byte order mark', '\ufeff{"board":"PF0ABCDE"}', { board: 'PF0ABCDE', disk: '', network: '' }],
  ['an error message', 'Get-CimInstance : Access denied', {}],
  ['nothing', '', {}],
  ['a list', '[]', { board: '', disk: '', network: '' }],
])('LICENSING 3: Windows: %s', (_, output, expected) => {
  expect(parseWindows(output)).toEqual(expected);
});

test.each([
  [undefined, 'C:\\Windows'],
  ['D:\\WinNT', 'D:\\WinNT'],
  ['\\\\server\\share', 'C:\\Windows'],
  ['C:\\Windows" & calc', 'C:\\Windows'],
  ['windows', 'C:\\Windows'],
])('LICENSING 3: with SystemRoot %s PowerShell is under %s', (systemRoot, root) => {
  expect(powershell(systemRoot)).toBe(`${root}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`);
});

const IOREG = `+-o J314sAP  <class IOPlatformExpertDevice, id 0x100000227, registered, matched, active>
    {
      "IOPlatformUUID" = "5A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"
      "IOPlatformSerialNumber" = "C02XK1ABCD12"
      "model" = <"MacBookPro18,3">
    }
`;
const DISKUTIL = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
	<key>APFSContainerReference</key>
	<string>disk3</string>
	<key>APFSPhysicalStores</key>
	<array>
		<dict>
			<key>APFSPhysicalStore</key>
			<string>disk0s2</string>
		</dict>
	</array>
	<key>DeviceIdentifier</key>
	<string>disk3s1s1</string>
	<key>ParentWholeDisk</key>
	<string>disk3</string>
</dict></plist>
`;
const PROFILE = JSON.stringify({
  SPNVMeDataType: [
    {
      _name: 'Apple SSD Controller',
      _items: [
        { _name: 'APPLE SSD AP0512R', bsd_name: 'disk0', device_serial: '0ba0123456789abc', size: '500.28 GB' },
        { _name: 'Samsung', bsd_name: 'disk4', device_serial: 'S4EVNX0M123456' },
      ],
    },
  ],
  SPSerialATADataType: [],
});
const PORTS = `
Hardware Port: USB 10/100/1000 LAN
Device: en7
Ethernet Address: 00:e0:4c:68:00:01

Hardware Port: Thunderbolt Bridge
Device: bridge0
Ethernet Address: 36:5e:d7:00:00:00

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: F0:18:98:aa:bb:cc

Hardware Port: Thunderbolt 1
Device: en1
Ethernet Address: 36:5e:d7:00:00:01

VLAN Configurations
===================
`;
const commandLine = ([file, args]: readonly [string, readonly string[]]): string => [file, ...args].join(' ');

test('LICENSING 3: macOS', async () => {
  const io = fakeIo({
    machineId: '5a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    programs: {
      [commandLine(MAC_COMMANDS.board)]: IOREG,
      [commandLine(MAC_COMMANDS.root)]: DISKUTIL,
      [commandLine(MAC_COMMANDS.disks)]: PROFILE,
      [commandLine(MAC_COMMANDS.network)]: PORTS,
    },
  });
  expect(await readHardware('darwin', io)).toEqual({
    os: '5a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    board: 'C02XK1ABCD12',
    disk: '0ba0123456789abc',
    network: 'f0:18:98:aa:bb:cc',
  });
});

test('LICENSING 3: macOS: older and odd answers', () => {
  expect(parseRootDisk('<key>ParentWholeDisk</key>\n<string>disk1</string>')).toBe('disk1');
  expect(parseRootDisk('<key>ParentWholeDisk</key><string>../x</string>')).toBe('');
  expect(parseDisk(PROFILE, 'disk9')).toBe('');
  expect(parseDisk('no JSON', 'disk0')).toBe('');
  expect(parseDisk(PROFILE, '')).toBe('');
  expect(parseNetwork('')).toBe('');
});

test.each(['win32', 'darwin', 'linux', 'freebsd'] as const)(
  'LICENSING 3: on %s, what cannot be read is missing',
  async (platform) => {
    const components = await readHardware(platform, fakeIo({}));
    expect(Object.values(components).filter((value) => value !== '')).toEqual([]);
  },
);
