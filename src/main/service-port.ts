/** The control service as this console sees it: hosted here, or found at work on the data folder. */
import { findRunningService } from '../service/running.ts';
import { startService } from '../service/start.ts';
import type { ServicePort } from './router.ts';

/** `env` names what seatkeeper.toml leaves open; `demo` marks a demonstration server. */
export const servicePort = (dataFolder: string, env: NodeJS.ProcessEnv, demo: boolean): ServicePort => ({
  start: (onYield) => startService({ dataFolder, env, host: 'console', demo, onYield }),
  find: () => findRunningService(dataFolder),
});
