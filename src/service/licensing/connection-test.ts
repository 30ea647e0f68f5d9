/** "Test connection": name resolution, connect, TLS and answer, told apart (LICENSING 4). */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ConnectionTest } from '../../contract/schemas-notices.ts';
import { failureInWords } from './connection-failure.ts';
import type { Fetch } from './network.ts';
import { portOf, type Route } from './proxy.ts';

export interface ConnectionTestDeps {
  readonly route: Route;
  /** Over that route. */
  readonly fetch: Fetch;
  /** For each step. */
  readonly timeoutMs?: number;
}

type Step = ConnectionTest['steps'][number];
/** What a step found, in words; it throws what is wrong. */
type Work = (signal: AbortSignal) => Promise<string>;

const STEP_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** `server` without a slash at the end. Never throws for what the network does. */
export async function testConnection(server: string, deps: ConnectionTestDeps): Promise<Omit<ConnectionTest, 'proxy'>> {
  const { route } = deps;
  const url = new URL(server);
  const sockets: Socket[] = [];
  const steps: Step[] = [];
  const take = async (step: Step['step'], work: Work): Promise<boolean> => {
    const signal = AbortSignal.timeout(deps.timeoutMs ?? STEP_TIMEOUT_MS);
    try {
      steps.push({ step, ok: true, detail: await Promise.race([work(signal), failsWith(signal)]) });
      return true;
    } catch (error) {
      steps.push({ step, ok: false, detail: error instanceof Wrong ? error.message : failureInWords(error) });
      return false;
    }
  };
  const reach =
    (await take('name', () => resolveName(route, url))) &&
    (await take('connect', async (signal) => {
      sockets.push(await connect(route, url, signal));
      return connectedTo(route, url);
    })) &&
    (await take('tls', async (signal) => {
      if (url.protocol === 'http:') return 'not used: the address begins with http://';
      return certificateOf(await secure(url, sockets, signal));
    }));
  // Only the outermost, which takes the others along: destroyed from the inside, Node crashes.
  sockets.at(-1)?.destroy();
  // A proxy that only the host's fetch knows may lead where nothing else does.
  const unseen = route.kind === 'system' && !reach;
  if (!reach && !unseen) return { url: server, ok: false, steps };
  const found = unseen ? steps.splice(0) : [];
  const answered = await take('answer', (signal) => ask(server, deps.fetch, signal));
  if (unseen && !answered) return { url: server, ok: false, steps: found };
  const earlier = found.length === 0 ? [] : SEEN_BY_PROXY;
  return { url: server, ok: answered, steps: [...earlier, ...steps] };
}

const SEEN_BY_PROXY: readonly Step[] = (['name', 'connect', 'tls'] as const).map((step) => ({
  step,
  ok: true,
  detail: 'left to the system’s proxy',
}));

/** What is wrong, in words already. */
class Wrong extends Error {}

const failsWith = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');
/** The proxy, where there is one: only that is looked up and connected to from here. */
const nextHop = (route: Route, url: URL): URL => (route.kind === 'proxy' ? route.proxy : url);

async function resolveName(route: Route, url: URL): Promise<string> {
  const hop = nextHop(route, url);
  const host = bare(hop.hostname);
  const who = route.kind === 'proxy' ? `the proxy ${host}` : host;
  if (isIP(host) !== 0) return `${who} is an address, no name`;
  const found = await lookup(host, { all: true });
  return `${who} is ${found.map(({ address }) => address).join(', ')}`;
}

const connectedTo = (route: Route, url: URL): string => {
  const target = `${bare(url.hostname)} port ${portOf(url)}`;
  return route.kind === 'proxy' ? `to ${target} through the proxy ${route.proxy.host}` : `to ${target}`;
};

/** A proxy passes plain requests on by itself; for TLS it is asked for a tunnel. */
async function connect(route: Route, url: URL, signal: AbortSignal): Promise<Socket> {
  if (route.kind === 'proxy' && url.protocol === 'https:') return tunnel(route.proxy, url, signal);
  const hop = nextHop(route, url);
  const socket = connectTcp({ host: bare(hop.hostname), port: portOf(hop) });
  return opened(socket, 'connect', signal);
}

function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => void socket.destroy();
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once(event, () => {
      signal.removeEventListener('abort', giveUp);
      resolve(socket);
    });
    // Stays: a connection may break when nobody waits for it any more.
    socket.on('error', reject);
    socket.once('close', () => reject(new Wrong('the connection was closed')));
  });
}

function tunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${portOf(url)}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const auth = proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: bare(proxy.hostname),
      port: portOf(proxy),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...auth },
      agent: false,
    });
    const giveUp = (): void => void request.destroy();
    signal.addEventListener('abort', giveUp, { once: true });
    request.on('connect', (response, socket) => {
      signal.removeEventListener('abort', giveUp);
      socket.on('error', () => {});
      if (response.statusCode === 200) return resolve(socket as Socket);
      socket.destroy();
      reject(new Wrong(`the proxy refuses it: HTTP ${response.statusCode}`));
    });
    request.on('response', (response) => {
      response.destroy();
      reject(new Wrong(`the proxy refuses it: HTTP ${response.statusCode}`));
    });
    request.on('error', reject);
    request.end();
  });
}

function secure(url: URL, sockets: Socket[], signal: AbortSignal): Promise<TLSSocket> {
  const host = bare(url.hostname);
  const socket = connectTls({ socket: sockets[0], host, ...(isIP(host) === 0 ? { servername: host } : {}) });
  sockets.push(socket);
  return opened(socket, 'secureConnect', signal);
}

function certificateOf(socket: TLSSocket): string {
  const { issuer, valid_to: until } = socket.getPeerCertificate();
  const by = issuer?.O ?? issuer?.CN;
  return [socket.getProtocol() ?? 'TLS', by ? `issued by ${by}` : '', until ? `valid until ${until}` : '']
    .filter((part) => part !== '')
    .join(', ');
}

/** What INTERFACES 3 says of /healthz; anything else is somebody else's answer. */
async function ask(server: string, fetch: Fetch, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${server}/healthz`, { redirect: 'manual', signal });
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await response.body?.cancel().catch(() => {});
    throw new Wrong(`it redirects elsewhere: a captive portal or a proxy. ${SIGN_IN}`);
  }
  const text = await readCapped(response);
  if (status === 407) throw new Wrong('the proxy wants a user name and a password');
  if (status >= 500) throw new Wrong(`HTTP ${status}: the licensing server, or a proxy before it, is out of order`);
  if (status === 200 && isHealthy(text)) return 'the licensing server answers';
  const type = response.headers.get('content-type')?.split(';', 1)[0] ?? 'no content type';
  throw new Wrong(`something other than the licensing server answered (HTTP ${status}, ${type}). ${SIGN_IN}`);
}
const SIGN_IN = 'Sign in to the network, or correct the address.';

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Wrong(`something other than the licensing server answered. ${SIGN_IN}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isHealthy(text: string): boolean {
  try {
    return (JSON.parse(text) as { product?: unknown } | null)?.product === 'Seatkeeper licensing server';
  } catch {
    return false;
  }
}
