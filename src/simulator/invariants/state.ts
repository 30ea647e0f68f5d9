/** What the state of the license may become. */
import { DAY } from '../../core/calendar.ts';
import type { Phase } from '../../core/lifecycle/phase.ts';
import type { WatchState } from '../../core/lifecycle/watch-state.ts';
import type { Check } from './check.ts';

/** LICENSING 5, the table: where one may come from every phase. Nobody is stopped who was not warned in a phase before. */
const ARROWS: Readonly<Record<Phase, readonly Phase[]>> = {
  evaluation: ['ok', 'emergency', 'mismatch', 'revalidating'],
  ok: ['evaluation', 'revalidating', 'mismatch'],
  revalidating: ['ok', 'evaluation', 'emergency', 'mismatch'],
  mismatch: ['ok', 'evaluation', 'revalidating', 'emergency', 'stopped'],
  emergency: ['ok', 'evaluation', 'revalidating', 'mismatch', 'stopped'],
  stopped: ['ok', 'evaluation', 'revalidating', 'mismatch', 'emergency'],
};

export const phaseArrows: Check = {
  name: 'phase-arrows',
  rule: 'phases change only along the arrows of the table',
  watch({ server, fail }) {
    let phase = server.disk.watch?.phase;
    return {
      committed({ step }) {
        const { phase: next } = step.state;
        if (phase && phase !== next && !ARROWS[phase].includes(next)) fail(`${phase} → ${next}`);
        phase = next;
      },
    };
  },
};

export const noticeOnce: Check = {
  name: 'notice-once',
  rule: 'no notice twice: one row in the outbox for a kind and an occasion, whatever crashes',
  watch: ({ server, fail }) => ({
    committed({ step }) {
      const keys = step.effects.flatMap((effect) => (effect.type === 'notice' ? [effect.key] : []));
      const twice = keys.find((key, i) => server.disk.outbox.has(key) || keys.indexOf(key) !== i);
      if (twice) fail(`${twice} is in the outbox already`);
    },
  }),
};

export const serialNeverFalls: Check = {
  name: 'serial-never-falls',
  rule: 'the serial of an order in force never falls, and an order that was replaced never comes back',
  watch({ server, fail }) {
    const highest = new Map<string, number>();
    const replaced = new Set<string>();
    let last = '';
    const see = (state: WatchState): void => {
      const { license } = state;
      if (!license) return;
      const { orderId, serial } = license;
      const { failingSince } = state;
      const known = highest.get(orderId) ?? 0;
      // Where nothing newer is in force an older document may serve, until it is validated: LICENSING 2.
      if (serial < known && (last === orderId || failingSince === null))
        fail(`${orderId}: serial ${serial} after ${known}`);
      if (orderId !== last && replaced.has(orderId) && failingSince === null) fail(`${orderId} was replaced`);
      if (orderId !== last && last !== '') replaced.add(last);
      replaced.delete(orderId);
      highest.set(orderId, Math.max(serial, known));
      last = orderId;
    };
    if (server.disk.watch) see(server.disk.watch);
    return { committed: ({ step }) => see(step.state) };
  },
};

/** As LICENSING 5 has it, not as the phase says. */
function frozenBy({ license, failingSince, firstStart, clock, stop }: WatchState, now: number): string | undefined {
  if (!license) return now >= firstStart + 30 * DAY ? 'the evaluation is over' : undefined;
  if (stop) return 'services are stopped';
  if (license.expires !== null && now >= license.expires) return 'the trial is over';
  if (failingSince === null || now < failingSince + license.graceDays * DAY) return undefined;
  return `re-validation has failed since ${new Date(failingSince).toISOString()}${clock.suspect ? ', clock suspect' : ''}`;
}

export const frozenSettings: Check = {
  name: 'frozen-settings',
  rule: 'settings never change while they are frozen',
  watch: ({ server, fail }) => ({
    settingsChanged() {
      const watch = server.life?.watch;
      const why = watch && frozenBy(watch.state(), watch.now());
      if (why) fail(`a setting was changed, although ${why}`);
    },
  }),
};
