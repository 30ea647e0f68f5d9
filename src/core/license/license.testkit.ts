/** Documents and keys for tests. */
import { generateSigningKey, nodeCrypto, signerOf } from '../../platform/crypto.ts';
import { parseXml } from '../../platform/xml.ts';
import { toBase64 } from './base64.ts';
import { signLicense } from './build.ts';
import type { LicenseDocument, LicenseItem } from './document.ts';
import { frameText } from './frame.ts';
import type { TrustedKey } from './keys.ts';
import { makeOrderId } from './order-id.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from './pae.ts';
import { composeReferenceId, type MachineComponents } from './reference-id.ts';
import { utf8Bytes } from './utf8.ts';

export const ports = { crypto: nodeCrypto, parseXml };

export const orderId = (n: number): string => makeOrderId(new Uint8Array(7).fill(n));
export const ORDER = orderId(1);

export const COMPONENTS: Required<MachineComponents> = {
  os: 'machine-id-of-a-test',
  board: 'board-1',
  disk: 'disk-1',
  network: '00:16:3e:00:00:01',
  install: '0123456789abcdef0123456789abcdef',
};
export const REFERENCE = composeReferenceId(COMPONENTS, nodeCrypto);

export const item = (changes: Partial<LicenseItem>): LicenseItem => ({
  seats: 250,
  renewal: '2027-11-21',
  metric: 'accounts',
  overuse: 'trial',
  ...changes,
});

/** A valid document, with what a test is about changed. */
export const documentWith = (changes: Partial<LicenseDocument> = {}): LicenseDocument => ({
  id: 'lic-1',
  serial: 3,
  type: 'full',
  structure: 'category',
  issued: '2026-11-21T10:00:00Z',
  order: { id: ORDER, previous: '' },
  holder: { name: 'Ada Example', company: 'Example & Sons', email: 'ada@example.com', address: '1 Main Street' },
  machine: { reference: REFERENCE },
  revalidation: { everyDays: 30, graceDays: 7 },
  items: [item({ group: 'communication' })],
  ...changes,
});

const pair = generateSigningKey();
export const sign = signerOf(pair.privateKey);
export const KEY: TrustedKey = { id: '2026a', publicKey: pair.publicKey, state: 'active' };

export const signed = (changes: Partial<LicenseDocument> = {}): string =>
  signLicense(documentWith(changes), KEY.id, sign);

/** A license.xml around any text, as only the vendor's key could make it: for content that the builder refuses. */
export const signedText = (license: string, paeType = LICENSE_PAE_TYPE): string =>
  frameText({ license, keyId: KEY.id, signature: toBase64(sign(preAuthEncoding(paeType, utf8Bytes(license)))) });
