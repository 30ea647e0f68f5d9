/** Since when a re-validation fails, or a machine does not fit, by the true time. */
import type { Moment } from '../life.ts';
import type { Server } from '../server.ts';

export interface Begin {
  readonly at: number;
  readonly trusted: number;
}
export interface Episodes {
  failing: Begin | null;
  mismatch: Begin | null;
}

const LONG_AGO: Begin = { at: Number.NEGATIVE_INFINITY, trusted: Number.NEGATIVE_INFINITY };

/** A disk that was restored or cloned may have been in the midst of them. */
export function episodesOf({ disk: { watch } }: Server): Episodes {
  const of = (since: number | null | undefined): Begin | null => (since == null ? null : LONG_AGO);
  return { failing: of(watch?.failingSince), mismatch: of(watch?.mismatchSince) };
}

export function follow(episodes: Episodes, { at, step }: Moment): void {
  const { failingSince, mismatchSince, clock } = step.state;
  const begin = { at, trusted: clock.trusted };
  episodes.failing = failingSince === null ? null : (episodes.failing ?? begin);
  episodes.mismatch = mismatchSince === null ? null : (episodes.mismatch ?? begin);
}
