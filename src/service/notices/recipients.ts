/** Who a notice goes to: roles turned into addresses (LICENSING 5). */
import { addressKey, parseAddress } from '../../core/accounts/address.ts';
import type { Role } from '../../core/lifecycle/effects.ts';
import { domainToAscii } from '../../platform/domain.ts';

export interface Recipients {
  /** Empty: not configured. */
  readonly postmaster: string;
  readonly vendor: string;
  /** Added by an administrator: they get every notice. */
  readonly also: readonly string[];
}

/** Each address once, in the order of the roles; what is no address is left out. */
export function addressesOf(roles: readonly Role[], holder: string, known: Recipients): string[] {
  const of: Readonly<Record<Role, readonly string[]>> = {
    postmaster: [known.postmaster],
    holder: [holder],
    vendor: [known.vendor],
    also: known.also,
  };
  const texts = [...roles, 'also' as const].flatMap((role) => of[role]);
  return [...new Set(texts.flatMap((text) => validAddress(text) ?? []))];
}

/** One spelling of an address; undefined if it is none. Nothing with a line break or a command in it gets through. */
export function validAddress(text: string): string | undefined {
  const parsed = parseAddress(text, domainToAscii);
  if (parsed.ok) return addressKey(parsed.value);
  return LITERAL.test(text.trim()) ? text.trim() : undefined;
}
/** A mail server without a name of its own: postmaster@[192.0.2.1]. */
const LITERAL = /^[A-Za-z0-9._+-]{1,64}@\[(?:[0-9.]{7,15}|IPv6:[0-9A-Fa-f:.]{2,45})\]$/;
