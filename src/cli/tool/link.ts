/** The way to the control service that works on a data folder. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '../../contract/client.ts';
import { SeatkeeperError } from '../../contract/errors.ts';
import { dataFolderOf, TOKEN_FILE } from '../../service/folder.ts';
import { isLocked } from '../../service/lock.ts';
import { findRunningService } from '../../service/running.ts';

export interface ServiceLink {
  readonly url: string;
  readonly client: Client;
  /** For what is no procedure (uploads): the same sign-in, the same words when the connection fails. */
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
}

/** SERVICE_NOT_RUNNING, SERVICE_UNREACHABLE, or NOT_SIGNED_IN for a folder of another user. */
export async function openServiceLink(
  dataFolder: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ServiceLink> {
  const folder = dataFolderOf(dataFolder, env);
  const running = await findRunningService(folder);
  if (!running) throw noService(folder);
  if (signal.aborted) throw new SeatkeeperError('CANCELLED');
  return linkTo(running.url, running.token);
}

export function linkTo(url: string, token: string): ServiceLink {
  const headers = { authorization: `Bearer ${token}` };
  // The client's calls carry this by themselves; the service demands it of everybody.
  const csrf = { 'x-csrf-token': 'orpc' };
  const send = (request: Request | string, init: RequestInit): Promise<Response> =>
    fetch(request, init).catch((error: unknown) => {
      throw connectionError(error, url);
    });
  return {
    url,
    client: createClient({ url, headers: () => headers, fetch: send }),
    fetch: (path, init) =>
      send(`${url}${path}`, { ...init, redirect: 'error', headers: { ...init.headers, ...csrf, ...headers } }),
  };
}

function connectionError(error: unknown, url: string): unknown {
  if (!(error instanceof TypeError)) return error;
  const cause = error.cause as { code?: unknown; message?: unknown } | undefined;
  const detail = String(cause?.code ?? cause?.message ?? error.message);
  return new SeatkeeperError('SERVICE_UNREACHABLE', { url, detail }, { cause: error });
}

function noService(folder: string): SeatkeeperError {
  if (!readable(join(folder, TOKEN_FILE))) return new SeatkeeperError('NOT_SIGNED_IN');
  if (isLocked(folder)) {
    const detail = 'a service holds this folder, but does not answer; it may be starting or stopping';
    return new SeatkeeperError('SERVICE_UNREACHABLE', { url: folder, detail });
  }
  return new SeatkeeperError('SERVICE_NOT_RUNNING', { folder });
}

/** A file that is not there hides nothing from us. */
function readable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
