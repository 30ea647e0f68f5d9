import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, parseAddress, parseDomain } from './address.ts';

/** As the platform's: the last label shows that the port was asked. */
const toAscii = (name: string): string =>
  /[^\p{L}\p{N}.-]/u.test(name) ? '' : name.replace(/[^.]*[^ -~][^.]*/g, 'xn--label');

const key = (text: string): string => {
  const parsed = parseAddress(text, toAscii);
  return parsed.ok ? addressKey(parsed.value) : `refused: ${parsed.reason}`;
};

test.each([
  ['alice@example.com', 'alice@example.com'],
  ['  Alice.B+tag@EXAMPLE.com. ', 'alice.b+tag@example.com'],
  ["o'hara/x=!#$%&?^_`{|}~-@x.example", "o'hara/x=!#$%&?^_`{|}~-@x.example"],
  ['"alice"@x.example', 'alice@x.example'],
  ['"al ice"@x.example', '"al ice"@x.example'],
  ['"a@b"@x.example', '"a@b"@x.example'],
  ['"a\\"b\\\\"@x.example', '"a\\"b\\\\"@x.example'],
  ['RENÉ@x.example', 'rené@x.example'],
  ['rene\u0301@x.example', 'ren\u00e9@x.example'],
  ['postmaster@localhost', 'postmaster@localhost'],
  ['a@bücher.example', 'a@xn--label.example'],
  [`${'a'.repeat(64)}@x.example`, `${'a'.repeat(64)}@x.example`],
])('INTERFACES 2: %s is the address %s', (text, expected) => {
  expect(key(text)).toBe(expected);
});

test.each([
  ['', 'it is empty'],
  ['alice', 'there is no @'],
  ['@x.example', 'nothing stands before @'],
  ['alice@', 'nothing stands behind @'],
  ['""@x.example', 'nothing stands before @'],
  ['"alice@x.example', 'the quotes before @ do not match'],
  ['"a"b"@x.example', 'the quotes before @ do not match'],
  ['"a\u0000"@x.example', 'it has control characters'],
  ['.a@x.example', 'a dot begins or ends the part before @'],
  ['a.@x.example', 'a dot begins or ends the part before @'],
  ['a..b@x.example', 'two dots follow each other'],
  ['al*@x.example', '* is for masks only'],
  ['a b@x.example', 'it has spaces or characters that cannot be seen'],
  ['a\u200bb@x.example', 'it has spaces or characters that cannot be seen'],
  ['a\ud800@x.example', 'it has spaces or characters that cannot be seen'],
  ['a,b@x.example', ', cannot stand before @ without quotes'],
  [`${'a'.repeat(65)}@x.example`, 'the part before @ is longer than 64 characters'],
  ['a@[127.0.0.1]', 'the domain “[127.0.0.1]” is none: a network address in brackets is not a domain'],
  ['a@x_y', 'the domain “x_y” is none: only letters, digits, hyphens and dots make a domain'],
  ['a@-x.example', 'the domain “-x.example” is none: only letters, digits, hyphens and dots make a domain'],
  ['a@x..example', 'the domain “x..example” is none: only letters, digits, hyphens and dots make a domain'],
])('%j is refused: %s', (text, reason) => {
  expect(key(text)).toBe(`refused: ${reason}`);
});

test('INTERFACES 2: up to 255 characters of domain, 63 of a label', () => {
  const label = 'a'.repeat(63);
  expect(parseDomain(`${label}.${label}.${label}.${label}`, toAscii).ok).toBe(true);
  expect(parseDomain(`${label}.${label}.${label}.${label}.a`, toAscii).ok).toBe(false);
  expect(parseDomain(`${label}a.example`, toAscii).ok).toBe(false);
});

test('a key is the key of itself; only quotes hide stars and spaces, nothing hides control characters', () => {
  const text = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: 'binary', maxLength: 80 }).map((s) => `${s}@x.example`),
  );
  fc.assert(
    fc.property(text, (address) => {
      const first = parseAddress(address, toAscii);
      if (!first.ok) return;
      const again = addressKey(first.value);
      expect(key(again)).toBe(again);
      expect(first.value.domain).not.toContain('@');
      expect(again).not.toMatch(again.startsWith('"') ? /\p{Cc}/u : /[*\p{C}\p{Z}]/u);
    }),
  );
});
