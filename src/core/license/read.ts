/** Believing a license file: its signature first, over exact bytes, then its content (LICENSING 2). */
import type { CryptoPort, ParseXml } from '../ports.ts';
import { fromBase64 } from './base64.ts';
import type { LicenseDocument } from './document.ts';
import { type Frame, frameProblem, MAX_LICENSE_BYTES, matchFrame } from './frame.ts';
import type { TrustedKey } from './keys.ts';
import { LICENSE_PAE_TYPE, preAuthEncoding } from './pae.ts';
import { documentOf } from './parse.ts';
import { renderLicense } from './render.ts';
import { documentProblem } from './rules.ts';
import { isKeyId, PUBLIC_KEY_BYTES } from './trusted-keys.ts';
import { utf8Bytes, utf8Text } from './utf8.ts';

export type ReadOutcome = 'LICENSE_MALFORMED' | 'LICENSE_UNKNOWN_KEY' | 'LICENSE_SIGNATURE_INVALID';

/** `params` fill the texts of the error catalogue; LICENSE_UNKNOWN_KEY also has `state`: unknown, retired, compromised. */
export interface ReadRefusal {
  readonly ok: false;
  readonly outcome: ReadOutcome;
  readonly params: Readonly<Record<string, string>>;
}
export interface ReadLicense {
  readonly ok: true;
  readonly document: LicenseDocument;
  readonly keyId: string;
}

export interface ReadPorts {
  readonly crypto: CryptoPort;
  readonly parseXml: ParseXml;
}

const SIGNATURE_BYTES = 64;
const BYTE_ORDER_MARK = '\ufeff';

const malformed = (detail: string): ReadRefusal => ({ ok: false, outcome: 'LICENSE_MALFORMED', params: { detail } });

const KEY_DETAILS = {
  unknown: 'it is not among the keys that this version trusts',
  compromised: 'the vendor has withdrawn it',
  retired: 'it was retired before this license was issued',
} as const;
const untrusted = (key: string, state: keyof typeof KEY_DETAILS): ReadRefusal => ({
  ok: false,
  outcome: 'LICENSE_UNKNOWN_KEY',
  params: { key, state, detail: KEY_DETAILS[state] },
});

/** The file's text without byte order mark and carriage returns. Length comes first: nothing big is ever looked at. */
function textOf(file: Uint8Array | string): string | ReadRefusal {
  const tooLarge = malformed('it is larger than 64 KiB');
  if (file.length > MAX_LICENSE_BYTES) return tooLarge;
  if (typeof file === 'string' && !file.isWellFormed()) return malformed('it is not UTF-8 text');
  const bytes = typeof file === 'string' ? utf8Bytes(file) : file;
  if (bytes.length > MAX_LICENSE_BYTES) return tooLarge;
  const text = utf8Text(bytes);
  if (text === undefined) return malformed('it is not UTF-8 text');
  return (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

/** The key that the frame names, if documents signed with it can still be good. */
function keyOf(frame: Frame, keys: readonly TrustedKey[]): TrustedKey | ReadRefusal {
  const key = keys.find((one) => one.id === frame.keyId);
  if (!key) return untrusted(frame.keyId, 'unknown');
  return key.state === 'compromised' ? untrusted(key.id, 'compromised') : key;
}

/** The document that the verified text `license` spells, or why it spells none. */
function parseVerified(license: string, parseXml: ParseXml): LicenseDocument | ReadRefusal {
  const root = parseXml(license);
  if (root?.name !== 'license') return malformed('its content is not well-formed');
  const document = documentOf(root);
  const problem = documentProblem(document);
  if (problem !== undefined) return malformed(problem);
  return renderLicense(document) === license
    ? document
    : malformed('it holds something that this version does not know');
}

const isRefusal = (value: object): value is ReadRefusal => 'outcome' in value;
const instant = (text: string): number => Date.parse(text);

/**
 * The document of a license file, once its signature was verified with one of `keys` (checked by loadTrustedKeys).
 * Says nothing yet about this machine and this moment: see judgeLicense. Never throws.
 */
export function readLicense(
  file: Uint8Array | string,
  keys: readonly TrustedKey[],
  ports: ReadPorts,
): ReadLicense | ReadRefusal {
  const text = textOf(file);
  if (typeof text !== 'string') return text;
  const frame = matchFrame(text);
  if (!frame) return malformed(frameProblem(text));
  // Checked before it is shown to anybody: it could hold a terminal's control sequences.
  if (!isKeyId(frame.keyId)) return malformed('the name of its key is none');
  const signature = fromBase64(frame.signature, SIGNATURE_BYTES);
  if (!signature) return malformed('its signature is not the canonical base64 of 64 bytes');
  const key = keyOf(frame, keys);
  if (isRefusal(key)) return key;
  const publicKey = fromBase64(key.publicKey, PUBLIC_KEY_BYTES);
  const message = preAuthEncoding(LICENSE_PAE_TYPE, utf8Bytes(frame.license));
  if (!publicKey || !ports.crypto.verifyEd25519(publicKey, message, signature)) {
    return { ok: false, outcome: 'LICENSE_SIGNATURE_INVALID', params: {} };
  }
  const document = parseVerified(frame.license, ports.parseXml);
  if (isRefusal(document)) return document;
  const late = key.retiredAt !== undefined && instant(document.issued) > instant(key.retiredAt);
  return late ? untrusted(key.id, 'retired') : { ok: true, document, keyId: key.id };
}
