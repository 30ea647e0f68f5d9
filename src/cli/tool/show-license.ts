/** show license: verifies any license file with what this computer knows, without a service. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SeatkeeperError } from '../../contract/errors.ts';
import { type MachineComponents, MIN_COMPONENTS, presentComponents } from '../../core/license/reference-id.ts';
import { nodeCrypto } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import { BUILD_KEYS } from '../../service/build-facts.ts';
import { loadConfig } from '../../service/config.ts';
import { dataFolderOf } from '../../service/folder.ts';
import { INSTALL_ID_FILE } from '../../service/machine/install-id.ts';
import { systemIo } from '../../service/machine/io.ts';
import { parseMachineOverride, readHardware, referenceIdOf } from '../../service/machine/machine.ts';
import { systemClock } from '../../service/schedule/clock.ts';
import type { Call } from './command.ts';
import { answer, type Context } from './context.ts';
import { explainLicense, type Here } from './license-document.ts';
import { readLicenseFile } from './license-file.ts';

export async function showLicense(call: Call): Promise<void> {
  const [name = ''] = call.args;
  const file = await readLicenseFile(name, call.context.io.stdin);
  await answer(call.context, explainLicense(file, await here(call.context), { crypto: nodeCrypto, parseXml }));
}

/** The same keys and the same machine as the service of this data folder would use. */
async function here({ dataFolder, io }: Context): Promise<Here> {
  const folder = dataFolderOf(dataFolder, io.env);
  const { development, trustedKeys } = loadConfig(folder, io.env).licensing;
  const override = development ? io.env.SEATKEEPER_MACHINE : undefined;
  const machine = override ? parseMachineOverride(override) : await machineOf(folder);
  const identified = presentComponents(machine).length >= MIN_COMPONENTS;
  return {
    keys: [...BUILD_KEYS, ...trustedKeys],
    development,
    referenceId: identified ? referenceIdOf(machine) : undefined,
    now: systemClock.now(),
  };
}

/** Leaves no trace: an install.id that is not there is not made. */
async function machineOf(folder: string): Promise<MachineComponents> {
  const hardware = await readHardware(process.platform, systemIo);
  const install = await readFile(join(folder, INSTALL_ID_FILE), 'latin1').catch(unlessMissing);
  return { ...hardware, install: install.trim() };
}

function unlessMissing(error: NodeJS.ErrnoException & { path?: string }): string {
  if (error.code === 'ENOENT') return '';
  const params = { file: error.path ?? INSTALL_ID_FILE, detail: error.code ?? error.message };
  throw new SeatkeeperError('FILE_UNREADABLE', params, { cause: error });
}
