/** The parts of the service behind its API, made by hand in the order in which they need each other (DESIGN 2). */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { SeatkeeperError } from '../contract/errors.ts';
import type { TrustedKey } from '../core/license/keys.ts';
import { loadTrustedKeys } from '../core/license/trusted-keys.ts';
import { type Accounts, createAccounts, createDomains, type Domains } from './accounts/accounts.ts';
import { toWireError } from './api/wire-errors.ts';
import { BUILD_KEYS, VERSION } from './build-facts.ts';
import type { Clock } from './clock.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createLicensing, type Licensing } from './licensing/licensing.ts';
import { machineReference } from './machine-reference.ts';
import { after } from './schedule/timers.ts';
import { createSeats, type Seats } from './seats/seats.ts';
import { openSettings, type Settings } from './settings/settings.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

export interface Surroundings {
  readonly dataFolder: string;
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

export interface Parts {
  readonly store: Store;
  readonly events: EventHub;
  readonly jobs: Jobs;
  readonly accounts: Accounts;
  readonly domains: Domains;
  readonly seats: Seats;
  readonly license: Licensing;
  readonly settings: Settings;
}

/** Whatever needs an end is put on `closing`, also when a later part fails. */
export async function openParts(around: Surroundings, closing: Closing): Promise<Parts> {
  const { dataFolder, config, env, clock, log } = around;
  const store = await openStore({ file: join(dataFolder, 'control.db'), backups: join(dataFolder, 'backups') });
  closing.add(() => store.close());
  const events = createEventHub();
  const report = (error: unknown): string => toWireError(error, log).data.correlationId ?? '';
  const jobs = createJobs({ clock, events, after, report });
  closing.add(() => jobs.close());
  const settings = await openSettings({
    store,
    sources: {
      license: () => license.read(),
      licenseXml: () => xmlOrNone(license),
      licensingUrl: config.licensing.url,
      demoOrder: env.SEATKEEPER_DEMO_ORDER ?? '',
    },
    systemTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    changed: () => events.publish({ type: 'license' }),
  });
  const license = await createLicensing({
    store,
    clock,
    events,
    machine: { referenceId: await machineReference(dataFolder, config.licensing.development, env) },
    trustedKeys: allKeys(config),
    development: config.licensing.development,
    licensingUrl: config.licensing.url,
    fetch: around.fetch,
    version: VERSION,
    hostname: hostname(),
    timeZone: settings.timeZone,
  });
  const shared = { store, clock, jobs, events };
  return {
    store,
    events,
    jobs,
    settings,
    license,
    accounts: createAccounts(shared),
    domains: createDomains(shared),
    seats: createSeats({ store, jobs, entitlement: license.entitlement }),
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
