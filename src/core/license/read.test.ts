import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildLicense, signLicense } from './build.ts';
import { anyDocument } from './documents.testkit.ts';
import { MAX_LICENSE_BYTES } from './frame.ts';
import type { TrustedKey } from './keys.ts';
import { documentWith, item, KEY, ports, sign, signed, signedText } from './license.testkit.ts';
import { readLicense } from './read.ts';

const read = (file: string | Uint8Array, keys: readonly TrustedKey[] = [KEY]) => readLicense(file, keys, ports);
const outcome = (file: string | Uint8Array, keys?: readonly TrustedKey[]): string => {
  const result = read(file, keys);
  return result.ok ? 'ok' : result.outcome;
};

test('LICENSING 2: any document is read as it was built, whatever people are called', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const file = signLicense(document, KEY.id, sign);
      expect(read(file)).toEqual({ ok: true, document, keyId: KEY.id });
      expect(read(Buffer.from(file))).toEqual({ ok: true, document, keyId: KEY.id });
    }),
    { numRuns: 300 },
  );
});

test('LICENSING 2: the document looks as it is specified', () => {
  const document = documentWith({
    items: [
      item({ group: 'communication', outgoingAllowance: 50 }),
      item({
        module: 'im',
        seats: 'unlimited',
        metric: 'mailboxes',
        overuse: 'protection',
        trialUntil: '2026-12-21T10:00:00Z',
      }),
    ],
    holder: { name: '</holder><item module="im" seats="9999"/>', company: '', email: '', address: '' },
    answer: { nonce: 'n1', serverTime: '2026-11-21T10:00:01Z' },
  });
  expect(buildLicense(document).split('\n')).toEqual([
    '<license id="lic-1" serial="3" type="full" structure="category" issued="2026-11-21T10:00:00Z">',
    `  <order id="${document.order.id}" previous=""/>`,
    '  <holder name="&lt;/holder&gt;&lt;item module=&quot;im&quot; seats=&quot;9999&quot;/&gt;" company="" email="" address=""/>',
    `  <machine reference="${document.machine.reference}"/>`,
    '  <revalidation every-days="30" grace-days="7"/>',
    '  <items>',
    '    <item group="communication" seats="250" renewal="2027-11-21" outgoing-allowance="50"/>',
    '    <item module="im" seats="unlimited" renewal="2027-11-21" metric="mailboxes" overuse="protection" trial-until="2026-12-21T10:00:00Z"/>',
    '  </items>',
    '  <answer nonce="n1" server-time="2026-11-21T10:00:01Z"/>',
    '</license>',
  ]);
});

test('LICENSING 2: the default regime may be spelled out, and gives the same bytes again', () => {
  const stated = item({ module: 'im', seats: 'unlimited', regimeStated: true, trialUntil: '2026-12-21T10:00:00Z' });
  const document = documentWith({ items: [item({ group: 'communication' }), stated] });
  expect(buildLicense(document)).toContain('metric="accounts" overuse="trial" trial-until=');
  expect(read(signed(document))).toEqual({ ok: true, document, keyId: KEY.id });
});

test('LICENSING 2: one byte order mark, CRLF for LF and a missing last LF change nothing', () => {
  const file = signed();
  const windows = `\ufeff${file.replaceAll('\n', '\r\n')}`;
  expect([outcome(windows), outcome(Buffer.from(windows)), outcome(file.slice(0, -1))]).toEqual(['ok', 'ok', 'ok']);
  expect(outcome(`\ufeff${windows}`)).toBe('LICENSE_MALFORMED');
  expect(outcome(file.replaceAll('\n', '\r'))).toBe('LICENSE_MALFORMED');
  expect(outcome(`${file}\n`)).toBe('LICENSE_MALFORMED');
});

test('LICENSING 2: a file over 64 KiB is refused by its length, before a byte is looked at', () => {
  const unreadable = new Proxy(new Uint8Array(0), {
    get: (_, property) => {
      if (property === 'length') return 10_000_000;
      throw new Error(`looked at ${String(property)}`);
    },
  });
  const tooLarge = { ok: false, outcome: 'LICENSE_MALFORMED', params: { detail: 'it is larger than 64 KiB' } };
  expect(read(unreadable)).toEqual(tooLarge);
  expect(read('x'.repeat(10_000_000))).toEqual(tooLarge);
  expect(read('é'.repeat(40_000))).toEqual(tooLarge);
  const wide = documentWith({ holder: { ...documentWith().holder, address: 'x'.repeat(MAX_LICENSE_BYTES) } });
  expect(() => signLicense(wide, KEY.id, sign)).toThrow('64 KiB');
});

test('LICENSING 2: a license of exactly 64 KiB is read', () => {
  const holder = documentWith().holder;
  const room = MAX_LICENSE_BYTES - Buffer.byteLength(signed({ holder: { ...holder, address: '' } }));
  const file = signed({ holder: { ...holder, address: 'x'.repeat(room) } });
  expect([Buffer.byteLength(file), outcome(file)]).toEqual([MAX_LICENSE_BYTES, 'ok']);
});

test.each([
  ['', 'it is empty'],
  ['<!DOCTYPE html><html>', 'it is a web page'],
  ['\n<HTML lang="en">', 'it is a web page'],
  [signed().replace('format="1"', 'format="2"'), 'its format is not the one that this version reads'],
  ['<license/>', 'its outer form is not that of a license file'],
])('LICENSING 2: what is no license file says why', (file, detail) => {
  expect(read(file)).toEqual({ ok: false, outcome: 'LICENSE_MALFORMED', params: { detail } });
});

const retiredAt = (instant: string): TrustedKey => ({ ...KEY, state: 'retired', retiredAt: instant });
test('LICENSING 2: key states', () => {
  const file = signed({ issued: '2026-11-21T10:00:00Z' });
  expect(read(file, [{ ...KEY, id: 'other' }])).toMatchObject({
    outcome: 'LICENSE_UNKNOWN_KEY',
    params: { key: '2026a', state: 'unknown' },
  });
  expect(read(file, [{ ...KEY, state: 'compromised' }])).toMatchObject({
    outcome: 'LICENSE_UNKNOWN_KEY',
    params: { state: 'compromised' },
  });
  expect(outcome(file, [retiredAt('2026-11-21T10:00:00Z')])).toBe('ok');
  expect(read(file, [retiredAt('2026-11-21T09:59:59Z')])).toMatchObject({
    outcome: 'LICENSE_UNKNOWN_KEY',
    params: { state: 'retired' },
  });
  expect(outcome(file.replace('serial="3"', 'serial="4"'), [retiredAt('2026-11-21T09:59:59Z')])).toBe(
    'LICENSE_SIGNATURE_INVALID',
  );
  expect(outcome(file, [])).toBe('LICENSE_UNKNOWN_KEY');
});

const valid = buildLicense(documentWith());
const changed = (from: string, to: string): string => {
  const text = valid.replace(from, to);
  if (text === valid) throw new Error(`nothing to change: ${from}`);
  return text;
};
const ITEM = '<item group="communication" seats="250" renewal="2027-11-21"/>';

test.each([
  ['an unknown attribute', changed('serial="3"', 'serial="3" vip="1"')],
  ['an unknown element', changed('  <items>', '  <extra/>\n  <items>')],
  ['an unknown element among the items', changed(ITEM, `${ITEM}\n    <bonus/>`)],
  ['an attribute twice', changed('seats="250"', 'seats="250" seats="9999"')],
  ['an element twice', changed('  <items>', '  <machine reference="SK1-AAAA-BBBB-0000-0000-0000-00"/>\n  <items>')],
  ['two lists of items', changed('  </items>', `  </items>\n  <items>\n    ${ITEM}\n  </items>`)],
  ['attributes in another order', changed('serial="3" type="full"', 'type="full" serial="3"')],
  ['elements in another order', changed('  <items>', '<items>')],
  ['single quotes', changed('type="full"', "type='full'")],
  ['a comment', changed('  <items>', '  <!-- hello -->\n  <items>')],
  ['a comment within a value', changed('Ada', 'A<!-- -->da')],
  ['CDATA', changed('  <items>', '  <![CDATA[x]]>\n  <items>')],
  ['a processing instruction', changed('  <items>', '  <?x y?>\n  <items>')],
  ['text', changed('  <items>', '  250\n  <items>')],
  ['a tab for a blank', changed('  <items>', '\t<items>')],
  ['a numeric entity', changed('Ada', '&#65;da')],
  ['an entity of HTML', changed('Ada', '&nbsp;Ada')],
  ['a bare ampersand', changed('Example &amp; Sons', 'Example & Sons')],
  ['a number with zeros before it', changed('seats="250"', 'seats="0250"')],
  ['a number in hexadecimal', changed('seats="250"', 'seats="0xFA"')],
  ['a number with an exponent', changed('seats="250"', 'seats="25e1"')],
  ['a number with a sign', changed('seats="250"', 'seats="+250"')],
  ['a number with a blank', changed('seats="250"', 'seats=" 250"')],
  ['a number that is none', changed('seats="250"', 'seats="many"')],
  ['an empty number', changed('serial="3"', 'serial=""')],
  [
    'the default regime spelled out the wrong way round',
    changed(ITEM, ITEM.replace('/>', ' overuse="trial" metric="accounts"/>')),
  ],
  ['half a regime', changed(ITEM, ITEM.replace('/>', ' metric="mailboxes"/>'))],
  ['an attribute of the prototype', changed('serial="3"', 'serial="3" __proto__="x"')],
  ['a mismatched end tag', changed('</items>', '</item>')],
  ['an element that is not closed', changed(`${ITEM}\n`, `<item>\n`)],
  ['a missing attribute', changed(' previous=""', '')],
  ['two roots', `${valid}\n<license id="x"></license>`],
  ['another root', '<license serial="3"/>\n<x></license>'],
  ['depth', `<license >${'<a>'.repeat(500)}</license>`],
  ['a carriage return', changed('Ada', 'A\rda')],
])('LICENSING 2: %s is refused even when the vendor signed it', (_, text) => {
  expect(outcome(signedText(text))).toBe('LICENSE_MALFORMED');
});

test('LICENSING 2: a signature over another kind of message is none over a license', () => {
  expect(outcome(signedText(valid))).toBe('ok');
  expect(outcome(signedText(valid, 'seatkeeper-license-v2'))).toBe('LICENSE_SIGNATURE_INVALID');
  expect(outcome(signedText(valid, 'seatkeeper-answer-v1'))).toBe('LICENSE_SIGNATURE_INVALID');
});
