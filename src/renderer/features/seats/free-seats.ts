/** Freeing seats that nobody uses: the change, and how it is told before and after. Pure. */
import type { AccountSet, ChangePreview } from '../../../contract/schemas-sets.ts';
import { type ModuleId, moduleOf, SERVICE_FLAGS } from '../../../core/seats/modules.ts';
import { number, plural } from '../../ui/format.ts';

export const DEFAULT_DAYS = 90;
const MOST_DAYS = 3650;

/** Undefined: no number of days that the service takes. */
export function daysOf(typed: string): number | undefined {
  const days = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}

export const DAYS_PROBLEM = `A number of days from 1 to ${number(MOST_DAYS)}.`;

/** Accounts counted for the module that did not use it, without those that were left out. */
export const unusedSet = (module: ModuleId, days: number, except: readonly string[]): AccountSet => ({
  parts: [{ kind: 'unused', module, days }],
  except: [...except],
});

const flagsOf = (module: ModuleId) => SERVICE_FLAGS.filter((flag) => flag.module === module);

/** Every service flag of the module off. */
export const offVariables = (module: ModuleId): Record<string, string> =>
  Object.fromEntries(flagsOf(module).map(({ accountVariable }) => [accountVariable, '0']));

const list = new Intl.ListFormat('en', { type: 'conjunction' });
const flagsText = (module: ModuleId): string =>
  list.format(flagsOf(module).map(({ name, accountVariable }) => `${name} (${accountVariable})`));

const come = (seats: number): string => (seats === 1 ? 'comes' : 'come');

/** What Apply will do. */
export function changeWords(module: ModuleId, { changes, seats }: ChangePreview): string {
  if (changes === 0) return 'No account would change.';
  const freed = -(seats.find((row) => row.module === module)?.by ?? 0);
  return `${flagsText(module)} will be turned off for ${plural(changes, 'account')}: ${plural(freed, 'seat')} of ${moduleOf(module).name} ${come(freed)} free. Nothing else of these accounts changes.`;
}

/** Each of them was counted, so each frees a seat. */
export const freedWords = (module: ModuleId, changed: number): string =>
  `${plural(changed, 'seat')} of ${moduleOf(module).name} ${changed === 1 ? 'is' : 'are'} free: it was turned off for ${plural(changed, 'account')}.`;
