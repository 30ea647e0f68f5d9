import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { preAuthEncoding } from './pae.ts';
import { utf8Bytes, utf8Text } from './utf8.ts';

const reference = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return reference.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes at the borders of what UTF-8 allows: leads, continuations, and what is neither. */
const LEADS = [
  0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5,
  0xff,
];
const NEXT = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];

test('LICENSING 2: strict UTF-8 reads exactly what a fatal TextDecoder reads', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (given) => utf8Text(given) === decoded(given)),
    { numRuns: 2_000 },
  );
  const longer = (list: readonly number[][]): number[][] =>
    list.flatMap((bytes) => NEXT.map((next) => [...bytes, next]));
  const one = LEADS.map((lead) => [lead]);
  const two = longer(one);
  const three = longer(two);
  const differing = [...one, ...two, ...three, ...longer(three)]
    .map((bytes) => Uint8Array.from(bytes))
    .filter((bytes) => utf8Text(bytes) !== decoded(bytes));
  expect(differing).toEqual([]);
});

test('LICENSING 2: every code point goes to UTF-8 and back, over the border of a chunk', () => {
  for (let code = 0; code <= 0x10ffff; code += code < 0x11000 ? 1 : 97) {
    const text = String.fromCodePoint(code);
    if (!text.isWellFormed()) {
      expect(() => utf8Bytes(text)).toThrow(RangeError);
      continue;
    }
    if (utf8Text(utf8Bytes(text)) !== text) throw new Error(`code point ${code}`);
  }
  const long = `${'x'.repeat(4_095)}😀${'é'.repeat(5_000)}`;
  expect(Buffer.from(utf8Bytes(long)).equals(Buffer.from(long))).toBe(true);
  expect(utf8Text(Buffer.from(long))).toBe(long);
});

test('LICENSING 2: base64 is written as everybody writes it, and only that is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text, bytes.length)).toEqual(bytes);
    }),
  );
});

test.each([
  ['AAE=', true],
  ['AAF=', false],
  ['AAE', false],
  ['AAE==', false],
  ['AA E=', false],
  ['AAE\n', false],
  ['AA_=', false],
  ['A=E=', false],
  ['=AAE', false],
  ['éAE=', false],
])('LICENSING 2: “%s” is the canonical base64 of two bytes: %s', (text, canonical) => {
  expect(fromBase64(text, 2) !== undefined).toBe(canonical);
});

test('LICENSING 2: the message is the one of DSSE', () => {
  const message = preAuthEncoding('seatkeeper-license-v1', new Uint8Array([0x61, 0xff]));
  expect(Buffer.from(message).toString('latin1')).toBe('DSSEv1 21 seatkeeper-license-v1 2 aÿ');
});
