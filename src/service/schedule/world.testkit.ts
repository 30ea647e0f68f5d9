/** A server that lives by a clock of its own: real store, real vendor on loopback, real programs in a folder. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { REFERENCE } from '../../core/license/license.testkit.ts';
import type { ModuleId } from '../../core/seats/modules.ts';
import { createClosing } from '../closing.ts';
import { parseConfig } from '../config.ts';
import { createEventHub } from '../events.ts';
import { START, type TestVendor, testFolder, testVendor } from '../licensing/licensing.testkit.ts';
import { createLicensing, type Licensing, type LicensingDeps } from '../licensing/licensing.ts';
import { createLife, type Life } from '../life.ts';
import type { Usage } from '../seats/usage.ts';
import type { ServiceCommands } from '../service-commands.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Scheduler } from './scheduler.ts';
import type { Time } from './time.ts';
import { type TestTimers, testTimers } from './timers.testkit.ts';

/** A service whose programs keep a file while it runs. */
export interface TestService {
  readonly commands: ServiceCommands;
  running(): boolean;
  /** As an administrator would, without Seatkeeper. */
  set(running: boolean): void;
  /** Lines `stop` and `start`, as its programs were run. */
  calls(): string[];
}

export interface Behavior {
  /** Instead of stopping: hangs, exits 1; `missing`: the program is not there. */
  readonly stop?: 'hangs' | 'fails' | 'missing';
}

export function testService(folder: string, name: string, { stop }: Behavior = {}): TestService {
  const [file, calls] = [join(folder, `${name}.running`), join(folder, `${name}.calls`)];
  const script = (verb: string, body: string): string[] => {
    const path = join(folder, `${name}-${verb}`);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return [path];
  };
  const stopping = { hangs: 'exec sleep 600', fails: 'echo cannot; exit 1', missing: '' };
  writeFileSync(file, '');
  return {
    commands: {
      stop:
        stop === 'missing'
          ? [join(folder, 'is-not-there')]
          : script('stop', `echo stop >> ${calls}; ${stop ? stopping[stop] : `rm ${file}`}`),
      start: script('start', `echo start >> ${calls}; touch ${file}`),
      status: script('status', `test -e ${file}`),
      timeoutMs: stop === 'hangs' ? 100 : 10_000,
    },
    running: () => existsSync(file),
    set: (running) => (running ? writeFileSync(file, '') : rmSync(file, { force: true })),
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
  };
}

export interface Server {
  readonly licensing: Licensing;
  readonly scheduler: Scheduler;
  readonly lifecycle: Lifecycle;
  readonly usage: Usage;
  readonly life: Life;
  readonly store: Store;
  close(): Promise<void>;
}

export interface TestWorld {
  readonly timers: TestTimers;
  readonly vendor: TestVendor;
  readonly folder: string;
  /** Can the vendor be reached? */
  reachable: boolean;
  /** The setting. */
  timeZone: string;
  /** The server that runs now. */
  server: Server;
  /** On the same folder, without saying goodbye; `down`: for how long, on the wall. */
  restart(options?: { down?: number; referenceId?: string }): Promise<void>;
  pass(ms: number): Promise<void>;
  /** `kind/occasion`, in the order in which they entered the outbox. */
  notices(): Promise<string[]>;
  /** Lines of a log that was committed, oldest first. */
  lines(log: 'error' | 'system'): Promise<string[]>;
  phase(): string;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly start?: number;
  readonly timeZone?: string;
  readonly services?: Partial<Record<ModuleId, ServiceCommands>>;
}

export async function openWorld({
  start = START,
  timeZone = 'Europe/Berlin',
  services = {},
}: WorldOptions = {}): Promise<TestWorld> {
  const timers = testTimers(start);
  const folder = await testFolder();
  // The vendor's clock is always right.
  const vendor = await testVendor({ now: () => start + timers.uptime() });
  let referenceId = REFERENCE;
  let uptimeBase = 0;
  const time: Time = { now: timers.now, uptime: () => timers.uptime() - uptimeBase, after: timers.after };

  const open = async (): Promise<Server> => {
    const closing = createClosing();
    const store = await openStore({ file: join(folder, 'control.db'), backups: join(folder, 'backups') });
    closing.add(() => store.close());
    const events = createEventHub();
    const config = { ...parseConfig('', '', {}), services };
    const settings = {
      timeZone: () => world.timeZone,
      keepLogsDays: () => 0,
      notices: () => ({ smtp: '', from: '', postmaster: 'p@example.com', vendor: '', also: [] }),
    };
    const log = pino({ level: 'silent' });
    const hostname = 'mail.example.com';
    const life = createLife({ dataFolder: folder, config, store, time, events, settings, hostname, log }, closing);
    const reach: LicensingDeps['fetch'] = (url, init) => fetch(world.reachable ? url : url.replace(/:\d+/, ':9'), init);
    const licensing = await createLicensing({
      ...vendor.trust,
      clock: time,
      time,
      store,
      events,
      machine: { referenceId },
      development: false,
      fetch: reach,
      version: '0.1.0',
      hostname,
      timeZone: settings.timeZone,
      record: life.record,
    });
    const { scheduler, lifecycle, usage } = life.over(licensing);
    scheduler.start();
    await scheduler.idle();
    return { licensing, scheduler, lifecycle, usage, life, store, close: () => closing.close() };
  };

  const world: TestWorld = {
    timers,
    vendor,
    folder,
    reachable: true,
    timeZone,
    server: undefined as unknown as Server,
    async restart({ down = 0, referenceId: machine } = {}) {
      await world.server.close();
      await timers.pass(down, async () => {});
      uptimeBase = timers.uptime();
      referenceId = machine ?? referenceId;
      world.server = await open();
    },
    pass: (ms) => timers.pass(ms, () => world.server.scheduler.idle()),
    async notices() {
      const rows = await world.server.store.read
        .selectFrom('notice')
        .select(['kind', 'occasion'])
        .orderBy('id')
        .execute();
      return rows.map(({ kind, occasion }) => `${kind}/${occasion}`);
    },
    async lines(log) {
      await world.server.life.logs.flush();
      const { rows } = await world.server.life.logs.read({ log, filter: '', cursor: null, limit: 1000 });
      return rows.map(({ line }) => line.replace(/^.*?\d\d:\d\d:\d\d /, '')).reverse();
    },
    phase: () => world.server.licensing.phase(),
    close: () => world.server.close(),
  };
  world.server = await open();
  return world;
}
