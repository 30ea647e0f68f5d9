/** What the API is sent. Members that are not known are passed over, so that a newer service can ask an older vendor. */
import { z } from 'zod';
import { isToken } from '../../core/license/values.ts';
import { oneLine } from '../orders.ts';

const orderId = z.string().min(1).max(64);
const referenceId = z.string().min(1).max(128);
const keyIds = z.array(z.string().max(64)).max(64).optional();
const formats = z.array(z.number().int()).max(32).default([1]);
const currentLicenseId = z.string().max(128).optional();

/** What both ways of activation share. */
const machine = {
  orderId,
  referenceId,
  hostname: oneLine(255).default(''),
  version: oneLine(64).default(''),
  keyIds,
  formats,
  currentLicenseId,
};

export const activationBody = z.object({
  ...machine,
  nonce: z.string().min(16, 'at least 16 characters').refine(isToken, 'at most 128 plain characters'),
});
export const offlineBody = z.object(machine);
export const releaseBody = z.object({ orderId, referenceId, email: z.string().min(1).max(254) });
export const orderParams = z.object({ id: orderId });
export const proofQuery = z.object({
  reference: z.string().max(128).optional(),
  email: z.string().max(254).optional(),
});
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/, 'Idempotency-Key: 8 to 128 printable characters, such as a UUID')
  .optional();
