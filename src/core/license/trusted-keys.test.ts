import { expect, test } from 'vitest';
import { generateSigningKey } from '../../platform/crypto.ts';
import { KEY } from './license.testkit.ts';
import { loadTrustedKeys, loadTrustedKeyTexts, trustedKeyText } from './trusted-keys.ts';

const P = 2n ** 255n - 19n;
const mod = (n: bigint): bigint => ((n % P) + P) % P;
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
const inverse = (n: bigint): bigint => power(n, P - 2n);
const D = mod(-121665n * inverse(121666n));
type Point = readonly [x: bigint, y: bigint];

/** Twisted Edwards addition with a = -1: complete, so that doubling is adding. */
function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const t = mod(D * x1 * x2 * y1 * y2);
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + t)), mod((y1 * y2 + x1 * x2) * inverse(1n - t))];
}
function pointOf(y: bigint): Point | undefined {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  const root = power(square, (P + 3n) / 8n);
  const x = [root, mod(root * power(2n, (P - 1n) / 4n))].find((one) => mod(one * one) === square);
  return x === undefined ? undefined : [x, y];
}
const timesEight = (point: Point): Point => [0, 0, 0].reduce<Point>((sum) => add(sum, sum), point);
const isSmall = (point: Point): boolean => timesEight(point).join() === '0,1';

const keyOf = (y: bigint, sign = 0n): string => {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0');
  return Buffer.from(hex, 'hex').reverse().toString('base64');
};
const accepted = (publicKey: string): boolean => loadTrustedKeys([{ id: 'a', publicKey, state: 'active' }]).ok;

/** All points whose order divides 8: halves of halves of the neutral one, found by their equations. */
const SMALL_Y = [
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
];

test('LICENSING 2: keys of small order are refused, with either sign', () => {
  for (const y of SMALL_Y) {
    const point = pointOf(y);
    expect(point && isSmall(point)).toBe(true);
    expect([accepted(keyOf(y)), accepted(keyOf(y, 1n))]).toEqual([false, false]);
  }
  // There are eight of them: two for every y but 1 and -1, whose x is 0.
  expect(SMALL_Y.map((y) => (pointOf(y)?.[0] === 0n ? 1 : 2)).reduce((a, b) => a + b, 0)).toBe(8);
});

test('LICENSING 2: second spellings of a coordinate are refused', () => {
  for (let y = P; y < 2n ** 255n; y++) expect(accepted(keyOf(y))).toBe(false);
});

test('LICENSING 2: other keys are accepted', () => {
  for (let y = 2n; y < 40n; y++) {
    const point = pointOf(y);
    expect(accepted(keyOf(y))).toBe(!point || !isSmall(point));
  }
  for (let n = 0; n < 50; n++) expect(accepted(generateSigningKey().publicKey)).toBe(true);
});

const key = { id: 'a', publicKey: KEY.publicKey, state: 'active' };
test.each([
  ['no list', {}, 'no list'],
  ['no object', [7], 'no id'],
  ['no id', [{ ...key, id: '' }], 'no id'],
  ['an id that breaks out', [{ ...key, id: 'a"><x' }], 'no id'],
  ['an id twice', [key, key], 'twice'],
  ['no key', [{ id: 'a', state: 'active' }], 'no publicKey'],
  ['31 bytes', [{ ...key, publicKey: Buffer.alloc(31, 9).toString('base64') }], 'canonical base64'],
  ['url-safe base64', [{ ...key, publicKey: `${'-'.repeat(43)}=` }], 'canonical base64'],
  ['an unknown state', [{ ...key, state: 'revoked' }], 'neither'],
  ['retired without a date', [{ ...key, state: 'retired' }], 'retiredAt'],
  ['a date without being retired', [{ ...key, retiredAt: '2026-01-01T00:00:00Z' }], 'retiredAt'],
  ['retired on a day that is none', [{ ...key, state: 'retired', retiredAt: '2026-02-30T00:00:00Z' }], 'no instant'],
])('LICENSING 2: trusted keys with %s are refused', (_, list, problem) => {
  expect(loadTrustedKeys(list)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

test('LICENSING 2: the text form of a key is read as it is written', () => {
  expect(loadTrustedKeyTexts([trustedKeyText(KEY)])).toEqual({ ok: true, keys: [KEY] });
  expect(loadTrustedKeyTexts([KEY.publicKey]).ok).toBe(false);
});
