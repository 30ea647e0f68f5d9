import { expect, test } from 'vitest';
import { generateSigningKey, nodeCrypto, signerOf } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import type { CryptoPort } from '../ports.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { buildLicense, signLicense } from './build.ts';
import { frameText, MAX_LICENSE_BYTES, matchFrame } from './frame.ts';
import { documentWith, KEY, ports, signed, signedText } from './license.testkit.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from './pae.ts';
import { readLicense } from './read.ts';
import { utf8Bytes } from './utf8.ts';

const FILE = signed();
const BYTES = Buffer.from(FILE);
const outcome = (file: string | Uint8Array, from = ports): string => {
  const result = readLicense(file, [KEY], from);
  return result.ok ? 'ok' : result.outcome;
};
const changed = (from: string, to: string): string => {
  const text = FILE.replace(from, () => to);
  if (text === FILE) throw new Error(`nothing to change: ${from}`);
  return text;
};
const frame = matchFrame(FILE);
if (!frame) throw new Error('no frame');
const { license, signature } = frame;

/** A perfect signature: only the signed message and its signature fit. Shows what is bound to them, a thousand times faster. */
const message = Buffer.from(preAuthEncoding(LICENSE_PAE_TYPE, utf8Bytes(license)));
const signatureBytes = Buffer.from(signature, 'base64');
const ideal: CryptoPort = {
  ...nodeCrypto,
  verifyEd25519: (_, given, sig) => message.equals(given) && signatureBytes.equals(sig),
};
const idealPorts = { crypto: ideal, parseXml };

test('LICENSING 2: no byte of a license can be replaced', () => {
  expect(outcome(BYTES, idealPorts)).toBe('ok');
  const accepted: string[] = [];
  const copy = Buffer.from(BYTES);
  for (const [at, byte] of BYTES.entries()) {
    for (let other = 0; other < 256; other++) {
      copy[at] = other;
      if (other !== byte && readLicense(copy, [KEY], idealPorts).ok) accepted.push(`${at}: ${byte} by ${other}`);
    }
    copy[at] = byte;
  }
  expect(accepted).toEqual([]);
}, 120_000);

test('LICENSING 2: with the real signature, no bit of a license can be flipped', () => {
  const copy = Buffer.from(BYTES);
  for (const [at, byte] of BYTES.entries()) {
    copy[at] = byte ^ (1 << (at % 8));
    if (readLicense(copy, [KEY], ports).ok) throw new Error(`bit ${at % 8} of byte ${at}`);
    copy[at] = byte;
  }
  expect(outcome(copy)).toBe('ok');
});

test('LICENSING 2: of all bytes only the last LF can be left out', () => {
  const accepted = [...BYTES.keys()].filter(
    (at) => readLicense(Buffer.concat([BYTES.subarray(0, at), BYTES.subarray(at + 1)]), [KEY], idealPorts).ok,
  );
  expect(accepted).toEqual([BYTES.length - 1]);
});

test('LICENSING 2: of all bytes only a CR before an LF can be put in', () => {
  const telling = Buffer.from('\0\t\n\r <>&"\'/=?!-aA0;\x7f\x80\xbf\xc2\xe2\xef\xf0\xff', 'latin1');
  const accepted: string[] = [];
  for (let at = 0; at <= BYTES.length; at++) {
    for (const byte of telling) {
      const longer = Buffer.concat([BYTES.subarray(0, at), Buffer.from([byte]), BYTES.subarray(at)]);
      if (readLicense(longer, [KEY], idealPorts).ok) accepted.push(`${at}: ${byte}`);
    }
  }
  const lineEnds = [...BYTES.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => `${at}: 13`);
  expect(accepted).toEqual(lineEnds);
}, 120_000);

/** The real parser, and what it was given. */
const recording =
  (seen: string[]): typeof parseXml =>
  (text) => {
    seen.push(text);
    return parseXml(text);
  };

const SIGNED_LICENSE = '<signed-license format="1">';
const foreign = buildLicense(documentWith({ items: [{ ...documentWith().items[0], seats: 9999 }] as never }));
test.each([
  ['a second root', `${FILE}<signed-license/>`],
  ['another root around it', `<a>${FILE}</a>`],
  ['a blank before it', ` ${FILE}`],
  ['a blank after it', `${FILE} `],
  ['a NUL after it', `${FILE}\0`],
  ['a comment before it', `<!-- -->${FILE}`],
  ['a comment after it', `${FILE}<!-- -->`],
  ['a comment in the frame', changed(SIGNED_LICENSE, `${SIGNED_LICENSE}<!-- -->`)],
  ['a comment before the signature', changed('</license>\n', '</license>\n<!-- -->')],
  ['CDATA', changed(SIGNED_LICENSE, `${SIGNED_LICENSE}<![CDATA[]]>`)],
  ['a DOCTYPE with an entity', changed(SIGNED_LICENSE, `<!DOCTYPE a [<!ENTITY b "9999">]>\n${SIGNED_LICENSE}`)],
  ['a processing instruction', changed(SIGNED_LICENSE, `<?x y?>\n${SIGNED_LICENSE}`)],
  ['no declaration', FILE.slice(FILE.indexOf('\n') + 1)],
  ['another encoding declared', changed('UTF-8', 'UTF-16')],
  ['a namespace', changed(SIGNED_LICENSE, '<signed-license format="1" xmlns="urn:x">')],
  ['an attribute on the signature', changed('algorithm="Ed25519"', 'algorithm="Ed25519" x="y"')],
  ['another algorithm', changed('Ed25519', 'none')],
  ['single quotes in the frame', changed('format="1"', "format='1'")],
  ['a foreign license before the signed one', changed('<license ', `${foreign}\n<license `)],
  ['a foreign license after the signed one', changed('\n<signature', `\n${foreign}\n<signature`)],
  [
    'a foreign signature before it',
    changed('\n<signature', `\n<signature algorithm="Ed25519" key="x">AAAA</signature>\n<signature`),
  ],
  ['a file within the file', frameText({ license: FILE, keyId: KEY.id, signature })],
  [
    'the signed license as a part of a foreign one',
    changed(license, foreign.replace('</license>', `${license}</license>`)),
  ],
  ['the license twice', changed(license, license + license)],
  ['UTF-16', Buffer.from(FILE, 'utf16le')],
  ['a Latin-1 letter', Buffer.from(FILE.replace('Ada', 'Adé'), 'latin1')],
  ['an overlong slash', Buffer.from(Buffer.from(FILE).toString('latin1').replace('Ada', '\xc0\xaf'), 'latin1')],
])('LICENSING 2: %s is refused, and reaches no XML parser', (_, file) => {
  const seen: string[] = [];
  const watched = { crypto: nodeCrypto, parseXml: recording(seen) };
  expect(['LICENSE_MALFORMED', 'LICENSE_SIGNATURE_INVALID', 'LICENSE_UNKNOWN_KEY']).toContain(outcome(file, watched));
  expect(seen).toEqual([]);
});

test('LICENSING 2: one signature has one spelling, and no second one is valid', () => {
  const withSignature = (text: string): string => frameText({ license, keyId: KEY.id, signature: text });
  const forms = ['', 'AAAA', signature.slice(0, -1), `${signature}=`, `${signature}\n`, ` ${signature}`];
  const urlSafe = signature.replaceAll('+', '-').replaceAll('/', '_').replace(/^./, '-');
  const trailingBits = `${signature.slice(0, 85)}${signature.charAt(85) === 'A' ? 'B' : 'C'}==`;
  for (const text of [...forms, urlSafe, trailingBits]) {
    expect([text, outcome(withSignature(text))]).toEqual([text, 'LICENSE_MALFORMED']);
  }
  for (const length of [0, 63, 65]) {
    expect(outcome(withSignature(Buffer.alloc(length, 7).toString('base64')))).toBe('LICENSE_MALFORMED');
  }
  for (const fill of [0, 0xff]) {
    expect(outcome(withSignature(toBase64(new Uint8Array(64).fill(fill))))).toBe('LICENSE_SIGNATURE_INVALID');
  }
});

test('LICENSING 2: a signature with S + L in place of S is refused', () => {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const bytes = Buffer.from(fromBase64(signature, 64) ?? []);
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`);
  const more = Buffer.from((s + L).toString(16).padStart(64, '0'), 'hex').reverse();
  const forged = Buffer.concat([bytes.subarray(0, 32), more]).toString('base64');
  expect(outcome(frameText({ license, keyId: KEY.id, signature: forged }))).toBe('LICENSE_SIGNATURE_INVALID');
});

test('LICENSING 2: whoever signs with a key of their own is not the vendor', () => {
  const own = generateSigningKey();
  const forged = signLicense(documentWith({ serial: 99 }), KEY.id, signerOf(own.privateKey));
  expect(outcome(forged)).toBe('LICENSE_SIGNATURE_INVALID');
  const named = (key: string): string => outcome(FILE.replace('key="2026a"', () => `key="${key}"`));
  for (const key of ['constructor', 'toString', '2026A', '2026a.', '2026b']) {
    expect([key, named(key)]).toEqual([key, 'LICENSE_UNKNOWN_KEY']);
  }
  for (const key of [
    '',
    own.publicKey,
    `2026a:${own.publicKey}`,
    '__proto__',
    '../2026a',
    ' 2026a',
    '\u001b[2J',
    'a'.repeat(65),
  ]) {
    expect([key, named(key)]).toEqual([key, 'LICENSE_MALFORMED']);
  }
  expect(outcome(FILE.replace('key="2026a"', `key="2026a" key="2026b"`))).toBe('LICENSE_MALFORMED');
});

test('LICENSING 2: hostile files of 64 KiB meet no parser, and one verification of their own length at most', () => {
  const room = MAX_LICENSE_BYTES - 400;
  const fill = (text: string): string => text.repeat(Math.ceil(room / text.length)).slice(0, room);
  const start = FILE.slice(0, FILE.indexOf('<license ') + 9);
  const end = FILE.slice(FILE.indexOf('</license>'));
  const inside = [
    '</license>',
    '</license>\n<signature',
    '<',
    '"',
    '\n',
    '\r',
    '<license ',
    '&lt;',
    'é',
    '<a>',
    '<!--',
  ];
  for (const text of inside) {
    const parsed: string[] = [];
    const verified: number[] = [];
    const verifyEd25519 = (_: Uint8Array, given: Uint8Array): boolean => {
      verified.push(given.length);
      return false;
    };
    const watched = { parseXml: recording(parsed), crypto: { ...nodeCrypto, verifyEd25519 } };
    for (const file of [start + fill(text) + end, start + fill(text), fill(text) + end, fill(text)]) {
      expect(outcome(file, watched)).not.toBe('ok');
    }
    expect(parsed).toEqual([]);
    expect(verified.length).toBeLessThanOrEqual(1);
    expect(Math.max(0, ...verified)).toBeLessThanOrEqual(MAX_LICENSE_BYTES);
  }
});

test('LICENSING 2: verified text goes to the parser as it was verified, and nothing else', () => {
  const seen: string[] = [];
  readLicense(signedText(license), [KEY], { ...ports, parseXml: recording(seen) });
  expect(seen).toEqual([license]);
});
