/** Canonical base64 (RFC 4648, section 4): of all spellings of the same bytes only the one that encoding gives is read. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < DIGITS.length; value++) VALUES[DIGITS.charCodeAt(value)] = value;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i;
    const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += DIGITS.charAt(triple >> 18) + DIGITS.charAt((triple >> 12) & 63);
    text += rest > 1 ? DIGITS.charAt((triple >> 6) & 63) : '=';
    text += rest > 2 ? DIGITS.charAt(triple & 63) : '=';
  }
  return text;
}

/** Undefined for anything but the canonical base64 of exactly `length` bytes. */
export function fromBase64(text: string, length: number): Uint8Array | undefined {
  const digits = Math.ceil((length * 8) / 6);
  if (text.length !== Math.ceil(length / 3) * 4) return undefined;
  const bytes = new Uint8Array(length);
  let [bits, held, used] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    if (i >= digits) {
      if (text.charAt(i) !== '=') return undefined;
      continue;
    }
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[used++] = bits >> held;
    bits &= (1 << held) - 1;
  }
  // Bits that are left over carry nothing: were they not zero, the same bytes would have several spellings.
  return bits === 0 ? bytes : undefined;
}
