/** Which way leads to the licensing server: directly, through a proxy, or as the host's own `fetch` knows (LICENSING 4). */
import { isLoopbackHost } from '../config-schema.ts';

export type Route =
  | { readonly kind: 'direct' }
  /** The desktop console's `fetch` asks the system for the proxy; nobody else can tell which it is. */
  | { readonly kind: 'system' }
  | { readonly kind: 'proxy'; readonly proxy: URL };

/** `http://user:password@host:port` or `direct`; undefined if it is neither. */
export function parseProxy(text: string): string | undefined {
  if (text.toLowerCase() === 'direct') return 'direct';
  return proxyUrl(text)?.href.replace(/\/+$/, '');
}

function proxyUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.pathname === '/' && url.search === '' && url.hash === '' ? url : undefined;
}

export interface RouteFacts {
  /** The setting: http://host:port, `direct`; empty: the system's. */
  readonly setting: string;
  /** The host brought a `fetch` that honors the system's proxy. */
  readonly systemFetch: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export function routeTo(url: string, { setting, systemFetch, env }: RouteFacts): Route {
  if (setting === 'direct') return { kind: 'direct' };
  const set = proxyUrl(setting);
  if (set) return { kind: 'proxy', proxy: set };
  if (systemFetch) return { kind: 'system' };
  const proxy = environmentProxy(new URL(url), env);
  return proxy ? { kind: 'proxy', proxy } : { kind: 'direct' };
}

/** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as curl and Node read them. This machine is never asked for through a proxy. */
function environmentProxy(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const variable = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (isLoopbackHost(host) || isExempt(host, portOf(url), variable('NO_PROXY'))) return undefined;
  const text = variable(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  return text === '' ? undefined : proxyUrl(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
}

export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

function isExempt(host: string, port: number, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      const suffix = name.replace(/^\*?\./, '');
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}
