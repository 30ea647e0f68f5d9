/** Variables of accounts and domains as `tool` reads, shows and explains them. */
import { SeatkeeperError } from '../../contract/errors.ts';
import type { AccountRow, DomainRow } from '../../contract/schemas.ts';
import {
  ACCOUNT_VARIABLES as ACCOUNT_NAMES,
  accountVariable,
  DETAIL_DISABLED,
  DETAIL_TYPE,
  DOMAIN_VARIABLES as DOMAIN_NAMES,
  domainVariable,
} from '../../core/accounts/variables.ts';
import { flagOfAccountVariable, flagOfDomainVariable } from '../../core/seats/modules.ts';
import { SYSTEM_VARIABLES } from '../../service/settings/variables.ts';
import { usageError } from './failure.ts';

export interface Variable<Row> {
  /** As the field writes it; read in any case. */
  readonly name: string;
  readonly meaning: string;
  readonly read: (row: Row) => string | number;
}

const MEANINGS: Readonly<Record<string, string>> = {
  U_Name: 'the person’s name',
  U_Type: `${DETAIL_TYPE}; only a User uses seats`,
  U_AccountDisabled: `${DETAIL_DISABLED}; disabled, it uses no seat`,
};

export const ACCOUNT_VARIABLES: readonly Variable<AccountRow>[] = ACCOUNT_NAMES.map((name) => ({
  name,
  meaning: MEANINGS[name] ?? `1 or 0: ${flagOfAccountVariable(name)?.name}`,
  read: (row) => accountVariable(row, name) ?? '',
}));

export const DOMAIN_VARIABLES: readonly Variable<DomainRow>[] = DOMAIN_NAMES.map((name) => ({
  name,
  meaning: `1 or 0: the domain grants ${flagOfDomainVariable(name)?.name}`,
  read: (row) => domainVariable(row.flags, name) ?? '',
}));

export type VariableObject = 'account' | 'domain' | 'system';

const SYSTEM_HELP = SYSTEM_VARIABLES.map(
  (v) =>
    [
      v.name,
      `${v.description}${'read' in v ? ' (read only)' : ''}${'onRequest' in v ? ' (not shown by *)' : ''}`,
    ] as const,
);

/** Name and meaning of every variable. */
export function variableHelp(object: VariableObject): readonly (readonly [name: string, meaning: string])[] {
  if (object === 'system') return SYSTEM_HELP;
  return (object === 'account' ? ACCOUNT_VARIABLES : DOMAIN_VARIABLES).map((v) => [v.name, v.meaning] as const);
}

/** The variables of these names, in any case, in the order asked for. VARIABLE_UNKNOWN. */
export function named<Row>(
  variables: readonly Variable<Row>[],
  object: string,
  names: readonly string[],
): readonly Variable<Row>[] {
  return names.map((name) => {
    const found = variables.find((v) => v.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new SeatkeeperError('VARIABLE_UNKNOWN', { variable: name, object });
    return found;
  });
}

/** Pairs as typed. USAGE for a variable without a value, or named twice. */
export function pairsOf(words: readonly string[], command: string): Record<string, string> {
  const pairs = new Map<string, string>();
  const seen = new Set<string>();
  for (let i = 0; i < words.length; i += 2) {
    const [name = '', value] = words.slice(i, i + 2);
    if (value === undefined) throw usageError(`${name} has no value`, command);
    if (seen.has(name.toLowerCase())) throw usageError(`${name} is there twice`, command);
    seen.add(name.toLowerCase());
    pairs.set(name, value);
  }
  return Object.fromEntries(pairs);
}

/** Pairs of known variables, their names as the field writes them. The service checks the values. */
export function variablePairs<Row>(
  variables: readonly Variable<Row>[],
  object: string,
  words: readonly string[],
  command: string,
): Record<string, string> {
  const pairs = Object.entries(pairsOf(words, command));
  const known = named(
    variables,
    object,
    pairs.map(([name]) => name),
  );
  return Object.fromEntries(pairs.map(([, value], i) => [known[i]?.name ?? '', value]));
}
