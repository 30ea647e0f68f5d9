/** Crockford's base32, for identifiers that people copy, print and dictate (LICENSING 2, 3). */

export const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const LOOKALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
/** Blanks, and every kind of hyphen or invisible mark that mail programs and web pages put into copied text. */
const IGNORED = /[\s\u00ad\u200b\u2010-\u2015\u2212\ufeff-]/;
/** Longer text is no identifier, however many separators it has. */
const MAX_TEXT = 256;

/** 0..31, or -1 for anything that is no digit of the alphabet. */
export const base32Value = (digit: string): number => (digit.length === 1 ? BASE32.indexOf(digit) : -1);

/** What a person typed, as plain digits: any case, O as 0, I and L as 1, blanks and hyphens ignored; undefined: not base32. */
export function readBase32(text: string): string | undefined {
  if (text.length > MAX_TEXT) return undefined;
  let digits = '';
  for (const char of text) {
    // Only ASCII letters change case: the long s or a dotless i must not become S or I.
    const upper = char >= 'a' && char <= 'z' ? char.toUpperCase() : char;
    const digit = LOOKALIKES[upper] ?? upper;
    if (base32Value(digit) >= 0) digits += digit;
    else if (!IGNORED.test(char)) return undefined;
  }
  return digits;
}

/** `count` digits from the bits of `bytes`, starting at bit `from`, most significant bit first. */
export function bitsToBase32(bytes: Uint8Array, from: number, count: number): string {
  if (from + count * 5 > bytes.length * 8) throw new RangeError('too few bytes');
  let digits = '';
  for (let digit = 0; digit < count; digit++) {
    let value = 0;
    for (let bit = from + digit * 5; bit < from + digit * 5 + 5; bit++) {
      value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    digits += BASE32.charAt(value);
  }
  return digits;
}
