/** Orders and machines as the vendor has them on record, for tests of its rules. */
import { nodeCrypto } from '../../platform/crypto.ts';
import { composeReferenceId, type MachineComponents } from './reference-id.ts';
import type { OrderOnRecord } from './vendor-record.ts';
import type { ValidatedMachine } from './vendor-validation.ts';

export const NOW = Date.parse('2026-11-21T10:00:00Z');

const components = (n: number): MachineComponents => ({
  os: `o${n}`,
  board: `b${n}`,
  disk: `d${n}`,
  network: `n${n}`,
  install: `i${n}`,
});
/** The Reference ID of machine `n`. */
export const machine = (n: number, changes: MachineComponents = {}): string =>
  composeReferenceId({ ...components(n), ...changes }, nodeCrypto);

/** Machine `n` on record: activated and heard just now. */
export const record = (n: number, changes: Partial<ValidatedMachine> = {}): ValidatedMachine => ({
  reference: machine(n),
  released: false,
  usedSince: NOW,
  contactedAt: NOW,
  serial: n,
  answeredSerial: n,
  stale: 0,
  ...changes,
});
export const on = (...numbers: number[]): ValidatedMachine[] => numbers.map((n) => record(n));

export const order = (
  changes: Partial<OrderOnRecord & { serial: number }> = {},
): OrderOnRecord & { serial: number } => ({
  id: 'B',
  licenseId: 'license-b',
  previous: '',
  authorized: true,
  blocked: false,
  supersededBy: '',
  granted: 0,
  everyDays: 30,
  graceDays: 7,
  serial: 9,
  ...changes,
});
