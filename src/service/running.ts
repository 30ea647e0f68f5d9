/** Finding the control service that works on a data folder, and taking over from a console that hosts it (DESIGN 4). */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Client, createClient } from '../contract/client.ts';
import { SeatkeeperError } from '../contract/errors.ts';
import { explained, readLocalToken, writePrivately } from './folder.ts';
import { type FolderLock, isLocked, takeLock } from './lock.ts';
import { sleep, stopwatch } from './schedule/timers.ts';

export type HostKind = 'console' | 'daemon';

export interface RunningElsewhere {
  readonly url: string;
  readonly token: string;
  readonly host: HostKind;
  readonly pid: number;
}

const SERVICE_FILE = 'service.json';
const serviceFile = z.object({
  pid: z.number().int(),
  url: z.string().regex(/^http:\/\/[^/]+$/),
  host: z.enum(['console', 'daemon']),
});

/** Written when the service answers, so that whoever reads it can connect at once. */
export const announce = (folder: string, facts: z.infer<typeof serviceFile>): void =>
  explained(folder, () => writePrivately(join(folder, SERVICE_FILE), `${JSON.stringify(facts)}\n`));

export const withdraw = (folder: string): void => rmSync(join(folder, SERVICE_FILE), { force: true });

/** The service that works on this folder and truly answers to its token; undefined if there is none. */
export async function findRunningService(folder: string): Promise<RunningElsewhere | undefined> {
  // Without the lock held, the file is left over from a killed process, and its port may belong to a stranger by now.
  if (!isLocked(folder)) return undefined;
  const facts = readServiceFile(folder);
  const token = readLocalToken(folder);
  if (!facts || !token) return undefined;
  try {
    const about = await localClient(facts.url, token, 2_000).system.about();
    return { url: facts.url, token, host: about.host, pid: facts.pid };
  } catch {
    return undefined;
  }
}

function readServiceFile(folder: string): z.infer<typeof serviceFile> | undefined {
  try {
    return serviceFile.parse(JSON.parse(readFileSync(join(folder, SERVICE_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** A client that signs in with the folder's token. `deadlineMs` 0: none. */
export const localClient = (url: string, token: string, deadlineMs = 0): Client =>
  createClient({
    url,
    headers: () => ({ authorization: `Bearer ${token}` }),
    fetch: (request, init) =>
      fetch(request, deadlineMs > 0 ? { ...init, signal: AbortSignal.timeout(deadlineMs) } : init),
  });

/** A console that yields is gone within 5 s (DESIGN 4); the rest is for a slow disk. */
const TAKE_OVER_MS = 8_000;
/** How long a starting or stopping neighbor may hold the lock without answering. */
const SETTLE_MS = 3_000;
const STEP_MS = 25;

/**
 * The lock of the folder. A daemon asks a console that hosts to yield; anybody else who finds it taken gets
 * SERVICE_ALREADY_RUNNING, with the address to attach to.
 */
export async function acquireFolder(folder: string, host: HostKind): Promise<FolderLock> {
  const elapsed = stopwatch();
  let patience = SETTLE_MS;
  let asked = false;
  for (;;) {
    const lock = takeLock(folder);
    if (lock) return lock;
    const running = await findRunningService(folder);
    if (running && !(host === 'daemon' && running.host === 'console')) throw alreadyRunning(folder, running);
    if (running && !asked) {
      asked = true;
      if (!(await yields(running))) throw alreadyRunning(folder, running);
      patience = elapsed() + TAKE_OVER_MS;
    }
    if (elapsed() >= patience) throw alreadyRunning(folder, running ?? readServiceFile(folder));
    await sleep(STEP_MS);
  }
}

/** No answer may mean that it left before it could say so: the lock tells. */
async function yields(console: RunningElsewhere): Promise<boolean> {
  const asking = localClient(console.url, console.token, TAKE_OVER_MS).system.yield();
  return asking.then(
    ({ yielded }) => yielded,
    () => true,
  );
}

const alreadyRunning = (folder: string, by: { pid: number; url: string } | undefined): SeatkeeperError =>
  new SeatkeeperError('SERVICE_ALREADY_RUNNING', {
    folder,
    pid: by?.pid ?? 'unknown',
    url: by?.url ?? 'an unknown address',
  });
