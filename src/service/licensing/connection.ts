/** The way to the licensing server: changed in every phase, tested step by step (LICENSING 4, 5). */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { ConnectionTest, Connection as Shown } from '../../contract/schemas-notices.ts';
import { LICENSING_PROXY, LICENSING_SERVER } from '../settings/connection-variables.ts';
import { hidePassword } from '../settings/secret-address.ts';
import type { Settings } from '../settings/settings.ts';
import { parseWebAddress } from '../web-address.ts';
import { testConnection } from './connection-test.ts';
import { createNetwork, type Fetch } from './network.ts';
import { parseProxy, type Route } from './proxy.ts';

export interface ConnectionInput {
  readonly url?: string | undefined;
  /** http://host:port, `direct`; empty: the system’s. */
  readonly proxy?: string | undefined;
}

export interface ConnectionDeps {
  readonly settings: Pick<Settings, 'licensingUrl' | 'licensingProxy' | 'setVariables'>;
  /** The host’s, where that honors the system’s proxy. */
  readonly systemFetch: Fetch | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export interface Connection {
  /** Over the way that is set at that moment. */
  readonly fetch: Fetch;
  /** Throws VALUE_INVALID; then nothing is changed. What is not given stays; empty: as configured. */
  set(input: ConnectionInput): Promise<Shown>;
  /** What is not given is taken from the settings. Throws VALUE_INVALID. */
  test(input: ConnectionInput): Promise<ConnectionTest>;
}

export function createConnection({ settings, systemFetch, env }: ConnectionDeps): Connection {
  const network = createNetwork({ systemFetch, env, proxy: settings.licensingProxy });
  return {
    fetch: network.fetch,
    async set({ url, proxy }) {
      const values = {
        ...(url === undefined ? {} : { [LICENSING_SERVER]: url }),
        ...(proxy === undefined ? {} : { [LICENSING_PROXY]: proxy }),
      };
      await settings.setVariables({ values });
      return { url: settings.licensingUrl(), proxy: hidePassword(settings.licensingProxy()) };
    },
    async test({ url, proxy }) {
      const server = url ? parseWebAddress(url.trim()) : settings.licensingUrl();
      if (server === undefined) throw invalid(LICENSING_SERVER, url ?? '');
      const route = network.route(server, proxySetting(proxy, settings.licensingProxy()));
      const tested = await testConnection(server, { route, fetch: network.over(route) });
      return { ...tested, proxy: shownRoute(route) };
    },
  };
}

/** A proxy that is sent as it was shown, its password hidden, is the one that is set. */
function proxySetting(given: string | undefined, set: string): string {
  const text = given?.trim();
  if (text === undefined || (text !== '' && text === hidePassword(set))) return set;
  const proxy = text === '' ? '' : parseProxy(text);
  if (proxy === undefined) throw invalid(LICENSING_PROXY, text);
  return proxy;
}

const invalid = (variable: string, value: string): SeatkeeperError =>
  new SeatkeeperError('VALUE_INVALID', {
    variable,
    value: hidePassword(value).slice(0, 80),
    detail: variable === LICENSING_PROXY ? 'http://host:port, direct, or empty' : 'an http:// or https:// address',
  });

const shownRoute = (route: Route): string =>
  route.kind === 'proxy' ? hidePassword(route.proxy.href.replace(/\/+$/, '')) : route.kind;
