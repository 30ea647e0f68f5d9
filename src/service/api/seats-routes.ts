/** Access checks, seats and trials (LICENSING 6). */
import type { Access } from '../seats/access.ts';
import type { Guarded } from './guard.ts';

export interface SeatsParts {
  readonly access: Pick<Access, 'check' | 'pools'>;
}

export function seatsRoutes({ access, seats }: Guarded, parts: SeatsParts) {
  return {
    access: {
      check: access.check.handler(({ input }) => parts.access.check(input)),
      preview: access.preview.handler(({ input }) => parts.access.check({ ...input, dryRun: true })),
    },
    seats: { pools: seats.pools.handler(() => parts.access.pools()) },
  };
}
