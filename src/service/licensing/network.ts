/** `fetch` over the way that is configured at the moment (LICENSING 4: system proxy honored). */
import http from 'node:http';
import https from 'node:https';
import { addAbortSignal, Readable } from 'node:stream';
import { type Route, routeTo } from './proxy.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface NetworkDeps {
  /** The host's, where that honors the system's proxy. */
  readonly systemFetch: Fetch | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The setting at this moment: http://host:port, `direct`; empty: the system's. */
  readonly proxy: () => string;
}

export interface Network {
  readonly fetch: Fetch;
  /** `proxy`: instead of the setting. */
  route(url: string, proxy?: string): Route;
  over(route: Route): Fetch;
}

export function createNetwork({ systemFetch, env, proxy }: NetworkDeps): Network {
  const route = (url: string, setting = proxy()): Route =>
    routeTo(url, { setting, systemFetch: systemFetch !== undefined, env });
  const over = (way: Route): Fetch => {
    if (way.kind === 'proxy') return throughProxy(way.proxy);
    return way.kind === 'system' && systemFetch ? systemFetch : fetch;
  };
  return { route, over, fetch: (url, init) => over(route(url))(url, init) };
}

/** Node's agents speak to proxies, its `fetch` only for a whole process. Answers redirects as they are. */
function throughProxy(proxy: URL): Fetch {
  const proxyEnv = { http_proxy: proxy.href, https_proxy: proxy.href };
  return (url, init) => {
    const secure = new URL(url).protocol === 'https:';
    const agent = secure ? new https.Agent({ proxyEnv }) : new http.Agent({ proxyEnv });
    return exchange(url, init, agent);
  };
}

function exchange(url: string, init: RequestInit, agent: http.Agent): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const headers = Object.fromEntries(new Headers(init.headers));
  const options = { method: init.method ?? 'GET', headers, agent, ...(init.signal ? { signal: init.signal } : {}) };
  const request = (url.startsWith('https:') ? https : http).request(url, options, (message) => {
    if (init.signal) addAbortSignal(init.signal, message);
    resolve(responseOf(message));
  });
  request.on('error', reject);
  request.end(typeof init.body === 'string' ? init.body : undefined);
  return promise;
}

const BODILESS = new Set([204, 205, 304]);

function responseOf(message: http.IncomingMessage): Response {
  const status = message.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  if (BODILESS.has(status)) {
    message.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>, { status, headers });
}
