/** Starts the control service on a data folder: the daemon and a hosting console call this, and nothing else. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { SeatkeeperError } from '../contract/errors.ts';
import { type Api, createApi } from './api/api.ts';
import { createAudit } from './api/audit.ts';
import { type Listener, listen } from './api/listen.ts';
import { consoleAddress } from './api/pages.ts';
import { refusal } from './api/responses.ts';
import { createRouter } from './api/router.ts';
import { createSessions } from './api/sessions.ts';
import { createUploads } from './api/uploads.ts';
import { wireError } from './api/wire-errors.ts';
import { endInterrupted } from './audit/record.ts';
import { createBackups } from './backup/backups.ts';
import { VERSION } from './build-facts.ts';
import type { Clock } from './clock.ts';
import { type Closing, createClosing } from './closing.ts';
import { type Config, loadConfig } from './config.ts';
import { isLoopbackHost, parseListen } from './config-schema.ts';
import { openDataFolder, renewLocalToken } from './folder.ts';
import { openLog, type ServiceLog } from './log.ts';
import { openParts, type Parts } from './parts.ts';
import { builtRendererFolder } from './renderer-folder.ts';
import { acquireFolder, announce, type HostKind, withdraw } from './running.ts';
import { systemTime, type Time, timeOf } from './schedule/time.ts';
import { after } from './schedule/timers.ts';
import { supportBundle } from './support/bundle.ts';

export interface StartOptions {
  readonly dataFolder: string;
  readonly host: HostKind;
  /** Twins of seatkeeper.toml, SEATKEEPER_LOG; this process's unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Instead of seatkeeper.toml and its twins. */
  readonly config?: Config;
  /** host:port instead of the configuration's; `:0` picks a free port. */
  readonly http?: string;
  readonly demo?: boolean;
  /** It only passes; for a clock that jumps give `time`. */
  readonly clock?: Clock;
  readonly time?: Time;
  /** Where log lines go; stderr unless given. */
  readonly log?: (line: string) => void;
  /** The console's bundle; found beside the running file unless given. */
  readonly rendererFolder?: string;
  /** One that honors the system's proxy, where there is one. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** A daemon takes over: the service has begun to close, and the host attaches to the daemon next. */
  readonly onYield?: () => void;
}

export interface RunningService {
  /** The loopback listener, without a slash at the end. */
  readonly url: string;
  /** Answers as to this machine's administrator. Of the request's address only path and query count. */
  fetch(request: Request): Promise<Response>;
  /** An address that signs one browser in, within 15 minutes. */
  mintConsoleLink(): string;
  /** Ends everything in order; the lock is free when it resolves. May be called again. */
  close(): Promise<void>;
}

/** For answers under way when the service closes; a console must be gone within 5 s (DESIGN 4). */
const GRACE_MS = 1_000;

/**
 * Throws, and leaves nothing running: SERVICE_ALREADY_RUNNING, DATA_FOLDER_*, DATABASE_DAMAGED, CONFIG_INVALID,
 * PORT_IN_USE.
 */
export async function startService(options: StartOptions): Promise<RunningService> {
  const closing = createClosing();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.close().catch(() => {}); // the first failure is the one to tell
    throw error;
  }
}

async function start(options: StartOptions, closing: Closing): Promise<RunningService> {
  const { dataFolder, host } = options;
  const env = options.env ?? process.env;
  const time = options.time ?? (options.clock ? timeOf(options.clock) : systemTime);
  const serviceLog = openLog(env, options.log ?? ((line) => process.stderr.write(line)));
  const { log } = serviceLog;
  openDataFolder(dataFolder);
  const config = options.config ?? loadConfig(dataFolder, env);
  const lock = await acquireFolder(dataFolder, host);
  closing.add(() => lock.release());
  // What a killed process left behind would send others to a wrong address.
  withdraw(dataFolder);
  const around = { dataFolder, config, env, time, log, systemFetch: options.fetch };
  const parts = await openParts(around, closing);
  const { api, listener, consoleLink } = await openApi(options, parts, { config, clock: time, serviceLog, closing });
  announce(dataFolder, { pid: process.pid, url: listener.url, host });
  closing.add(() => withdraw(dataFolder));
  if (config.listen.https !== '') log.warn('listen.https is set, but this version serves this machine only');
  parts.logs.start();
  parts.notices.start();
  parts.scheduler.start();
  log.info({ url: listener.url, dataFolder, host, version: VERSION }, 'listening');

  let closed = false;
  const close = async (): Promise<void> => {
    closed = true;
    await closing.close();
  };
  closing.add(() => {
    closed = true;
    log.info('closing');
  });
  return {
    url: listener.url,
    fetch: async (request) => {
      if (closed) return refusal(new URL(request.url).pathname, wireError('SHUTTING_DOWN'));
      return api.inProcess(request);
    },
    mintConsoleLink: consoleLink,
    close,
  };
}

interface Around {
  readonly config: Config;
  readonly clock: Clock;
  readonly serviceLog: ServiceLog;
  readonly closing: Closing;
}

/** The API over the parts, and the listener that others reach it by. */
async function openApi(
  options: StartOptions,
  parts: Parts,
  { config, clock, serviceLog, closing }: Around,
): Promise<{ api: Api; listener: Listener; consoleLink: () => string }> {
  const { host, dataFolder } = options;
  const { log, lastLines } = serviceLog;
  const { store, license, accounts, settings, downloads } = parts;
  const uploads = createUploads(dataFolder, config.uploads.maxBytes);
  closing.add(() => uploads.close());
  const backups = createBackups({
    ...parts,
    dataFolder,
    clock,
    hostname: hostname(),
    version: VERSION,
    log,
  });
  await backups.finish();
  await endInterrupted(store);
  const sessions = createSessions(clock);
  const localToken = renewLocalToken(dataFolder);
  let api: Api | undefined;
  const listener = await openListener(options, config, log, (request, loopback) =>
    api ? api.overHttp(request, loopback) : Promise.reject(new SeatkeeperError('SHUTTING_DOWN')),
  );
  closing.add(() => listener.close(GRACE_MS));
  closing.add(() => parts.events.publish({ type: 'bye' }));
  const consoleLink = (): string => consoleAddress(listener.url, sessions.mintLink());
  const router = createRouter({
    ...parts,
    version: VERSION,
    host,
    demo: options.demo ?? false,
    log,
    audit: createAudit(store, clock),
    uploads,
    backups,
    supportBundle: () =>
      supportBundle({
        version: VERSION,
        host,
        clock,
        config,
        store,
        lastLines,
        license: license.read,
        accounts: accounts.summary,
        settings: () => settings.variables({ name: '*' }),
      }),
    consoleLink,
    yieldHost: () => yieldTo(options, closing),
  });
  const auth = { localToken, sessions, cookieName: `seatkeeper-${listener.port}` };
  const rendererFolder = options.rendererFolder ?? builtRendererFolder();
  api = createApi({ router, uploads, downloads, auth, version: VERSION, rendererFolder, log });
  return { api, listener, consoleLink };
}

function yieldTo({ host, onYield }: StartOptions, closing: Closing): boolean {
  if (host !== 'console' || !onYield) return false;
  // Once the answer is on its way. The end does not depend on the host's doing its part.
  after(0, () => {
    void closing.close();
    onYield();
  });
  return true;
}

/** A console that nobody told where to listen takes any port: its page needs none, and `tool` finds it. */
async function openListener(
  options: StartOptions,
  config: Config,
  log: Logger,
  answer: (request: Request, loopback: boolean) => Promise<Response>,
): Promise<Listener> {
  const wanted = parseListen(options.http ?? config.listen.http);
  if (!wanted || !isLoopbackHost(wanted.host)) {
    throw new SeatkeeperError('CONFIG_INVALID', { file: '--http', detail: 'it must be 127.0.0.1:PORT, or :0' });
  }
  const mayMove = options.host === 'console' && options.http === undefined && config.listen.httpIsDefault;
  try {
    return await listen(wanted, answer);
  } catch (error) {
    if (!mayMove || !(error instanceof SeatkeeperError) || error.code !== 'PORT_IN_USE') throw error;
    log.info({ port: wanted.port }, 'the usual port is taken; listening on a free one');
    return listen({ ...wanted, port: 0 }, answer);
  }
}
