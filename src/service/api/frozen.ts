/** What Emergency Mode refuses (LICENSING 5): every settings change, but never the disabling of accounts. */
import { variables } from '../../contract/schemas.ts';
import { parseDisabled } from '../../core/accounts/variables.ts';
import { CONNECTION_NAMES } from '../settings/connection-variables.ts';

/**
 * Is this call allowed although its procedure is frozen? What changes nothing (an import that is only tried),
 * `modify account … U_AccountDisabled`, alone, and not 0, and the way to the licensing server.
 */
export function allowedWhileFrozen(path: readonly string[], input: unknown): boolean {
  const procedure = path.join('.');
  if (procedure === 'accounts.startImport') return (input as { dryRun?: unknown } | undefined)?.dryRun === true;
  if (procedure === 'system.setVariables') return onlyConnection(input);
  return procedure === 'accounts.startModify' && onlyDisables(input);
}

function onlyDisables(input: unknown): boolean {
  const named = variables.safeParse((input as { variables?: unknown } | undefined)?.variables);
  if (!named.success) return false;
  const entries = Object.entries(named.data);
  const disables = (value: string): boolean => (parseDisabled(value) ?? 0) !== 0;
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => name.toLowerCase() === 'u_accountdisabled' && disables(value))
  );
}

function onlyConnection(input: unknown): boolean {
  const named = variables.safeParse((input as { values?: unknown } | undefined)?.values);
  const names = named.success ? Object.keys(named.data) : [];
  return names.length > 0 && names.every((name) => CONNECTION_NAMES.has(name.toLowerCase()));
}
