/** The vendor's public keys: loaded once, checked once (LICENSING 2). Never a key from the file that it is to verify. */
import { fromBase64 } from './base64.ts';
import type { TrustedKey } from './keys.ts';
import { isInstant } from './values.ts';

export const PUBLIC_KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const STATES: readonly unknown[] = ['active', 'retired', 'compromised'] satisfies TrustedKey['state'][];

export const isKeyId = (id: string): boolean => KEY_ID.test(id);

const littleEndian = (hex: string): string => hex.match(/../g)?.reverse().join('') ?? '';

/**
 * The y coordinates of the eight points whose order divides 8. With such a key one signature fits every message.
 * Written as numbers; the sign bit is not part of them.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set(
  [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000001',
    '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
    '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
    '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
  ].map(littleEndian),
);

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** y of 2^255-19 and above is a second spelling of a small number; no key generator writes one. */
const isReduced = (y: Uint8Array): boolean =>
  (y[0] ?? 0) < 0xed || (y[31] ?? 0) !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff);

/** Why a public key (raw Ed25519, canonical base64) cannot be trusted, in words; undefined: it can. */
function publicKeyProblem(publicKey: string): string | undefined {
  const bytes = fromBase64(publicKey, PUBLIC_KEY_BYTES);
  if (!bytes) return 'is not the canonical base64 of 32 bytes';
  const y = bytes.map((byte, i) => (i === 31 ? byte & 0x7f : byte));
  if (!isReduced(y) || SMALL_ORDER.has(hexOf(y))) return 'is of small order: one signature would fit every message';
  return undefined;
}

export type LoadedKeys =
  | { readonly ok: true; readonly keys: readonly TrustedKey[] }
  | { readonly ok: false; readonly problem: string };

const problemWith = (
  key: Partial<Record<keyof TrustedKey, unknown>>,
  earlier: ReadonlySet<unknown>,
): string | undefined => {
  if (typeof key.id !== 'string' || !isKeyId(key.id))
    return 'a key has no id of 1 to 64 letters, digits, “.”, “_” and “-”';
  if (earlier.has(key.id)) return `the key ${key.id} is there twice`;
  if (typeof key.publicKey !== 'string') return `the key ${key.id} has no publicKey`;
  const problem = publicKeyProblem(key.publicKey);
  if (problem !== undefined) return `the key ${key.id} ${problem}`;
  if (!STATES.includes(key.state)) return `the key ${key.id} is neither active nor retired nor compromised`;
  const retired = key.state === 'retired';
  if (retired !== (key.retiredAt !== undefined)) return `the key ${key.id} needs retiredAt exactly if it is retired`;
  if (retired && !(typeof key.retiredAt === 'string' && isInstant(key.retiredAt)))
    return `retiredAt of the key ${key.id} is no instant like 2026-11-21T10:00:00Z`;
  return undefined;
};

/** Checks a list of TrustedKey as it was read from JSON. All or none. */
export function loadTrustedKeys(list: unknown): LoadedKeys {
  if (!Array.isArray(list)) return { ok: false, problem: 'the trusted keys are no list' };
  const seen = new Set<unknown>();
  const keys: TrustedKey[] = [];
  for (const entry of list) {
    const given: Partial<Record<keyof TrustedKey, unknown>> = typeof entry === 'object' && entry !== null ? entry : {};
    const problem = problemWith(given, seen);
    if (problem !== undefined) return { ok: false, problem };
    seen.add(given.id);
    keys.push(given as TrustedKey);
  }
  return { ok: true, keys };
}

/** `2026a:BASE64`, the form of seatkeeper.toml and of `key list`; such keys are active. */
export function loadTrustedKeyTexts(texts: readonly string[]): LoadedKeys {
  const keys = texts.map((text) => {
    const colon = text.indexOf(':');
    return { id: text.slice(0, Math.max(colon, 0)).trim(), publicKey: text.slice(colon + 1).trim(), state: 'active' };
  });
  return loadTrustedKeys(keys);
}

/** The form that loadTrustedKeyTexts takes. */
export const trustedKeyText = (key: Pick<TrustedKey, 'id' | 'publicKey'>): string => `${key.id}:${key.publicKey}`;
