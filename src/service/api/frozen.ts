/** What Emergency Mode refuses (LICENSING 5): every settings change, but never the disabling of accounts. */
import { type LicenseView, variables } from '../../contract/schemas.ts';
import { parseDisabled } from '../../core/accounts/variables.ts';

export type Phase = LicenseView['information']['phase'];

export const settingsFrozen = (phase: Phase): boolean => phase === 'emergency' || phase === 'stopped';

/** Is this call allowed although its procedure is frozen? Only `modify account … U_AccountDisabled`, alone, and not 0. */
export function allowedWhileFrozen(path: readonly string[], input: unknown): boolean {
  if (path.join('.') !== 'accounts.startModify') return false;
  const named = variables.safeParse((input as { variables?: unknown } | undefined)?.variables);
  if (!named.success) return false;
  const entries = Object.entries(named.data);
  const disables = (value: string): boolean => (parseDisabled(value) ?? 0) !== 0;
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => name.toLowerCase() === 'u_accountdisabled' && disables(value))
  );
}
