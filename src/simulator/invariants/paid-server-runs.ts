import type { Moment } from '../life.ts';
import { span } from '../tell.ts';
import type { Check, Watched } from './check.ts';
import { type Begin, episodesOf, follow } from './episodes.ts';

/** A failed attempt is repeated within an hour; Retry-After holds it for an hour at most; looks may be a minute late. */
const CHANCE = 75 * 60_000;

interface Window {
  readonly from: Begin;
  readonly to: Begin;
}

/**
 * A chance to re-validate: service, network and vendor were there for long enough, and the vendor refused nobody. Who has
 * had one since it began to fail is neither frozen nor stopped.
 */
export const paidServerRuns: Check = {
  name: 'paid-server-runs',
  rule: 'a paid server that could reach the vendor once in every grace period is never frozen or stopped',
  watch(watched) {
    const { server } = watched;
    const { vendor } = server.world;
    const episodes = episodesOf(server);
    const windows: Window[] = [];
    let open: Begin | null = null;
    let refusals = vendor.refusals();
    let licensed = server.disk.license !== undefined;

    const look = (): void => {
      const possible = server.life !== undefined && server.diskFull === 0 && server.world.network.works();
      if (possible && !open) open = begin(watched);
      if (!possible) close();
    };
    const close = (): void => {
      if (open) windows.push({ from: open, to: begin(watched) });
      if (windows.length > 20) windows.shift();
      open = null;
    };
    const chance = (since: Begin): Window | undefined => {
      const all = open ? [...windows, { from: open, to: begin(watched) }] : windows;
      return all.find(({ from, to }) => lasted(from, to, since) >= CHANCE);
    };
    const check = (what: string, since: Begin | null): void => {
      const window = since && chance(since);
      if (window)
        watched.fail(
          `${what}, although it had a chance to re-validate for ${span(lasted(window.from, window.to, since))}`,
        );
    };
    const committed = (moment: Moment): void => {
      follow(episodes, moment);
      if (vendor.refusals() !== refusals) {
        refusals = vendor.refusals();
        windows.length = 0;
        open = open && begin(watched);
      }
      licensed ||= moment.step.state.license !== null;
      for (const effect of moment.step.effects) {
        if (effect.type === 'phase' && effect.to === 'emergency') check('Emergency Mode', episodes.failing);
        if (effect.type !== 'stop' || effect.failures > 0) continue;
        if (effect.cause === 'evaluation' && licensed) watched.fail('stopped as an evaluation, although it was bought');
        if (effect.cause === 'revalidation') check('stopped', episodes.failing);
        if (effect.cause === 'mismatch') check('stopped', episodes.mismatch);
      }
    };
    return { quiet: look, down: close, committed };
  },
};

function begin({ server, now }: Watched): Begin {
  const trusted = server.life?.watch.now() ?? server.disk.watch?.clock.trusted ?? 0;
  return { at: now(), trusted };
}

/** By both times: trusted time may stand still while a clock catches up, and jump while it does not. */
const lasted = (from: Begin, to: Begin, since: Begin): number =>
  Math.min(to.at - Math.max(from.at, since.at), to.trusted - Math.max(from.trusted, since.trusted));
