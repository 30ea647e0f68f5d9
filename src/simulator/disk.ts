/** What a simulated server keeps on disk: it survives crashes, and goes back with a snapshot. */
import type { LicenseDocument } from '../core/license/document.ts';
import type { Notice } from '../core/lifecycle/effects.ts';
import type { WatchState } from '../core/lifecycle/watch-state.ts';
import type { Standing } from '../service/licensing/standing.ts';

/** A notice in the outbox. */
export interface Sent {
  readonly notice: Notice;
  /** True time. */
  readonly at: number;
  /** Time that the clocks had skipped by then in a way that looks like downtime, ms. */
  readonly skipped: number;
}

export interface Attempt {
  readonly about: string;
  readonly key: string;
  readonly nonce: string;
}

export interface Disk {
  watch: WatchState | undefined;
  license: LicenseDocument | undefined;
  standing: Standing;
  /** The question that waits for its answer. */
  attempt: Attempt | undefined;
  readonly outbox: Map<string, Sent>;
  timeZone: string;
  settings: number;
}

export const emptyDisk = (timeZone: string): Disk => ({
  watch: undefined,
  license: undefined,
  standing: { serials: new Map(), supersededBy: new Map() },
  attempt: undefined,
  outbox: new Map(),
  timeZone,
  settings: 0,
});

/** Everything in it is replaced when it changes, but the outbox. */
export const copyOfDisk = (disk: Disk): Disk => ({ ...disk, outbox: new Map(disk.outbox) });
