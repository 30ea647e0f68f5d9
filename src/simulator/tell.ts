/** The trace in words that a person can read. */
import { DAY, HOUR } from '../core/calendar.ts';
import type { Effect } from '../core/lifecycle/effects.ts';
import { moduleNames } from '../core/lifecycle/log-lines.ts';
import type { WatchState } from '../core/lifecycle/watch-state.ts';
import type { Moment } from './life.ts';
import type { Fault, Profile } from './scenario.ts';
import type { Server } from './server.ts';
import type { Trace } from './trace.ts';

/** `3 days`, `5 hours`, `20 minutes`, `1 second`. */
export function span(ms: number): string {
  const [value, unit] =
    ms >= 2 * DAY
      ? [ms / DAY, 'days']
      : ms >= 2 * HOUR
        ? [ms / HOUR, 'hours']
        : ms >= 60_000
          ? [ms / 60_000, 'minutes']
          : [ms / 1000, 'seconds'];
  return `${Math.round(value * 10) / 10} ${unit}`;
}

const by = (ms: number): string => `${ms < 0 ? 'back' : 'forward'} by ${span(Math.abs(ms))}`;
const until = (ms: number | null): string => (ms === null ? '' : `, put right after ${span(ms)}`);
const parts = (components: readonly string[]): string => (components.length === 0 ? 'nothing' : components.join(', '));

export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'vendor-down':
    case 'network-down':
    case 'answers-lost':
    case 'captive-portal':
    case 'disk-full':
      return `${fault.kind} for ${span(fault.for)}`;
    case 'vendor-busy':
      return `vendor-busy for ${span(fault.for)}, Retry-After ${span(fault.retryAfter)}`;
    case 'crash':
    case 'restart':
      return `${fault.kind}, down for ${span(fault.down)}`;
    case 'crash-at':
      return `the service will crash ${fault.point}, down for ${span(fault.down)}`;
    case 'clock':
      return `the clock goes ${by(fault.by)}${until(fault.for)}`;
    case 'clock-while-down':
      return `down for ${span(fault.down)}, meanwhile the clock goes ${by(fault.by)}${until(fault.for)}`;
    case 'hardware':
      return `other hardware (${parts(fault.components)}), down for ${span(fault.down)}`;
    case 'clone':
      return `the machine is cloned for ${span(fault.for)}; other in the clone: ${parts(fault.components)}`;
    case 'snapshot':
      return `the machine goes back to its snapshot of ${span(fault.age)} ago, down for ${span(fault.down)}`;
    case 'restore':
      return `a backup of ${span(fault.age)} ago is restored`;
    case 'reinstall':
      return `new installation (also other: ${parts(fault.components)}), down for ${span(fault.down)}`;
    case 'programs':
      return `programs of ${moduleNames(fault.modules)} ${fault.how} for ${span(fault.for)}`;
    case 'vendor-act':
      return `vendor: ${fault.act}${fault.act === 'block' ? ` for ${span(fault.for)}` : ''}`;
    case 'act':
      return `operator: ${fault.act}`;
  }
}

/** Everything that a committed step decided, but the words of logs. */
export function tellEffects(trace: Trace, server: Server, { at, step, before }: Moment): void {
  for (const effect of step.effects) {
    const text = effectText(effect);
    if (text) trace.tell(at, server.name, text, isRoutine(effect, before));
  }
  const { license, failure } = step.state;
  if (license?.serial !== before.license?.serial) {
    const routine = before.phase === 'ok' && license?.orderId === before.license?.orderId;
    trace.tell(at, server.name, `license in force: order ${license?.orderId}, serial ${license?.serial}`, routine);
  }
  if (failure && failure.at !== before.failure?.at) {
    trace.tell(at, server.name, `re-validation failed: ${failure.reason}`, before.failure?.reason === failure.reason);
  }
}

/** What is repeated, and said nothing new. */
function isRoutine(effect: Effect, { phase, failure, stop, modulesStopped }: WatchState): boolean {
  if (effect.type === 'midnight') return true;
  if (effect.type === 'revalidate') return failure !== null || phase === 'ok';
  if (effect.type !== 'stop') return false;
  return effect.modules === 'all' ? stop !== null : effect.modules.every((id) => modulesStopped[id] !== undefined);
}

function effectText(effect: Effect): string | undefined {
  switch (effect.type) {
    case 'notice':
      return `mail ${effect.key}`;
    case 'stop':
    case 'start': {
      const what = effect.modules === 'all' ? 'all services' : effect.modules.join(', ');
      return `${effect.type} ${what}${effect.type === 'stop' ? ` (${effect.cause})` : ''}${effect.failures > 0 ? ', again' : ''}`;
    }
    case 'phase':
      return `phase ${effect.from} → ${effect.to}`;
    case 'item-ended':
      return `item ended: ${effect.key}`;
    case 'renewal-over':
      return `renewal over: ${effect.items.join(', ')}`;
    case 'revalidate':
      return 'asks the vendor';
    case 'midnight':
      return `midnight of day ${effect.day}`;
    case 'log':
      return undefined;
  }
}

/** One dated line. */
export const lineOf = (at: number, server: string, text: string): string =>
  `${new Date(at).toISOString().slice(0, 19)}Z  ${server.padEnd(8)} ${text}`;

/** One line: who the customer is. */
export function describeProfile(profile: Profile): string {
  const { license, trialDays, buysAfter, reactsAfter } = profile;
  const kind =
    license === 'trial' ? `a trial license of ${trialDays} days` : license === 'full' ? 'a full license' : 'no license';
  const bought = license === 'full' ? '' : buysAfter === null ? ', never bought' : `, bought after ${span(buysAfter)}`;
  const operator =
    reactsAfter === null ? 'nobody reads the mails' : `somebody reads the mails after ${span(reactsAfter)}`;
  return `${profile.timeZone}, ${kind}${bought}, re-validated every ${profile.everyDays} days with ${profile.graceDays} days of grace; ${operator}`;
}
