import { expect, test } from 'vitest';
import { nodeCrypto } from '../../platform/crypto.ts';
import type { CryptoPort } from '../ports.ts';
import { BASE32 } from './base32.ts';
import {
  COMPONENT_IDS,
  type ComponentId,
  composeReferenceId,
  matchReferenceIds,
  parseReferenceId,
  presentComponents,
  sameMachineAtVendor,
} from './reference-id.ts';

const MACHINE = { os: 'a', board: 'b', disk: 'c', network: 'd', install: 'e' };
const referenceOf = (components: Partial<Record<ComponentId, string>>): string =>
  composeReferenceId(components, nodeCrypto);

/** `A` equal, `a` changed, `-` missing here, in the order os, board, disk, network, install. */
const other = (pattern: string): string =>
  referenceOf(
    Object.fromEntries(
      COMPONENT_IDS.map((id, i) => {
        const mark = pattern.charAt(i);
        return [id, mark === '-' ? '' : mark === mark.toUpperCase() ? MACHINE[id] : `${MACHINE[id]}, changed`];
      }),
    ),
  );

test('LICENSING 3: five groups, one a component, and two check characters', () => {
  const id = referenceOf(MACHINE);
  expect(id).toMatch(/^SK1(-[0-9A-HJKMNP-TV-Z]{4}){5}-[0-9A-HJKMNP-TV-Z]{2}$/);
  // Worked out with openssl: 72ee5… is the HMAC-SHA-256 of "a" under "seatkeeper/reference/1/os".
  expect(id.slice(0, 8)).toBe('SK1-EBQ5');
  const [one, changed] = [id.split('-'), referenceOf({ ...MACHINE, disk: 'x' }).split('-')];
  expect(one.map((group, i) => group === changed[i])).toEqual([true, true, true, false, true, true, false]);
});

test('LICENSING 3: the same value in two components gives two groups', () => {
  const [, os, board] = referenceOf({ os: 'x', board: 'x' }).split('-');
  expect(os).not.toBe(board);
});

test('LICENSING 3: a missing component is 0000, and a hash that begins with 20 zero bits is not', () => {
  expect(referenceOf({ os: 'a', network: '' })).toMatch(/^SK1-EBQ5-0000-0000-0000-0000-..$/);
  expect(presentComponents({ os: 'a', network: '' })).toEqual(['os']);
  const hash = new Uint8Array([0, 0, 0x0f, 0xff, 0xff]);
  const crypto: CryptoPort = { ...nodeCrypto, hmacSha256: () => hash };
  expect(composeReferenceId({ os: 'a' }, crypto).slice(4, 8)).toBe('ZZZZ');
});

test('LICENSING 3: read as leniently as an Order ID', () => {
  const id = referenceOf(MACHINE);
  const blurred = id.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('-', ' ');
  expect(parseReferenceId(` ${blurred} `, nodeCrypto)).toBe(id);
  expect(parseReferenceId(id.slice(0, -1), nodeCrypto)).toBeUndefined();
  expect(parseReferenceId(id.replace('SK1', 'SK2'), nodeCrypto)).toBeUndefined();
  expect(parseReferenceId('', nodeCrypto)).toBeUndefined();
});

test('LICENSING 3: ten check bits notice all but about one in a thousand single wrong characters', () => {
  let [tried, unnoticed] = [0, 0];
  for (let n = 0; n < 40; n++) {
    const id = referenceOf({ ...MACHINE, install: `machine ${n}` });
    for (let at = 4; at < id.length; at++) {
      if (id.charAt(at) === '-') continue;
      for (const digit of BASE32.replace(id.charAt(at), '')) {
        tried++;
        if (parseReferenceId(id.slice(0, at) + digit + id.slice(at + 1), nodeCrypto) !== undefined) unnoticed++;
      }
    }
  }
  expect(tried).toBe(40 * 22 * 31);
  expect(unnoticed).toBeLessThan(tried / 512);
});

test.each([
  ['ABCDE', true, []],
  ['ABCdE', true, ['network']],
  ['AbCdE', true, ['board', 'network']],
  ['AbcdE', false, ['board', 'disk', 'network']],
  ['ABcde', false, ['disk', 'network', 'install']],
  ['aBCDe', false, ['os', 'install']],
  ['aBCDE', true, ['os']],
  ['ABCDe', true, ['install']],
  ['A---E', true, []],
  ['A----', false, []],
  ['-B-D-', false, []],
  ['A-C--', true, []],
  ['A-Cde', false, ['network', 'install']],
  ['A-Cd-', true, ['network']],
  ['aB--E', true, ['os']],
  ['-----', false, []],
] as const)('LICENSING 3: against the machine ABCDE, %s fits: %s', (pattern, fits, changed) => {
  const [licensed, actual] = [referenceOf(MACHINE), other(pattern)];
  expect(matchReferenceIds(licensed, actual)).toMatchObject({ fits, changed });
  expect(matchReferenceIds(actual, licensed).fits).toBe(fits);
});

test.each([
  ['aBCde', true, 'a reinstalled system'],
  ['aBcDe', true, 'a reinstalled system on a new disk'],
  ['-BC--', true, 'read without its ids'],
  ['abcDe', false, 'only the network adapter moved'],
  ['aBcde', false, 'only the mainboard is left'],
  ['A---E', true, 'a container'],
])('LICENSING 3: for the vendor %s is the same machine: %s (%s)', (pattern, same) => {
  expect(sameMachineAtVendor(referenceOf(MACHINE), other(pattern))).toBe(same);
});

test('LICENSING 3: text that is no Reference ID fits nothing, not even itself', () => {
  expect(matchReferenceIds('', '')).toEqual({ fits: false, equal: [], changed: [] });
});
