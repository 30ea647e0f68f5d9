/** The lines of the `error` and `system` logs (LICENSING 5). The first one is what monitoring looks for: never change it. */
import { type ModuleId, moduleOf } from '../seats/modules.ts';
import type { ClockDirection } from './clock.ts';
import type { Cause } from './facts.ts';
import type { Phase } from './phase.ts';

export const ALL_ATTEMPTS_FAILED =
  'All attempts to validate the license failed. As a result, the services will be stopped.';

export const moduleNames = (modules: readonly ModuleId[]): string => modules.map((id) => moduleOf(id).name).join(', ');

/** `3 minutes`, `25 hours`, `40 days`: for a person. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return plural(minutes, 'minute');
  const hours = Math.round(ms / 3_600_000);
  return hours < 72 ? plural(hours, 'hour') : plural(Math.round(ms / 86_400_000), 'day');
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const BECAUSE: Readonly<Record<Cause | 'lapsed', string>> = {
  evaluation: 'the evaluation has ended',
  trial: 'the trial license has ended',
  revalidation: 'the license could not be re-validated',
  mismatch: 'the license was issued for another computer',
  lapsed: 'it was left out of the renewal',
};
export const because = (cause: Cause | 'lapsed'): string => BECAUSE[cause];

export const phaseLine = (from: Phase, to: Phase): string => `The license went from phase ${from} to ${to}.`;

export const stopLine = (modules: 'all' | readonly ModuleId[], cause: Cause | 'lapsed'): string =>
  modules === 'all'
    ? `All services are stopped: ${because(cause)}.`
    : `${moduleNames(modules)} ${modules.length === 1 ? 'is' : 'are'} stopped: ${because(cause)}.`;

export function startLine(modules: 'all' | readonly ModuleId[]): string {
  if (modules === 'all') return 'The reason is gone: all services start again.';
  if (modules.length === 0) return 'The reason is gone: services may run again.';
  return `The reason is gone, starting again: ${moduleNames(modules)}.`;
}

export const validatedLine = (serial: number, orderId: string): string =>
  `The license was re-validated: order ${orderId}, serial ${serial}.`;

export const enteredLine = (serial: number, orderId: string): string =>
  `A license was entered: order ${orderId}, serial ${serial}.`;

export const failedLine = (reason: string, detail: string, retryIn: number): string =>
  `Re-validation failed: ${reason}${detail === '' ? '' : ` (${detail})`}. Next attempt in ${duration(retryIn)}.`;

export const mismatchLine = (fits: boolean): string =>
  fits ? 'The Reference ID fits the license again.' : 'The Reference ID does not fit the license.';

export const renewalOverLine = (item: string): string =>
  `The renewal period of ${item} is over: the same version goes on, with limited support.`;

export const itemEndedLine = (item: string): string => `The trial of ${item} has ended.`;

export const clockBackLine = (by: number): string => `The system clock went back by ${duration(by)}.`;

export const clockSuspectLine = (direction: ClockDirection, by: number): string =>
  `The system clock went ${direction} by ${duration(by)} and is not believed: nothing is denied or stopped.`;

export const clockHealedLine = 'The system clock is believed again.';

export const clockConfirmedLine = 'An administrator confirmed the system clock: it is believed in 24 hours.';

export const programLine = (action: 'stop' | 'start', modules: readonly ModuleId[], detail: string): string =>
  `The program to ${action} ${moduleNames(modules)} failed: ${detail}.`;
