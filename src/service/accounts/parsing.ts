/** core's parsers with the service's port; what they refuse becomes an error of the catalogue. */
import { SeatkeeperError, type SeatkeeperError as Thrown } from '../../contract/errors.ts';
import { type Address, parseAddress, parseDomain } from '../../core/accounts/address.ts';
import { type AccountMask, parseAccountMask, parseDomainMask } from '../../core/accounts/mask.ts';
import {
  type AccountChange,
  type DomainChange,
  parseAccountVariables,
  parseDomainVariables,
  type VariableRefusal,
  type Variables,
} from '../../core/accounts/variables.ts';
import { domainToAscii } from '../../platform/domain.ts';

const SHOWN = 120;
const shown = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Throws ADDRESS_INVALID. */
export function addressOf(text: string): Address {
  const parsed = parseAddress(text, domainToAscii);
  if (!parsed.ok) throw new SeatkeeperError('ADDRESS_INVALID', { address: shown(text), detail: parsed.reason });
  return parsed.value;
}

/** Throws DOMAIN_INVALID. */
export function domainOf(text: string): string {
  const parsed = parseDomain(text, domainToAscii);
  if (!parsed.ok) throw new SeatkeeperError('DOMAIN_INVALID', { domain: shown(text), detail: parsed.reason });
  return parsed.value;
}

/** Throws MASK_INVALID. */
export function accountMaskOf(text: string): AccountMask {
  const mask = parseAccountMask(text, domainToAscii);
  if (!mask) throw new SeatkeeperError('MASK_INVALID', { mask: shown(text) });
  return mask;
}

/** Null: every domain. Throws MASK_INVALID. */
export function domainMaskOf(text: string): string | null {
  const mask = parseDomainMask(text, domainToAscii);
  if (!mask) throw new SeatkeeperError('MASK_INVALID', { mask: shown(text) });
  return mask.domain;
}

const refusal = ({ code, params }: VariableRefusal): Thrown => new SeatkeeperError(code, params);

/** Throws VARIABLE_UNKNOWN or VALUE_INVALID. */
export function accountChangeOf(variables: Variables): AccountChange {
  const parsed = parseAccountVariables(variables);
  if (!parsed.ok) throw refusal(parsed);
  return parsed.change;
}

/** Throws VARIABLE_UNKNOWN or VALUE_INVALID. */
export function domainChangeOf(variables: Variables): DomainChange {
  const parsed = parseDomainVariables(variables);
  if (!parsed.ok) throw refusal(parsed);
  return parsed.change;
}

/** A change of nothing is a mistake, not a success. Throws INPUT_INVALID. */
export function requireVariables(variables: Variables): Variables {
  if (Object.keys(variables).length === 0)
    throw new SeatkeeperError('INPUT_INVALID', { detail: 'no variable is named' });
  return variables;
}
