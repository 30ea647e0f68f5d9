/**
 * Where the console's requests go (DESIGN 4): to the service that this console hosts, or to the one that works on the
 * data folder already. Changes over when a daemon asks to take the folder, and back when the daemon is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SeatkeeperError } from '../contract/errors.ts';
import {
  type Address,
  errorResponse,
  forward,
  isRepeatable,
  type OutgoingRequest,
  outgoing,
  RequestTooLarge,
  toLocalRequest,
} from './service-request.ts';

/** A service of this process. */
export interface HostedService {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** What the router needs of src/service. */
export interface ServicePort {
  /** Throws SERVICE_ALREADY_RUNNING when another process has the folder. `onYield` is called when a daemon asks for it. */
  start(onYield: () => void): Promise<HostedService>;
  find(): Promise<Address | undefined>;
}

type Connection =
  | { readonly kind: 'hosting'; readonly service: HostedService }
  | { readonly kind: 'attached'; readonly address: Address }
  /** The folder was given up, and nobody has been found on it yet. */
  | { readonly kind: 'between' };

export interface ServiceRouter {
  fetch(request: Request): Promise<Response>;
  isHosting(): boolean;
  close(): Promise<void>;
}

/** How long a daemon may take from its request to its first answer. */
const HAND_OVER_MS = 15_000;
const STEP_MS = 50;
/** A service that has just come or gone may be neither startable nor findable; its start waits for it too. */
const ATTEMPTS = 3;

/** Hosts or attaches. Throws what the service's start throws: a data folder that cannot be used, a bad configuration. */
export async function openRouter(port: ServicePort): Promise<ServiceRouter> {
  let closed = false;
  let connection = await connect();
  let changing: Promise<void> | undefined;

  async function connect(): Promise<Connection> {
    for (let attempt = 1; ; attempt += 1) {
      const address = await port.find();
      if (address) return { kind: 'attached', address };
      try {
        return { kind: 'hosting', service: await port.start(handOver) };
      } catch (error) {
        const taken = error instanceof SeatkeeperError && error.code === 'SERVICE_ALREADY_RUNNING';
        if (!taken || attempt === ATTEMPTS) throw error;
      }
      await sleep(STEP_MS);
    }
  }

  /** One change at a time; who comes meanwhile waits for it. */
  function change(work: () => Promise<Connection>): Promise<void> {
    changing ??= work()
      .then((next) => {
        connection = next;
      })
      .finally(() => {
        changing = undefined;
      });
    return changing;
  }

  /** Gives the folder up and follows the daemon. Without one after all, hosts again. */
  function handOver(): void {
    void change(async () => {
      if (connection.kind === 'hosting') await connection.service.close();
      connection = { kind: 'between' };
      for (let waited = 0; waited < HAND_OVER_MS && !closed; waited += STEP_MS) {
        const address = await port.find();
        if (address) return { kind: 'attached', address };
        await sleep(STEP_MS);
      }
      return closed ? connection : connect();
    }).catch((error: unknown) => console.error('handing over failed:', error));
  }

  async function ask(request: OutgoingRequest): Promise<Response> {
    await changing;
    const asked = connection;
    const answer = await send(asked, request).catch((error: unknown) => error);
    if (!neverHeard(asked, answer)) {
      if (answer instanceof Response) return answer;
      throw answer;
    }
    if (connection === asked) await change(connect);
    return isRepeatable(request) ? send(connection, request) : errorResponse('SHUTTING_DOWN', 503);
  }

  return {
    async fetch(request) {
      if (closed) return errorResponse('SHUTTING_DOWN', 503);
      try {
        return await ask(await outgoing(request));
      } catch (error) {
        return failed(error, connection);
      }
    },
    isHosting: () => connection.kind === 'hosting',
    async close() {
      closed = true;
      await changing?.catch(() => {});
      if (connection.kind === 'hosting') await connection.service.close();
    },
  };
}

async function send(to: Connection, request: OutgoingRequest): Promise<Response> {
  if (to.kind === 'between') throw new SeatkeeperError('SHUTTING_DOWN');
  return to.kind === 'hosting' ? to.service.fetch(toLocalRequest(request)) : forward(request, to.address);
}

/** Nobody was there, or somebody who does not know our token: the service was stopped or started anew. */
function neverHeard(asked: Connection, answer: unknown): boolean {
  if (asked.kind !== 'attached') return asked.kind === 'between';
  if (answer instanceof Response) return answer.status === 401;
  const cause = (answer as { cause?: { code?: unknown } }).cause;
  return cause?.code === 'ECONNREFUSED';
}

function failed(error: unknown, connection: Connection): Response {
  if (error instanceof RequestTooLarge) return errorResponse('BODY_TOO_LARGE', 413, { limit: '1 MiB' });
  if (error instanceof SeatkeeperError) return errorResponse(error.code, 503, error.params);
  console.error('a request of the console failed:', error);
  const url = connection.kind === 'attached' ? connection.address.url : 'this console';
  const detail = error instanceof Error ? error.message : String(error);
  return errorResponse('SERVICE_UNREACHABLE', 503, { url, detail });
}
