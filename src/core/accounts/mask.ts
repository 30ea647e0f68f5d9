/** Masks of accounts and domains (INTERFACES 2): `*@*`, `*@domain`, `al*@domain`, `al*@*`, an address; `*` or a name. */
import { type DomainToAscii, LOCAL_MAX, parseAddress, parseDomain } from './address.ts';

/** Local parts as a range of keys: `from` ≤ local < `below`. */
export type LocalRange =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly local: string }
  | { readonly kind: 'range'; readonly from: string; readonly below: string | null };

export interface AccountMask {
  readonly local: LocalRange;
  /** Null: every domain. */
  readonly domain: string | null;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first code point behind `code` that text can hold: there is nothing between U+D7FF and U+E000. */
const nextCodePoint = (code: number): number => (code === 0xd7ff ? 0xe000 : code + 1);

/** The smallest text above every text that begins with `prefix`, in code point order; null if there is none. */
export function prefixEnd(prefix: string): string | null {
  const points = [...prefix];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? LAST_CODE_POINT;
    if (last < LAST_CODE_POINT) return points.join('') + String.fromCodePoint(nextCodePoint(last));
  }
  return null;
}

function localRange(text: string): LocalRange | undefined {
  if (text === '*') return { kind: 'all' };
  if (!text.endsWith('*')) return undefined;
  const prefix = text.slice(0, -1).toLowerCase().normalize('NFC');
  const sayable = /^[^\s*@"\p{C}]+$/u.test(prefix) && [...prefix].length <= LOCAL_MAX;
  return sayable ? { kind: 'range', from: prefix, below: prefixEnd(prefix) } : undefined;
}

/** Undefined: not a mask. An address is the mask of itself. */
export function parseAccountMask(text: string, toAscii: DomainToAscii): AccountMask | undefined {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return undefined;
  const domainText = trimmed.slice(at + 1);
  const domain = domainText === '*' ? { ok: true as const, value: null } : parseDomain(domainText, toAscii);
  if (!domain.ok) return undefined;
  const range = localRange(trimmed.slice(0, at));
  if (range) return { local: range, domain: domain.value };
  if (domain.value === null) return undefined;
  const address = parseAddress(trimmed, toAscii);
  return address.ok ? { local: { kind: 'one', local: address.value.local }, domain: domain.value } : undefined;
}

/** `*` is null: every domain. Undefined: not a mask. */
export function parseDomainMask(text: string, toAscii: DomainToAscii): { readonly domain: string | null } | undefined {
  if (text.trim() === '*') return { domain: null };
  const domain = parseDomain(text, toAscii);
  return domain.ok ? { domain: domain.value } : undefined;
}
