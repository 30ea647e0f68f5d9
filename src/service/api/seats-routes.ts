/** Access checks, seats and trials (LICENSING 6). */
import type { Access } from '../seats/access.ts';
import type { Seats } from '../seats/seats.ts';
import type { Usage } from '../seats/usage.ts';
import type { Guarded } from './guard.ts';

export interface SeatsParts {
  readonly access: Pick<Access, 'check' | 'pools'>;
  readonly seats: Pick<Seats, 'list' | 'startRecount' | 'startExport'>;
  readonly usage: Pick<Usage, 'history'>;
}

export function seatsRoutes({ access, seats }: Guarded, parts: SeatsParts) {
  return {
    access: {
      check: access.check.handler(({ input }) => parts.access.check(input)),
      preview: access.preview.handler(({ input }) => parts.access.check({ ...input, dryRun: true })),
    },
    seats: {
      pools: seats.pools.handler(() => parts.access.pools()),
      list: seats.list.handler(({ input }) => parts.seats.list(input)),
      startExport: seats.startExport.handler(({ input }) => ({ jobId: parts.seats.startExport(input) })),
      history: seats.history.handler(({ input }) => parts.usage.history(input)),
      startRecount: seats.startRecount.handler(() => ({ jobId: parts.seats.startRecount() })),
    },
  };
}
