/** The components of a Windows machine: one PowerShell call with a fixed script, its answer in JSON. */
import type { MachineComponents } from '../../core/license/reference-id.ts';
import { type MachineIo, orMissing } from './io.ts';
import { usefulMac, usefulMachineId, usefulSerial, usefulUuid } from './placeholders.ts';

/** `-Physical` leaves VPNs and bridges out; Bluetooth counts as physical, and is told by its PnP id. */
export const WINDOWS_SCRIPT = [
  "$ErrorActionPreference = 'SilentlyContinue'",
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  '$disk = Get-Partition -DriveLetter $env:SystemDrive.Substring(0, 1) | Get-Disk | Select-Object -First 1',
  '$adapters = @(Get-NetAdapter -Physical | ForEach-Object { @{ id = $_.PnPDeviceID; mac = $_.PermanentAddress } })',
  '@{ uuid = (Get-CimInstance Win32_ComputerSystemProduct).UUID' +
    '; board = (Get-CimInstance Win32_BaseBoard).SerialNumber' +
    '; disk = $disk.SerialNumber; diskId = $disk.UniqueId; adapters = $adapters } | ConvertTo-Json -Compress -Depth 3',
].join('; ');

/** `systemRoot` comes from the environment: believed only if it looks like one. */
export const powershell = (systemRoot: string | undefined): string => {
  const root = systemRoot !== undefined && /^[A-Za-z]:\\[\w. \\-]+$/.test(systemRoot) ? systemRoot : 'C:\\Windows';
  return `${root}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** PCI adapters before others (Hyper-V's VMBUS), USB last: it can be unplugged. */
const BUSES = [/^PCI\\/i, /^(?!USB\\|BTH\\)/i, /^USB\\/i];
const rank = (id: string): number => BUSES.findIndex((bus) => bus.test(id));

function network(adapters: unknown): string {
  const list = (Array.isArray(adapters) ? adapters : [adapters]).filter(isRecord);
  const found = list
    .map((one) => ({ id: text(one.id), mac: usefulMac(text(one.mac)) }))
    .filter(({ id, mac }) => mac !== '' && rank(id) >= 0);
  found.sort((a, b) => rank(a.id) - rank(b.id) || (a.id < b.id ? -1 : 1));
  return found[0]?.mac ?? '';
}

/** What the script printed; anything else is missing. */
export function parseWindows(output: string): Pick<MachineComponents, 'board' | 'disk' | 'network'> {
  let answer: unknown;
  try {
    answer = JSON.parse(output.replace(/^\ufeff/, ''));
  } catch {
    return {};
  }
  if (!isRecord(answer)) return {};
  return {
    board: usefulUuid(text(answer.uuid)) || usefulSerial(text(answer.board)),
    disk: usefulSerial(text(answer.disk)) || usefulSerial(text(answer.diskId)),
    network: network(answer.adapters),
  };
}

export async function windowsComponents(io: MachineIo): Promise<MachineComponents> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_SCRIPT];
  const [os, output] = await Promise.all([
    orMissing(io.machineId()).then(usefulMachineId),
    orMissing(io.exec(powershell(process.env.SystemRoot), args)),
  ]);
  return { os, ...parseWindows(output) };
}
