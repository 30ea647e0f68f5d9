/**
 * Reading a license (verify, parse, check) against the bare Ed25519 verification of the same message in the same run, and
 * the slowest of hostile 64 KiB files against its limit. Run: node bench/license.ts
 */
import { signLicense } from '../src/core/license/build.ts';
import type { LicenseDocument, LicenseItem } from '../src/core/license/document.ts';
import { MAX_LICENSE_BYTES, matchFrame } from '../src/core/license/frame.ts';
import type { TrustedKey } from '../src/core/license/keys.ts';
import { makeOrderId } from '../src/core/license/order-id.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from '../src/core/license/pae.ts';
import { readLicense } from '../src/core/license/read.ts';
import { composeReferenceId } from '../src/core/license/reference-id.ts';
import { GROUP_IDS } from '../src/core/seats/modules.ts';
import { generateSigningKey, nodeCrypto, signerOf } from '../src/platform/crypto.ts';
import { parseXml } from '../src/platform/xml.ts';
import { fastestMs, measureInTurn, ratio, show } from './lib/measure.ts';

const HOSTILE_LIMIT_MS = 5;
const ports = { crypto: nodeCrypto, parseXml };
const pair = generateSigningKey();
const key: TrustedKey = { id: '2026a', publicKey: pair.publicKey, state: 'active' };
const sign = signerOf(pair.privateKey);

const item = (changes: Partial<LicenseItem>): LicenseItem => ({
  seats: 250,
  renewal: '2027-11-21',
  metric: 'accounts',
  overuse: 'trial',
  ...changes,
});
const document: LicenseDocument = {
  id: '0f0c2b7e-6a7e-4a55-9f3e-1f7c7ac1a001',
  serial: 3,
  type: 'full',
  structure: 'category',
  issued: '2026-11-21T10:00:00Z',
  order: { id: makeOrderId(new Uint8Array(7).fill(85)), previous: '' },
  holder: { name: 'Ada Example', company: 'Example & Sons', email: 'ada@example.com', address: 'Hauptstraße 1' },
  machine: { reference: composeReferenceId({ os: 'a', board: 'b', install: 'c' }, nodeCrypto) },
  revalidation: { everyDays: 30, graceDays: 7 },
  items: [...GROUP_IDS.map((group) => item({ group })), item({ module: 'im', seats: 'unlimited' })],
  answer: { nonce: '0f0c2b7e6a7e4a559f3e1f7c7ac1a001', serverTime: '2026-11-21T10:00:00Z' },
};

const file = Buffer.from(signLicense(document, key.id, sign));
const frame = matchFrame(file.toString());
if (!frame) throw new Error('the builder made a file without frame');
const message = preAuthEncoding(LICENSE_PAE_TYPE, Buffer.from(frame.license));
const signature = Buffer.from(frame.signature, 'base64');
const publicKey = Buffer.from(pair.publicKey, 'base64');

const mustBe = (expected: boolean, found: boolean): void => {
  if (found !== expected) throw new Error('a measured call gave the wrong answer');
};
const rates = measureInTurn({
  'Ed25519 verification alone': () => mustBe(true, nodeCrypto.verifyEd25519(publicKey, message, signature)),
  'license read: verified, parsed, checked': () => mustBe(true, readLicense(file, [key], ports).ok),
});
for (const rate of rates) show(rate);
ratio('license read / Ed25519 verification', (rates[1]?.perSecond ?? 0) / (rates[0]?.perSecond ?? 1), { atLeast: 0.5 });

const text = file.toString();
const head = text.slice(0, text.indexOf('<license ') + '<license '.length);
const tail = text.slice(text.indexOf('</license>'));
const fillings = [
  '</license>',
  '</license>\n<signature algorithm="Ed25519" key=',
  '</license>\n<signature algorithm="Ed25519" key="2026a">A</signature>\n',
  '</license',
  '<',
  '"',
  ' a="',
  '&lt;',
  '&amp;amp;',
  '\n',
  '\r\n',
  '\r',
  '<a>',
  '<a',
  '<!--',
  '<![CDATA[',
  '<?',
  'é',
  '😀',
  '\0',
];
const room = MAX_LICENSE_BYTES - Buffer.byteLength(head + tail);
function fill(filling: string): string {
  return filling.repeat(Math.floor(room / Buffer.byteLength(filling)));
}
const hostile = fillings.flatMap((filling) => {
  const body = fill(filling);
  const shapes = {
    'in the frame': head + body + tail,
    'without end': head + body,
    'without start': body + tail,
    alone: body,
  };
  return Object.entries(shapes).map(([shape, content]) => ({
    name: `${JSON.stringify(filling)} ${shape}`,
    bytes: Buffer.from(content),
  }));
});
hostile.push({
  name: 'no UTF-8 at its end',
  bytes: Buffer.concat([Buffer.alloc(MAX_LICENSE_BYTES - 1, 'é'), Buffer.from([0xff])]),
});

const slowest = hostile
  .map(({ name, bytes }) => {
    mustBe(false, readLicense(bytes, [key], ports).ok);
    return { name, ms: fastestMs(() => readLicense(bytes, [key], ports)) };
  })
  .sort((a, b) => b.ms - a.ms);
for (const { name, ms } of slowest.slice(0, 3)) console.log(`       hostile 64 KiB, ${name}: ${ms.toFixed(2)} ms`);
ratio(
  `slowest of ${hostile.length} hostile 64 KiB files / ${HOSTILE_LIMIT_MS} ms`,
  (slowest[0]?.ms ?? 0) / HOSTILE_LIMIT_MS,
  { atMost: 1 },
);
