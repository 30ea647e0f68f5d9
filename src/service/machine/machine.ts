/** Which machine this is (LICENSING 3). */
import { SeatkeeperError } from '../../contract/errors.ts';
import {
  COMPONENT_IDS,
  composeReferenceId,
  type MachineComponents,
  MIN_COMPONENTS,
  presentComponents,
} from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { installId } from './install-id.ts';
import { type MachineIo, systemIo } from './io.ts';
import { linuxComponents } from './linux.ts';
import { macComponents } from './mac.ts';
import { windowsComponents } from './windows.ts';

export interface ReadMachineOptions {
  /** Where install.id is, or will be. */
  readonly dataFolder: string;
  /** Default: this process's. */
  readonly platform?: NodeJS.Platform;
  readonly io?: MachineIo;
  /** Stands for the whole machine, also for install.id: only in development mode, which the caller knows. */
  readonly override?: MachineComponents;
}

/** The part that needs no data folder. Never rejects: what cannot be read is missing. */
export function readHardware(platform: NodeJS.Platform, io: MachineIo): Promise<MachineComponents> {
  if (platform === 'win32') return windowsComponents(io);
  if (platform === 'darwin') return macComponents(io);
  return linuxComponents(io);
}

/** What can be read of this machine; takes up to some seconds. Rejects only for install.id, see installId. */
export async function readMachine(options: ReadMachineOptions): Promise<MachineComponents> {
  if (options.override) return options.override;
  const install = await installId(options.dataFolder);
  const hardware = await readHardware(options.platform ?? process.platform, options.io ?? systemIo);
  return { ...hardware, install };
}

/** Throws MACHINE_UNIDENTIFIABLE when fewer than two components are present. */
export function referenceIdOf(components: MachineComponents): string {
  if (presentComponents(components).length < MIN_COMPONENTS) throw new SeatkeeperError('MACHINE_UNIDENTIFIABLE');
  return composeReferenceId(components, nodeCrypto);
}

const OVERRIDE = 'SEATKEEPER_MACHINE';
const invalid = (detail: string): SeatkeeperError => new SeatkeeperError('CONFIG_INVALID', { file: OVERRIDE, detail });

/** SEATKEEPER_MACHINE: `{"os":"…","board":"…"}` with any of the five components. Throws CONFIG_INVALID. */
export function parseMachineOverride(text: string): MachineComponents {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('it is no JSON object');
  for (const [key, component] of Object.entries(value)) {
    if (!COMPONENT_IDS.some((id) => id === key)) throw invalid(`there is no component “${key}”`);
    if (typeof component !== 'string') throw invalid(`“${key}” is no text`);
  }
  return value;
}
