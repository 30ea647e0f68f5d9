/** A server that lives through time: `advance` at its own wake-ups, vendor and programs as the test says. */
import { DAY } from '../calendar.ts';
import { MODULE_IDS, type ModuleId } from '../seats/modules.ts';
import { advance } from './advance.ts';
import { type AttemptOutcome, afterAttempt } from './attempts.ts';
import type { Now } from './clock.ts';
import type { Effect, Notice } from './effects.ts';
import type { ProgramResult } from './programs.ts';
import { afterServiceProgram } from './service-programs.ts';
import { initialWatchState, type WatchDocument, type WatchItem, type WatchState } from './watch-state.ts';
import type { Step } from './work.ts';

export const at = (iso: string): number => Date.parse(iso);
export const START = at('2026-11-01T10:00:00Z');
export const BERLIN = 'Europe/Berlin';

export const item = (key: string, some: Partial<WatchItem> = {}): WatchItem => ({
  key,
  name: key,
  modules: [],
  renewalDay: Math.floor(START / DAY) + 1000,
  trialUntil: null,
  ...some,
});
export const document = (some: Partial<WatchDocument> = {}): WatchDocument => ({
  id: 'L-1',
  type: 'full',
  issued: START,
  expires: null,
  everyDays: 30,
  graceDays: 2,
  orderId: 'O-1',
  serial: 1,
  items: [item('group:communication', { modules: ['mail', 'webclient', 'archive'] })],
  ...some,
});

/** What the vendor answers to an attempt at this instant. */
export type Vendor = (state: WatchState, at: number) => AttemptOutcome;

export const unreachable: Vendor = () => ({
  ok: false,
  reason: 'LICENSING_SERVER_UNREACHABLE',
  detail: 'no connection',
  retryAfter: null,
});
export const works: Vendor = ({ license }, now) => {
  if (!license) throw new Error('nobody asks without a license');
  return { ok: true, license: { ...license, issued: now, serial: license.serial + 1 }, serverTime: now };
};

export interface Seen {
  /** Trusted time. */
  readonly at: number;
  /** True time. */
  readonly lived: number;
  readonly effect: Effect;
  readonly state: WatchState;
}

export interface LifeOptions {
  readonly license?: WatchDocument | null;
  readonly timeZone?: string;
  readonly vendor?: Vendor;
  readonly programs?: (action: 'stop' | 'start', modules: readonly ModuleId[], at: number) => ProgramResult;
  readonly random?: () => number;
  readonly start?: number;
}

const everything = (action: 'stop' | 'start', done: readonly ModuleId[]): ProgramResult => ({
  action,
  done,
  failed: [],
});

export class Life {
  state: WatchState;
  /** True time: that of the world. */
  at: number;
  /** The system clock is wrong by. */
  off = 0;
  vendor: Vendor;
  readonly seen: Seen[] = [];
  wakeAt = 0;
  #booted = false;
  readonly #options: LifeOptions;

  constructor(options: LifeOptions = {}) {
    const { license = document(), timeZone = BERLIN, vendor = works, start = START } = options;
    this.#options = options;
    this.at = start;
    this.vendor = vendor;
    this.state = initialWatchState({ now: this.now(), timeZone, license });
    this.take(advance(this.state, this.now()));
  }

  now(): Now {
    const now: Now = { system: this.at + this.off, uptime: this.at - START };
    return this.#booted ? { ...now, booted: true } : now;
  }

  /** Adopts a step, and does what it wants. */
  take(step: Step): this {
    this.#booted = false;
    this.state = step.state;
    this.wakeAt = step.wakeAt;
    for (const effect of step.effects)
      this.seen.push({ at: step.state.clock.trusted, lived: this.at, effect, state: step.state });
    for (const effect of step.effects) this.#do(effect);
    return this;
  }

  #do(effect: Effect): void {
    if (effect.type === 'revalidate') {
      const outcome = this.vendor(this.state, this.at);
      this.take(afterAttempt(this.state, outcome, this.now(), this.#options.random?.() ?? 0));
    }
    if (effect.type === 'stop' || effect.type === 'start') {
      const modules = effect.modules === 'all' ? MODULE_IDS : effect.modules;
      const result = (this.#options.programs ?? everything)(effect.type, modules, this.at);
      this.take(afterServiceProgram(this.state, result, this.now()));
    }
  }

  /** Runs until this true time, waking up when it is time. */
  run(until: number): this {
    for (;;) {
      const next = this.at + (this.wakeAt - this.state.clock.trusted);
      if (next > until) break;
      this.at = next;
      this.take(advance(this.state, this.now()));
    }
    this.at = until;
    return this.take(advance(this.state, this.now()));
  }

  /** The service is not there until this true time, then starts. */
  down(until: number): this {
    this.at = until;
    this.#booted = true;
    return this.take(advance(this.state, this.now()));
  }

  notices(kind?: Notice['kind']): (Notice & { readonly at: number })[] {
    return this.seen.flatMap(({ effect, at: when }) =>
      effect.type === 'notice' && (kind === undefined || effect.kind === kind) ? [{ ...effect, at: when }] : [],
    );
  }

  /** Instants (ISO, minutes) of the effects of a type. */
  times(type: Effect['type'], accept: (effect: Effect) => boolean = () => true): string[] {
    return this.seen.flatMap(({ effect, at: when }) => (effect.type === type && accept(effect) ? [minute(when)] : []));
  }
}

/** `2026-11-21T10:00` */
export const minute = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

export const noticeTimes = (life: Life, kind: Notice['kind']): string[] =>
  life.notices(kind).map((notice) => minute(notice.at));
