/** One run of the simulated service, from its start to its end or crash: the real watch over a disk in memory. */

import type { LicenseDocument } from '../core/license/document.ts';
import { matchReferenceIds } from '../core/license/reference-id.ts';
import { afterMachineCheck, withLicense } from '../core/lifecycle/changes.ts';
import type { Now } from '../core/lifecycle/clock.ts';
import type { Notice } from '../core/lifecycle/effects.ts';
import { parseWatchState } from '../core/lifecycle/parse-state.ts';
import { watchDocument } from '../core/lifecycle/watch-license.ts';
import type { WatchState } from '../core/lifecycle/watch-state.ts';
import type { Step } from '../core/lifecycle/work.ts';
import { openWatch, type Watch, type WatchStore } from '../service/schedule/watch.ts';
import type { Agenda } from './agenda.ts';
import type { Disk, Sent } from './disk.ts';
import type { Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { BrokenPrograms } from './programs.ts';
import type { Random } from './random.ts';
import type { Rules } from './rules.ts';
import type { CrashPoint } from './scenario.ts';
import type { Vendor } from './vendor.ts';

/** A step that was decided. */
export interface Moment {
  /** True time. */
  readonly at: number;
  readonly before: WatchState;
  readonly now: Now;
  readonly step: Step;
  /** In this life of the service. */
  readonly first: boolean;
}

/** A process: what waits for something goes on only while it is alive. */
export interface Process {
  over: boolean;
  /** Questions and programs under way. */
  busy: number;
  /** Work under way that waits for nothing but its turn. */
  running: number;
}

export interface LifeDeps {
  readonly process: Process;
  readonly agenda: Agenda;
  readonly rules: Rules;
  readonly random: Random;
  readonly disk: Disk;
  readonly machine: Machine;
  readonly network: Network;
  readonly vendor: Vendor;
  readonly broken: readonly BrokenPrograms[];
  readonly diskFull: () => boolean;
  /** Crashes here, if that is wanted; the process is over then. */
  readonly crashesAt: (point: CrashPoint) => boolean;
  /** Leave out looks at the clock that find nothing. */
  readonly skipLooks: boolean;
  /** A step was decided, before it is stored. */
  readonly decided: (moment: Moment) => void;
  /** … and now it is; its notices are not in the outbox yet. */
  readonly committed: (moment: Moment) => void;
  readonly sent: (notice: Notice) => Sent;
  readonly installed: (document: LicenseDocument) => void;
  readonly programsFailed: () => void;
  /** What must not happen, even here. */
  readonly unexpected: (error: unknown) => void;
}

export interface Life extends LifeDeps {
  readonly watch: Watch;
  readonly wait: (ms: number) => Promise<void>;
}

/** Never resolves: the process that waited for it is gone. */
export const never = (): Promise<never> => new Promise(() => {});

export const DISK_FULL = 'no space left on the simulated disk';

/** Opens the watch and takes stock, as the service does when it starts. */
export async function beginLife(deps: LifeDeps): Promise<Life> {
  const { agenda, disk, machine, process } = deps;
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      process.running -= 1;
      agenda.at(agenda.now() + ms, () => {
        process.running += 1;
        if (!process.over) resolve();
      });
    });
  const life: Life = { ...deps, wait, watch: await openSimulatedWatch(deps) };
  const document = disk.license;
  const fits = document !== undefined && matchReferenceIds(document.machine.reference, machine.referenceId).fits;
  await life.watch.step((state, now) =>
    afterMachineCheck(withLicense(state, document ? watchDocument(document) : null), fits, now),
  );
  return life;
}

async function openSimulatedWatch(deps: LifeDeps): Promise<Watch> {
  const { agenda, disk, machine } = deps;
  let decided: Moment | undefined;
  let first = true;
  const time = { now: () => agenda.now() + machine.clockOff, uptime: () => agenda.now() };
  const store = storeOf(deps, () => decided);
  const watch = await openWatch({ store, time, timeZone: () => disk.timeZone });
  return {
    ...watch,
    step: (decide, also) => {
      deps.process.running += 1;
      const stepped = watch.step((state, now) => {
        const step = deps.rules.step(decide, state, now);
        decided = { at: agenda.now(), before: state, now, step, first };
        first = false;
        deps.decided(decided);
        return step;
      }, also);
      const done = (): void => {
        deps.process.running -= 1;
      };
      stepped.then(done, done);
      return stepped;
    },
  };
}

function storeOf({ process, disk, ...deps }: LifeDeps, decided: () => Moment | undefined): WatchStore {
  return {
    load: async () => stored(disk.watch),
    async keep(state, told, also) {
      if (process.over) return never();
      if (deps.diskFull()) throw new Error(DISK_FULL);
      const moment = decided();
      const matters = moment !== undefined && moment.step.effects.length > 0;
      if (matters && deps.crashesAt('before-commit')) return never();
      // What else changes knows no tables here.
      await also?.(undefined as never);
      disk.watch = state;
      if (moment) deps.committed(moment);
      for (const one of told) {
        if (one.type === 'notice' && !disk.outbox.has(one.key)) disk.outbox.set(one.key, deps.sent(one));
      }
      if (matters && deps.crashesAt('after-commit')) return never();
    },
  };
}

/** Questions, programs, and what people do. */
export async function busy<T>({ process }: Pick<Life, 'process'>, work: () => Promise<T>): Promise<T> {
  process.busy += 1;
  process.running += 1;
  try {
    return await work();
  } finally {
    process.running -= 1;
    process.busy -= 1;
  }
}

/** What was stored is JSON. */
function stored(state: WatchState | undefined): WatchState | undefined {
  if (!state) return undefined;
  const read = parseWatchState(JSON.parse(JSON.stringify(state)));
  if (!read) throw new Error('the stored state cannot be read again');
  return read;
}
