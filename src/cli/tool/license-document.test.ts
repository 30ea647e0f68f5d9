import { expect, test } from 'vitest';
import { COMPONENTS, KEY, ORDER, orderId, ports, REFERENCE, signed } from '../../core/license/license.testkit.ts';
import { composeReferenceId } from '../../core/license/reference-id.ts';
import { ToolFailure } from './failure.ts';
import { explainLicense, type Here } from './license-document.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const HERE: Here = { keys: [KEY], development: false, referenceId: REFERENCE, now: NOW };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const explain = (text: string, changes: Partial<Here> = {}) =>
  explainLicense(bytes(text), { ...HERE, ...changes }, ports);

function refusal(text: string, changes: Partial<Here> = {}): ToolFailure {
  try {
    explain(text, changes);
  } catch (error) {
    if (error instanceof ToolFailure) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('a valid license: the document for programs, and every fact in words', () => {
  const { json, lines } = explain(signed());
  expect(json).toMatchObject({ valid: true, key: KEY.id, license: { order: { id: ORDER }, serial: 3 } });
  expect(lines.join('\n')).toMatch(/^Company: +Example & Sons$/m);
  expect(lines.join('\n')).toMatch(/^Communication +250 +2027-11-21 +accounts, trial$/m);
  expect(lines.at(-1)).toBe('The signature fits, and the license is valid on this computer.');
});

test.each<[string, string, Partial<Here>, string]>([
  ['LICENSE_MALFORMED', 'hello', {}, 'no document'],
  ['LICENSE_UNKNOWN_KEY', signed(), { keys: [] }, 'no document'],
  ['LICENSE_SIGNATURE_INVALID', signed().replace('250', '950'), {}, 'no document'],
  ['LICENSE_WRONG_MACHINE', signed(), { referenceId: composeReferenceId({ os: 'b', board: 'c' }, ports.crypto) }, ''],
  ['LICENSE_NOT_YET_VALID', signed({ issued: '2026-12-21T10:00:00Z' }), {}, ''],
  ['LICENSE_EXPIRED', signed({ type: 'trial', expires: '2026-11-21T11:00:00Z' }), {}, ''],
  ['MACHINE_UNIDENTIFIABLE', signed(), { referenceId: undefined }, ''],
])('LICENSING 2: %s is told, with the document only if its signature fits', (code, text, here, document) => {
  const error = refusal(text, here);
  expect(error.code).toBe(code);
  expect(error.facts).toMatchObject({ valid: false });
  expect(error.lines.length > 0).toBe(document === '');
  expect((error.facts as { license: unknown }).license === null).toBe(document !== '');
});

test('an update is explained without its older license at hand; a tolerated change is named', () => {
  const text = signed({ order: { id: orderId(2), previous: ORDER } });
  const drifted = composeReferenceId({ ...COMPONENTS, network: 'another' }, ports.crypto);
  expect(explain(text, { referenceId: drifted }).lines.slice(-3)).toEqual([
    'The signature fits, and the license is valid on this computer.',
    'Tolerated: a different network adapter.',
    `It is activated on top of order ${ORDER}.`,
  ]);
});

test('development keys are said so', () => {
  expect(explain(signed(), { development: true }).lines[0]).toMatch(/^DEVELOPMENT KEYS/);
});
