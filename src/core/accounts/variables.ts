/** Variables of accounts and domains (LICENSING 1): names are case-insensitive, values are what a person types. */
import { ACCOUNT_TYPES, type AccountFacts } from '../seats/counted.ts';
import { flagOfAccountVariable, flagOfDomainVariable, SERVICE_FLAGS, type ServiceFlag } from '../seats/modules.ts';

/** What a list of variables asks for: bits to switch on and off, and the rest only where it was named. */
export interface AccountChange {
  readonly on: number;
  readonly off: number;
  readonly name?: string;
  readonly type?: number;
  readonly disabled?: number;
}
export interface DomainChange {
  readonly on: number;
  readonly off: number;
}
export type VariableRefusal =
  | { readonly ok: false; readonly code: 'VARIABLE_UNKNOWN'; readonly params: { variable: string; object: string } }
  | {
      readonly ok: false;
      readonly code: 'VALUE_INVALID';
      readonly params: { variable: string; value: string; detail: string };
    };
export type Variables = Readonly<Record<string, string>>;
type Changed<T> = { readonly ok: true; readonly change: T } | VariableRefusal;

export const NAME_MAX = 255;
/** U_AccountDisabled values that can be set; 0 is enabled. */
export const DISABLED_STATES = ['Enabled', 'Login', 'Login and receive', 'Tarpitting'] as const;

export const ACCOUNT_VARIABLES: readonly string[] = [
  'U_Name',
  'U_Type',
  'U_AccountDisabled',
  ...SERVICE_FLAGS.map((f) => f.accountVariable),
];
export const DOMAIN_VARIABLES: readonly string[] = SERVICE_FLAGS.flatMap((f) => f.domainVariable ?? []);

const shown = (value: string): string => (value.length > 80 ? `${value.slice(0, 80)}…` : value);
const invalid = (variable: string, value: string, detail: string): VariableRefusal => ({
  ok: false,
  code: 'VALUE_INVALID',
  params: { variable, value: shown(value), detail },
});

const BOOLEANS: Readonly<Record<string, boolean>> = { '0': false, '1': true, false: false, true: true };

/** 0, 1, true, false in any case; undefined otherwise. */
export function parseBoolean(value: string): boolean | undefined {
  const key = value.trim().toLowerCase();
  return Object.hasOwn(BOOLEANS, key) ? BOOLEANS[key] : undefined;
}

const DIGITS = '0123456789';

/** U_Type: 0..8 or its name. */
export function parseType(value: string): number | undefined {
  const digit = DIGITS.indexOf(value);
  if (digit >= 0 && digit < ACCOUNT_TYPES.length && value.length === 1) return digit;
  const text = value.trim().toLowerCase();
  if (/^[0-8]$/.test(text)) return Number(text);
  const index = ACCOUNT_TYPES.findIndex((name) => name.toLowerCase() === text);
  return index < 0 ? undefined : index;
}

/** U_AccountDisabled: 0..3, or a boolean. */
export function parseDisabled(value: string): number | undefined {
  const digit = DIGITS.indexOf(value);
  if (digit >= 0 && digit < DISABLED_STATES.length && value.length === 1) return digit;
  const text = value.trim();
  if (/^[0-3]$/.test(text)) return Number(text);
  const flag = parseBoolean(text);
  return flag === undefined ? undefined : Number(flag);
}

const PLAIN = /^[ -~]*$/;

/** Undefined: it can be stored as it is. Otherwise what is wrong with it. */
export function nameFault(value: string): string | undefined {
  if (value.length <= NAME_MAX && PLAIN.test(value)) return undefined;
  if ([...value].length > NAME_MAX) return `it is longer than ${NAME_MAX} characters`;
  return /[\p{Cc}\p{Cs}]/u.test(value) ? 'it has control characters' : undefined;
}

const DETAIL_BOOLEAN = '0, 1, true or false';
export const DETAIL_TYPE = `0 to 8 (${ACCOUNT_TYPES.map((name, i) => `${i} ${name}`).join(', ')})`;
export const DETAIL_DISABLED = `0 to 3 (${DISABLED_STATES.map((name, i) => `${i} ${name}`).join(', ')})`;

interface Draft {
  on: number;
  off: number;
  name?: string;
  type?: number;
  disabled?: number;
}

function setFlag(draft: Draft, flag: ServiceFlag, variable: string, value: string): VariableRefusal | undefined {
  const on = parseBoolean(value);
  if (on === undefined) return invalid(variable, value, DETAIL_BOOLEAN);
  const bit = 1 << flag.bit;
  draft.on = on ? draft.on | bit : draft.on & ~bit;
  draft.off = on ? draft.off & ~bit : draft.off | bit;
  return undefined;
}

function setOther(draft: Draft, variable: string, value: string): VariableRefusal | undefined {
  switch (variable.toLowerCase()) {
    case 'u_name': {
      const fault = nameFault(value);
      if (fault !== undefined) return invalid(variable, value, fault);
      draft.name = value.trim();
      return undefined;
    }
    case 'u_type': {
      const type = parseType(value);
      if (type === undefined) return invalid(variable, value, DETAIL_TYPE);
      draft.type = type;
      return undefined;
    }
    case 'u_accountdisabled': {
      const disabled = parseDisabled(value);
      if (disabled === undefined) return invalid(variable, value, DETAIL_DISABLED);
      draft.disabled = disabled;
      return undefined;
    }
    default:
      return { ok: false, code: 'VARIABLE_UNKNOWN', params: { variable: shown(variable), object: 'account' } };
  }
}

/** Variables of an account, all or the first refusal. */
export function parseAccountVariables(variables: Variables): Changed<AccountChange> {
  const draft: Draft = { on: 0, off: 0 };
  for (const [variable, value] of Object.entries(variables)) {
    const flag = flagOfAccountVariable(variable);
    const refusal = flag ? setFlag(draft, flag, variable, value) : setOther(draft, variable, value);
    if (refusal) return refusal;
  }
  return { ok: true, change: draft };
}

/** Variables of a domain, all or the first refusal. */
export function parseDomainVariables(variables: Variables): Changed<DomainChange> {
  const draft: Draft = { on: 0, off: 0 };
  for (const [variable, value] of Object.entries(variables)) {
    const flag = flagOfDomainVariable(variable);
    if (!flag) {
      return { ok: false, code: 'VARIABLE_UNKNOWN', params: { variable: shown(variable), object: 'domain' } };
    }
    const refusal = setFlag(draft, flag, variable, value);
    if (refusal) return refusal;
  }
  return { ok: true, change: { on: draft.on, off: draft.off } };
}

export const changedFlags = (flags: number, change: DomainChange): number => (flags | change.on) & ~change.off;

/** Value of an account's variable as `tool` prints it; undefined: there is no such variable. */
export function accountVariable(
  account: AccountFacts & { readonly name: string },
  variable: string,
): string | number | undefined {
  const flag = flagOfAccountVariable(variable);
  if (flag) return (account.flags >> flag.bit) & 1;
  switch (variable.toLowerCase()) {
    case 'u_name':
      return account.name;
    case 'u_type':
      return account.type;
    case 'u_accountdisabled':
      return account.disabled;
    default:
      return undefined;
  }
}

/** Value of a domain's variable; undefined: there is no such variable. */
export function domainVariable(flags: number, variable: string): number | undefined {
  const flag = flagOfDomainVariable(variable);
  return flag ? (flags >> flag.bit) & 1 : undefined;
}
