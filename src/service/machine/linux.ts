/** The components of a Linux machine, from /sys, /proc and /dev. */
import type { MachineComponents } from '../../core/license/reference-id.ts';
import { firstPresent, type MachineIo, orMissing } from './io.ts';
import { linuxDisk } from './linux-disk.ts';
import { linuxNetwork } from './linux-network.ts';
import { usefulMachineId, usefulSerial, usefulUuid } from './placeholders.ts';

const DMI = '/sys/class/dmi/id';

/** Most of these files are for root only: for others the mainboard is missing, which the match rule allows for. */
const board = (io: MachineIo): Promise<string> =>
  firstPresent([
    async () => usefulUuid(await orMissing(io.readFile(`${DMI}/product_uuid`))),
    async () => usefulSerial(await orMissing(io.readFile(`${DMI}/board_serial`))),
    // ARM boards have a device tree instead of SMBIOS; its strings end with NUL.
    async () => usefulSerial(await orMissing(io.readFile('/sys/firmware/devicetree/base/serial-number'))),
  ]);

export async function linuxComponents(io: MachineIo): Promise<MachineComponents> {
  const [os, boardId, disk, network] = await Promise.all([
    orMissing(io.machineId()).then(usefulMachineId),
    board(io),
    linuxDisk(io),
    linuxNetwork(io),
  ]);
  return { os, board: boardId, disk, network };
}
