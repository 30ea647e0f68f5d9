import { GROUPS } from '../seats/modules.ts';
import type { Entitlement } from '../seats/scopes.ts';
import { EVALUATION_SEATS } from './constants.ts';

/** What runs without a license: all modules, 200 seats (LICENSING 5). */
export const EVALUATION: Entitlement = {
  structure: 'category',
  items: GROUPS.map((g) => ({ group: g.id, seats: EVALUATION_SEATS })),
};
