/** Procedures of access, seats and trials; contract.ts merges them (LICENSING 6). */
import { z } from 'zod';
import { procedure } from './procedure.ts';
import { moduleId } from './schemas.ts';
import * as s from './schemas-seats.ts';

const question = z.object({
  address: z.string().min(1).max(400),
  module: moduleId,
  /** Module mail only: which of its flags counts; without it, either. */
  protocol: s.accessProtocol.optional(),
});

export const access = {
  /** What a mail server asks. No settings change: it works in Emergency Mode. */
  check: procedure({ role: 'admin', frozen: false, audit: false })
    .route({
      method: 'POST',
      path: '/access/checks',
      summary: 'May this account use this module? A first access is stored before the answer',
    })
    .input(question)
    .output(s.accessCheck),
  preview: procedure({ role: 'viewer', frozen: false, audit: false })
    .route({ method: 'GET', path: '/access/checks', summary: 'What an access check would say; nothing is stored' })
    .input(question)
    .output(s.accessCheck),
};

export const pools = procedure({ role: 'viewer', frozen: false, audit: false })
  .route({ method: 'GET', path: '/seats/pools', summary: 'Seats and trials given, a row for each pool' })
  .output(z.array(s.poolNumbers));
