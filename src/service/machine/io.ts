/**
 * How the machine is looked at: fixed files, and fixed absolute programs without a shell (LICENSING 3). Only
 * node-machine-id passes a fixed command of its own to the system's shell; see SECURITY.md.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import nodeMachineId from 'node-machine-id';

/** Every part rejects when it cannot answer; tests replace them all. */
export interface MachineIo {
  /** Content as latin1: some of these files are not text. */
  readonly readFile: (path: string) => Promise<string>;
  readonly list: (folder: string) => Promise<string[]>;
  readonly realPath: (path: string) => Promise<string>;
  /** stdout of a program given by its absolute path. */
  readonly exec: (file: string, args: readonly string[]) => Promise<string>;
  /** node-machine-id's original id: the machine-id file, MachineGuid or IOPlatformUUID. */
  readonly machineId: () => Promise<string>;
}

const EXEC_TIMEOUT_MS = 15_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Only what system programs need: nothing that a caller's environment could bend. */
const environment = (): NodeJS.ProcessEnv => ({
  LC_ALL: 'C',
  ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot, SystemDrive: process.env.SystemDrive } : {}),
});

const exec = (file: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { timeout: EXEC_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true, env: environment() };
    execFile(file, args, options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });

export const systemIo: MachineIo = {
  readFile: (path) => readFile(path, 'latin1'),
  list: (folder) => readdir(folder),
  realPath: (path) => realpath(path),
  exec,
  machineId: () => nodeMachineId.machineId(true),
};

/** What cannot be read is missing: an empty text. */
export async function orMissing(value: Promise<string>): Promise<string> {
  try {
    return (await value).trim();
  } catch {
    return '';
  }
}

/** The first candidate that is there; later ones are not asked for once one is. */
export async function firstPresent(candidates: readonly (() => Promise<string>)[]): Promise<string> {
  for (const candidate of candidates) {
    const value = await candidate();
    if (value !== '') return value;
  }
  return '';
}
