/** A simulated server: machine, disk, and the service that lives on them, one process after the other. */
import type { LicenseDocument } from '../core/license/document.ts';
import type { Scheduler } from '../service/schedule/scheduler.ts';
import type { Agenda } from './agenda.ts';
import type { Disk } from './disk.ts';
import { beginLife, busy, type Life, type Moment, type Process } from './life.ts';
import type { Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { BrokenPrograms } from './programs.ts';
import type { Random } from './random.ts';
import type { Rules } from './rules.ts';
import type { CrashPoint } from './scenario.ts';
import { scheduleLife } from './scheduled.ts';
import type { Vendor } from './vendor.ts';

/** Told of everything that a server does and suffers. */
export interface Observer {
  /** Somebody or something from outside acts on the server: what was foreseen holds no more. */
  disturbed(): void;
  booted(): void;
  down(): void;
  decided(moment: Moment): void;
  committed(moment: Moment): void;
  settingsChanged(): void;
  /** The disk is another one now. */
  anotherDisk(): void;
  /** After everything that happens in the world, when all is quiet. */
  quiet(): void;
}

export interface Server {
  readonly name: string;
  readonly world: Surroundings;
  machine: Machine;
  disk: Disk;
  life: Life | undefined;
  scheduler: Scheduler | undefined;
  process: Process;
  readonly broken: BrokenPrograms[];
  diskFull: number;
  armed: { readonly point: CrashPoint; readonly down: number } | undefined;
  /** By so much clocks have skipped time in a way that looks like downtime, or is too little to see: ms. */
  skipped: number;
  /** The clock has gone forward by so much since the service has looked at it last, ms. */
  unseen: number;
  /** Documents that were in force, with the true time. */
  readonly history: { readonly at: number; readonly document: LicenseDocument }[];
  readonly cancelBoot: { now: () => void };
  observer: Observer;
  isUp(): boolean;
}

/** What servers live in. */
export interface Surroundings {
  readonly agenda: Agenda;
  readonly rules: Rules;
  readonly random: Random;
  readonly network: Network;
  readonly vendor: Vendor;
  readonly skipLooks: boolean;
  readonly committed: (server: Server, moment: Moment) => void;
  readonly unexpected: (server: Server, error: unknown) => void;
}

const QUIET: Observer = {
  disturbed() {},
  booted() {},
  down() {},
  decided() {},
  committed() {},
  settingsChanged() {},
  anotherDisk() {},
  quiet() {},
};

export function createServer(name: string, world: Surroundings, machine: Machine, disk: Disk): Server {
  const server: Server = {
    name,
    world,
    machine,
    disk,
    life: undefined,
    scheduler: undefined,
    process: { over: true, busy: 0, running: 0 },
    broken: [],
    diskFull: 0,
    armed: undefined,
    skipped: 0,
    unseen: 0,
    history: [],
    cancelBoot: { now: () => {} },
    observer: QUIET,
    isUp: () => !server.process.over,
  };
  return server;
}

/** Starts the service. */
export function boot(server: Server): void {
  const { world } = server;
  const process: Process = { over: false, busy: 0, running: 0 };
  server.process = process;
  server.observer.booted();
  const live = async (): Promise<void> => {
    const life = await beginLife(lifeOf(server, process));
    if (process.over) return;
    server.life = life;
    server.scheduler = scheduleLife(life);
    server.scheduler.start();
  };
  busy({ process }, live).catch((error: unknown) => {
    // A service that cannot store its first step ends, and is started again.
    if (server.diskFull > 0) halt(server, 10 * 60_000);
    else world.unexpected(server, error);
  });
}

function lifeOf(server: Server, process: Process): Parameters<typeof beginLife>[0] {
  const { agenda, rules, random, network, vendor, skipLooks } = server.world;
  return {
    process,
    agenda,
    rules,
    random,
    network,
    vendor,
    skipLooks,
    disk: server.disk,
    machine: server.machine,
    broken: server.broken,
    diskFull: () => server.diskFull > 0,
    crashesAt: (point) => crashes(server, process, point),
    decided: (moment) => server.observer.decided(moment),
    committed: (moment) => {
      server.unseen = 0;
      server.observer.committed(moment);
      server.world.committed(server, moment);
    },
    sent: (notice) => ({ notice, at: agenda.now(), skipped: server.skipped }),
    installed: (document) => server.history.push({ at: agenda.now(), document }),
    programsFailed: () => server.observer.disturbed(),
    unexpected: (error) => server.world.unexpected(server, error),
  };
}

function crashes(server: Server, process: Process, point: CrashPoint): boolean {
  const { armed } = server;
  if (armed?.point !== point) return process.over;
  server.armed = undefined;
  halt(server, armed.down);
  return true;
}

/** Ends the service as a power cut does; it starts again after so long (null: never). Down already: nothing new. */
export function halt(server: Server, down: number | null): void {
  if (!server.isUp() && down !== null) return;
  const { agenda } = server.world;
  server.process.over = true;
  server.skipped += server.unseen;
  server.unseen = 0;
  server.scheduler?.close();
  server.scheduler = undefined;
  server.life = undefined;
  server.observer.down();
  server.cancelBoot.now();
  if (down !== null) server.cancelBoot.now = agenda.at(agenda.now() + down, () => boot(server));
}
