import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAccountMask, parseDomainMask, prefixEnd } from './mask.ts';

const toAscii = (name: string): string => (/^[a-z0-9.-]+$/.test(name) ? name : '');
const all = { kind: 'all' };

test.each([
  ['*@*', { local: all, domain: null }],
  ['*@Example.com', { local: all, domain: 'example.com' }],
  ['al*@example.com', { local: { kind: 'range', from: 'al', below: 'am' }, domain: 'example.com' }],
  ['AL*@*', { local: { kind: 'range', from: 'al', below: 'am' }, domain: null }],
  ['Alice@example.com', { local: { kind: 'one', local: 'alice' }, domain: 'example.com' }],
])('INTERFACES 2: the mask %s', (text, mask) => {
  expect(parseAccountMask(text, toAscii)).toEqual(mask);
});

test.each([
  '',
  '*',
  '@',
  '*@',
  '@*',
  'alice',
  'alice@*',
  '*al@*',
  'a*b@*',
  '**@*',
  'a *@*',
  '*@*.com',
  '*@ex*',
  '*@x_y',
  'a b@x.example',
  '*@@*',
])('INTERFACES 2: %j is no mask', (text) => {
  expect(parseAccountMask(text, toAscii)).toBeUndefined();
});

test('INTERFACES 2: masks of domains are * or a name', () => {
  expect(parseDomainMask('*', toAscii)).toEqual({ domain: null });
  expect(parseDomainMask('Example.COM', toAscii)).toEqual({ domain: 'example.com' });
  for (const text of ['', 'ex*', '*.com', '**', 'a@b']) expect(parseDomainMask(text, toAscii)).toBeUndefined();
});

test('DESIGN 4: a prefix is the range up to its end, in the order of UTF-8', () => {
  const bytes = (text: string) => Buffer.from(text);
  const unit = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(unit, unit, unit, (prefix, rest, other) => {
      const end = prefixEnd(prefix);
      const below = (text: string) => end === null || Buffer.compare(bytes(text), bytes(end)) < 0;
      const inside = (text: string) => Buffer.compare(bytes(text), bytes(prefix)) >= 0 && below(text);
      expect(inside(prefix + rest)).toBe(true);
      expect(inside(other)).toBe(other.startsWith(prefix));
    }),
    {
      examples: [
        ['\ud7ff', 'a', '\ue000'],
        ['a\u{10ffff}', 'x', 'b'],
        ['\u{10ffff}', 'x', 'y'],
      ],
    },
  );
});
