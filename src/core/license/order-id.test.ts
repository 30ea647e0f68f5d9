import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BASE32 } from './base32.ts';
import { makeOrderId, ORDER_ID_RANDOM_BYTES, parseOrderId } from './order-id.ts';

const random = fc.uint8Array({ minLength: ORDER_ID_RANDOM_BYTES, maxLength: ORDER_ID_RANDOM_BYTES });

test('LICENSING 2: an Order ID is 11 random digits and a Luhn check to the base 32', () => {
  expect(makeOrderId(new Uint8Array(7))).toBe('0000-0000-0000');
  // 1 in the last place counts double: 2; 32 - 2 = 30.
  expect(makeOrderId(new Uint8Array([0, 0, 0, 0, 0, 0, 2]))).toBe('0000-0000-001Y');
  // Z is 31; doubled 62 is 1 and 30: 31. Six doubled and five single ones: 11 × 31 = 341; 32 - 21 = 11.
  expect(makeOrderId(new Uint8Array(7).fill(255))).toBe('ZZZZ-ZZZZ-ZZZB');
  expect(() => makeOrderId(new Uint8Array(6))).toThrow(RangeError);
});

test('LICENSING 2: whatever is made is read, in any spelling', () => {
  fc.assert(
    fc.property(random, (bytes) => {
      const id = makeOrderId(bytes);
      const blurred = id.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase().replaceAll('-', ' – ');
      expect(parseOrderId(id)).toBe(id);
      expect(parseOrderId(` ${blurred}\n`)).toBe(id);
      expect(parseOrderId(id.replaceAll('-', '').replaceAll('1', 'i'))).toBe(id);
    }),
  );
});

test('LICENSING 2: every single wrong digit is noticed', () => {
  fc.assert(
    fc.property(random, (bytes) => {
      const id = makeOrderId(bytes);
      for (const [at, digit] of [...id].entries()) {
        if (digit === '-') continue;
        const wrong = [...BASE32].filter((d) => d !== digit).map((d) => id.slice(0, at) + d + id.slice(at + 1));
        expect(wrong.filter((text) => parseOrderId(text) !== undefined)).toEqual([]);
      }
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['', 'nothing'],
  ['0000-0000-000', 'a digit too few'],
  ['0000-0000-00000', 'a digit too many'],
  ['0000-0000-000U', 'U is no digit'],
  ['0000_0000_0000', 'another separator'],
  ['００００-0000-0000', 'full-width digits'],
  [`0000-0000-000ſ`, 'a letter that becomes S in upper case'],
  ['0'.repeat(12) + '-'.repeat(10_000), 'endless hyphens'],
])('LICENSING 2: “%s” is no Order ID (%s)', (text) => {
  expect(parseOrderId(text)).toBeUndefined();
});
