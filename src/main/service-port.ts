/** The control service as this console sees it: hosted here, or found at work on the data folder. */
import { net } from 'electron';
import { findRunningService } from '../service/running.ts';
import { startService } from '../service/start.ts';
import { proxyFetch } from './proxy-fetch.ts';
import type { ServicePort } from './router.ts';

/** `env` names what seatkeeper.toml leaves open; `demo` marks a demonstration server. */
export function servicePort(dataFolder: string, env: NodeJS.ProcessEnv, demo: boolean): ServicePort {
  const fetch = proxyFetch((url, init) => net.fetch(url, init));
  return {
    start: (onYield) => startService({ dataFolder, env, host: 'console', demo, onYield, fetch }),
    find: () => findRunningService(dataFolder),
  };
}
