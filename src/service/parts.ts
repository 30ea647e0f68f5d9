/** The parts of the service behind its API, made by hand in the order in which they need each other (DESIGN 2). */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { SeatkeeperError } from '../contract/errors.ts';
import type { TrustedKey } from '../core/license/keys.ts';
import { loadTrustedKeys } from '../core/license/trusted-keys.ts';
import { isTrusted, readClock } from '../core/lifecycle/clock.ts';
import { type Accounts, createAccounts, createDomains, type Domains } from './accounts/accounts.ts';
import { toWireError } from './api/wire-errors.ts';
import { type AuditTrail, createTrail } from './audit/trail.ts';
import { BUILD_KEYS, VERSION } from './build-facts.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { createDownloads, type Downloads } from './downloads.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { type Connection, createConnection } from './licensing/connection.ts';
import { createLicensing, type Licensing } from './licensing/licensing.ts';
import type { Fetch } from './licensing/network.ts';
import { createLife } from './life.ts';
import type { Logs } from './logs/logs.ts';
import { machineReference } from './machine-reference.ts';
import type { Notices } from './notices/notices.ts';
import type { Lifecycle } from './schedule/lifecycle.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { Time } from './schedule/time.ts';
import { type Access, createAccess } from './seats/access.ts';
import { createSeats, type Seats } from './seats/seats.ts';
import type { Usage } from './seats/usage.ts';
import { openSettings, type Settings } from './settings/settings.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

export interface Surroundings {
  readonly dataFolder: string;
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly time: Time;
  readonly log: Logger;
  /** The host's, where that honors the system's proxy. */
  readonly systemFetch: Fetch | undefined;
}

export interface Parts {
  readonly store: Store;
  readonly events: EventHub;
  readonly jobs: Jobs;
  readonly accounts: Accounts;
  readonly domains: Domains;
  readonly seats: Seats;
  readonly access: Access;
  readonly usage: Usage;
  readonly trail: AuditTrail;
  readonly downloads: Downloads;
  readonly license: Licensing;
  readonly settings: Settings;
  readonly lifecycle: Lifecycle;
  /** To be started when everything else is ready. */
  readonly scheduler: Scheduler;
  readonly logs: Logs;
  readonly notices: Notices;
  readonly connection: Connection;
}

/** Whatever needs an end is put on `closing`, also when a later part fails. */
export async function openParts(around: Surroundings, closing: Closing): Promise<Parts> {
  const { dataFolder, config, env, time, log } = around;
  const clock = time;
  const store = await openStore({ file: join(dataFolder, 'control.db'), backups: join(dataFolder, 'backups') });
  closing.add(() => store.close());
  const downloads = createDownloads(dataFolder);
  closing.add(() => downloads.close());
  // After the jobs: one that writes would keep it waiting.
  let access: Access | undefined;
  closing.add(() => access?.close());
  const events = createEventHub();
  const report = (error: unknown): string => toWireError(error, log).data.correlationId ?? '';
  const jobs = createJobs({ clock, events, after: time.after, report });
  closing.add(() => jobs.close());
  const settings = await openSettings({
    store,
    sources: {
      license: () => license.read(),
      licenseXml: () => xmlOrNone(license),
      demoOrder: env.SEATKEEPER_DEMO_ORDER ?? '',
    },
    defaults: {
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      licensingUrl: config.licensing.url,
      notices: config.notices,
    },
    changed: (names) => {
      events.publish({ type: 'license' });
      scheduler.nudge();
      if (names.some((name) => name.startsWith('c_notice'))) life.notices.settingsChanged();
    },
  });
  const connection = createConnection({ settings, systemFetch: around.systemFetch, env });
  const life = createLife({ dataFolder, config, store, time, events, settings, hostname: hostname(), log }, closing);
  const license = await createLicensing({
    store,
    clock,
    time,
    record: life.record,
    events,
    machine: { referenceId: await machineReference(dataFolder, config.licensing.development, env) },
    trustedKeys: allKeys(config),
    development: config.licensing.development,
    get licensingUrl() {
      return settings.licensingUrl();
    },
    fetch: connection.fetch,
    version: VERSION,
    hostname: hostname(),
    timeZone: settings.timeZone,
  });
  const { scheduler, lifecycle, usage } = life.over(license);
  const { watch } = license;
  access = await createAccess({
    store,
    events,
    after: time.after,
    log,
    entitlement: license.entitlement,
    now: watch.now,
    clockTrusted: () => isTrusted(readClock(watch.state().clock, watch.reading()).clock),
    // A module with a program of its own is stopped by that; started by hand, it serves until midnight.
    stopped: (module) => watch.state().modulesStopped[module] !== undefined && !life.programs.modules.includes(module),
  });
  const shared = { store, clock, jobs, events, downloads, timeZone: settings.timeZone };
  return {
    store,
    events,
    jobs,
    settings,
    license,
    lifecycle,
    scheduler,
    access,
    connection,
    logs: life.logs,
    notices: life.notices,
    accounts: createAccounts(shared),
    domains: createDomains(shared),
    seats: createSeats({ ...shared, entitlement: license.entitlement }),
    trail: createTrail(shared),
    usage,
    downloads,
  };
}

/** Throws CONFIG_INVALID when the configuration names a key as the build does: it must not replace it. */
function allKeys({ licensing }: Config): readonly TrustedKey[] {
  const loaded = loadTrustedKeys([...BUILD_KEYS, ...licensing.trustedKeys]);
  if (!loaded.ok)
    throw new SeatkeeperError('CONFIG_INVALID', { file: 'licensing.trusted_keys', detail: loaded.problem });
  return loaded.keys;
}

async function xmlOrNone(license: Licensing): Promise<string> {
  try {
    return (await license.export()).xml;
  } catch (error) {
    if (error instanceof SeatkeeperError && error.code === 'NO_LICENSE') return '';
    throw error;
  }
}
