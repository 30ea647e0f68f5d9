/** Strict UTF-8, because core has no TextDecoder: text and bytes correspond one to one, or there is no text (LICENSING 2). */

/** Code units for one String.fromCharCode: well below the number of arguments that an engine takes. */
const CHUNK = 4096;

/** One more, for the second half of a surrogate pair. Kept, because nothing else runs while it is filled. */
const units = new Uint16Array(CHUNK + 1);

/** Bytes of the sequence that starts with `lead`; 0: no sequence starts so. */
const sequenceLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/** The smallest code point that needs so many bytes: less is an overlong form. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

/** The code point at `at`, or -1 if the bytes there are no UTF-8. */
function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 0 || at + length > bytes.length) return -1;
  let code = (bytes[at] ?? 0) & (0x7f >> length);
  for (let i = at + 1; i < at + length; i++) {
    const next = bytes[i] ?? 0;
    if ((next & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (next & 0x3f);
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return surrogate || code > 0x10ffff || code < (SMALLEST[length] ?? 0) ? -1 : code;
}

/** Spreading would go through the array's iterator, at ten times the cost. */
const unitsText = (used: number): string =>
  String.fromCharCode.apply(null, units.subarray(0, used) as unknown as number[]);

/** Undefined unless every byte is part of well-formed UTF-8. A byte order mark stays a character. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  let text = '';
  let used = 0;
  for (let at = 0; at < bytes.length; ) {
    if (used >= CHUNK) {
      text += unitsText(used);
      used = 0;
    }
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      units[used++] = lead;
      at++;
      continue;
    }
    const length = sequenceLength(lead);
    const code = codePointAt(bytes, at, length);
    if (code < 0) return undefined;
    if (code >= 0x10000) units[used++] = 0xd7c0 + (code >> 10);
    units[used++] = code >= 0x10000 ? 0xdc00 | (code & 0x3ff) : code;
    at += length;
  }
  return text + unitsText(used);
}

/** Throws RangeError for text with half a surrogate pair: it has no UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encodeFrom(text, i, ascii);
    ascii[i] = unit;
  }
  return ascii;
}

/** The bytes of a text whose first `start` characters are ASCII, and in `begun` already. */
function encodeFrom(text: string, start: number, begun: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(start + (text.length - start) * 3);
  bytes.set(begun.subarray(0, start));
  let used = start;
  for (let i = start; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[used++] = unit;
      continue;
    }
    const code = text.codePointAt(i) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) throw new RangeError('half a surrogate pair');
    if (code >= 0x10000) i++;
    used = putSequence(bytes, used, code);
  }
  return bytes.subarray(0, used);
}

/** Writes a code point of 0x80 and above; returns where the next one goes. */
function putSequence(bytes: Uint8Array, at: number, code: number): number {
  const length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (let i = length - 1; i > 0; i--) bytes[at + i] = 0x80 | ((code >> (6 * (length - 1 - i))) & 0x3f);
  bytes[at] = ((0xf00 >> length) & 0xff) | (code >> (6 * (length - 1)));
  return at + length;
}
