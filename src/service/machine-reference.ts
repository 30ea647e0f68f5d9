/** The Reference ID of this machine, or of the one that a developer pretends to be. */
import { SeatkeeperError } from '../contract/errors.ts';
import { parseMachineOverride, readMachine, referenceIdOf } from './machine/machine.ts';

/**
 * Empty when fewer than two components can be read: then nothing can be activated, and the rest works. SEATKEEPER_MACHINE
 * counts in development mode only. Throws CONFIG_INVALID.
 */
export async function machineReference(
  dataFolder: string,
  development: boolean,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const pretended = development ? env.SEATKEEPER_MACHINE : undefined;
  const components = await readMachine({
    dataFolder,
    ...(pretended ? { override: parseMachineOverride(pretended) } : {}),
  });
  try {
    return referenceIdOf(components);
  } catch (error) {
    if (error instanceof SeatkeeperError && error.code === 'MACHINE_UNIDENTIFIABLE') return '';
    throw error;
  }
}
