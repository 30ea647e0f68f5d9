/** Procedures of what time does to the license, and of service programs; contract.ts merges them (LICENSING 5). */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { licenseView } from './schemas.ts';
import * as s from './schemas-lifecycle.ts';
import { moduleId } from './schemas-modules.ts';

const read = { role: 'viewer', frozen: false, audit: false } as const;

/** Always allowed, also in Emergency Mode. */
export const validate = procedure({ role: 'admin', frozen: false, audit: 'validate license' })
  .route({
    method: 'POST',
    path: '/license/validations',
    summary: 'Re-validate the license now; the new document is applied at once',
  })
  .output(licenseView);

export const forecast = procedure(read)
  .route({ method: 'GET', path: '/license/forecast', summary: 'What will happen if nobody acts: dated events' })
  .input(z.object({ days: z.coerce.number().int().min(1).max(3660).default(90) }))
  .output(s.forecast);

/** Always allowed: a clock that is not believed must not lock anybody out. */
export const confirmClock = procedure({ role: 'admin', frozen: false, audit: 'confirm clock' })
  .route({
    method: 'POST',
    path: '/license/clock-confirmations',
    summary: 'Say that the system clock is right; it is believed 24 hours later',
  })
  .output(s.clockStatus);

/** A service that is started by hand serves until midnight: no settings change. */
const byHand = (action: 'start' | 'stop') =>
  procedure({ role: 'admin', frozen: false, audit: `${action} service` })
    .route({
      method: 'POST',
      path: `/service/${action}`,
      summary: `Run the program that ${action}s a module’s service`,
    })
    .input(z.object({ module: moduleId }))
    .output(s.programRun);

export const service = {
  status: procedure(read)
    .route({ method: 'GET', path: '/service', summary: 'Phase, clock, service programs, and what comes next' })
    .output(s.serviceStatus),
  start: byHand('start'),
  stop: byHand('stop'),
};
