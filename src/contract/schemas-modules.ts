/** Ids of modules and groups, and seats, as they travel. */
import { z } from 'zod';
import { GROUP_IDS, MODULE_IDS } from '../core/seats/modules.ts';

export const moduleId = z.enum(MODULE_IDS);
export const groupId = z.enum(GROUP_IDS);
export const seats = z.union([z.number().int().nonnegative(), z.literal('unlimited')]);
